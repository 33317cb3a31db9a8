"""Refusals of the models of purchases and of spend: why a fit is not trusted, and what to mind where it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.formats import count, number, share
from analysis.display.language import listed, sentence, sentences

Values = dict[str, Any]


def _few_repeat_buyers(facts: Values) -> str:
    again, needed = facts["repeat_buyers"], count(facts["needed"])
    if again == 0:
        return sentence("Not fitted, because no customer bought again and {needed} are needed.", needed=needed)
    return sentences(
        again,
        "Not fitted, because only {n} customer bought again and {needed} are needed.",
        "Not fitted, because only {n} customers bought again and {needed} are needed.",
        n=count(again),
        needed=needed,
    )


def _low_repeat_share(facts: Values) -> str:
    return sentence(
        "Not fitted, because {share} of the customers bought again and {needed} are needed.",
        share=share(facts["share"], 1),
        needed=share(facts["needed"]),
    )


def _runaway(facts: Values) -> str:
    ends: dict[str, str] = facts["parameters"]
    names = listed(list(ends))
    if set(ends.values()) == {"infinity"}:
        said = sentences(
            len(ends),
            "Not fitted, because {names} has no finite estimate (it runs to infinity).",
            "Not fitted, because {names} have no finite estimate (they run to infinity).",
            names=names,
        )
    elif set(ends.values()) == {"zero"}:
        said = sentences(
            len(ends),
            "Not fitted, because {names} has no finite estimate (it runs to zero).",
            "Not fitted, because {names} have no finite estimate (they run to zero).",
            names=names,
        )
    else:
        said = sentence(
            "Not fitted, because {names} have no finite estimate (they run to infinity or zero).", names=names
        )
    return " ".join([said, *(meaning() for meaning in _meanings(ends))])


def _meanings(ends: dict[str, str]) -> list[Callable[[], str]]:
    """Return what the data look like where parameters ran off, as far as it is known."""
    grows = {name for name, end in ends.items() if end == "infinity"}
    vanishes = set(ends) - grows
    found = []
    if {"r", "alpha"} <= grows:
        found.append(lambda: sentence("Customers do not differ in how often they buy."))
    if "alpha" in vanishes:
        found.append(lambda: sentence("A few customers buy out of all proportion to the rest."))
    if {"a", "b"} <= grows or {"s", "beta"} <= grows:
        found.append(lambda: sentence("Customers do not differ in how soon they leave."))
    elif grows & {"b", "beta"} or vanishes & {"a", "s"}:
        found.append(lambda: sentence("No customer seems ever to leave."))
    elif grows & {"a", "s"} or vanishes & {"b", "beta"}:
        found.append(lambda: sentence("Customers seem to leave at once."))
    if "p" in grows:
        found.append(lambda: sentence("A customer's purchases seem all of one size."))
    return found


def _undetermined(facts: Values) -> str:
    names, factor = listed(facts["parameters"]), facts["factor"]
    if factor >= 1000:
        return sentence(
            "Not fitted, because the data hardly determine {names} (known no better than to a factor of 1,000 or "
            "more).",
            names=names,
        )
    return sentence(
        "Not fitted, because the data hardly determine {names} (known no better than to a factor of {factor}).",
        names=names,
        factor=count(factor),
    )


def _few_spenders(facts: Values) -> str:
    return sentence(
        "Not fitted, because only {n} customers have repeat purchases above 0, and {needed} are needed.",
        n=count(facts["customers"]),
        needed=count(facts["needed"]),
    )


def _small(facts: Values) -> str:
    return sentence(
        "Intervals are indicative only: {n} customers, and {needed} are needed.",
        n=count(facts["customers"]),
        needed=count(facts["needed"]),
    )


def _dominated(facts: Values) -> str:
    return sentence(
        "One customer holds {share} of all repeat purchases and moves the forecast of everybody: fit without this "
        "customer too.",
        share=share(facts["share"]),
    )


def _goes_with_frequency(facts: Values) -> str:
    return sentence(
        "Spend per purchase goes with frequency (Spearman {found}, at most {most} assumed): frequency times spend will "
        "be off for frequent buyers.",
        found=number(facts["spearman"]),
        most=number(facts["most"], 1),
    )


SENTENCES: dict[str, Callable[[Values], str]] = {
    "no_customers": lambda _: sentence("Not fitted, because there are no customers."),
    "nobody_had_time": lambda _: sentence(
        "Not fitted, because every customer came on the last day of observation, so nobody had time to buy again."
    ),
    "few_repeat_buyers": _few_repeat_buyers,
    "low_repeat_share": _low_repeat_share,
    "search_broke_down": lambda _: sentence("Not fitted, because the search for the best parameters broke down."),
    "runaway": _runaway,
    "unsettled": lambda facts: sentence(
        "Not fitted, because the search did not settle on a best fit (gradient {gradient}).",
        gradient=f"{facts['gradient']:.1g}",
    ),
    "flat": lambda _: sentence("Not fitted, because many different parameters fit the data equally well."),
    "undetermined": _undetermined,
    "wrong_forecasts": lambda facts: sentence(
        "Not fitted, because {wrong} of {n} forecasts are negative or not finite.",
        wrong=count(facts["wrong"]),
        n=count(facts["of"]),
    ),
    "few_spenders": _few_spenders,
    "infinite_mean": lambda facts: sentence(
        "Not fitted, because spend is so unequal that its mean has no finite estimate (q = {q}, needed > 1).",
        q=f"{facts['q']:.2g}",
    ),
    "small": _small,
    "dominated": _dominated,
    "unequal_spend": lambda facts: sentence(
        "Spend is very unequal (q = {q}, under 2): single customers can move its mean.", q=f"{facts['q']:.2g}"
    ),
    "goes_with_frequency": _goes_with_frequency,
    "lifetimes_failed": lambda facts: sentence(
        "The lifetimes package did not converge on the same customers: {said}", said=facts["said"]
    ),
    "lifetimes_degenerate": lambda _: sentence(
        "The lifetimes package did not converge on the same customers: a parameter is zero or not finite."
    ),
    "too_many_histories": lambda facts: sentence(
        "The cross-check with the lifetimes package is left out above {most} different purchase histories.",
        most=count(facts["most"]),
    ),
}
