"""Refusals of the models of purchases and of spend: why a fit is not trusted."""

from __future__ import annotations

from analysis.display.formats import share
from analysis.display.language import joined, listed, sentence, sentences
from analysis.refusals.told import Sentences, Values, printed, says


def _few_repeat_buyers(facts: Values) -> str:
    if facts["repeat_buyers"] == 0:
        return sentence("Not fitted, because no customer bought again and {needed} are needed.", **printed(facts))
    return sentences(
        facts["repeat_buyers"],
        "Not fitted, because only {repeat_buyers} customer bought again and {needed} are needed.",
        "Not fitted, because only {repeat_buyers} customers bought again and {needed} are needed.",
        **printed(facts),
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
    return joined(said, *_meanings(ends))


def _meanings(ends: dict[str, str]) -> list[str]:
    """Say what the data look like where parameters ran off, as far as it is known."""
    grows = {name for name, end in ends.items() if end == "infinity"}
    vanishes = set(ends) - grows
    found = []
    if {"r", "alpha"} <= grows:
        found.append(sentence("Customers do not differ in how often they buy."))
    if "alpha" in vanishes:
        found.append(sentence("A few customers buy out of all proportion to the rest."))
    if {"a", "b"} <= grows or {"s", "beta"} <= grows:
        found.append(sentence("Customers do not differ in how soon they leave."))
    elif grows & {"b", "beta"} or vanishes & {"a", "s"}:
        found.append(sentence("No customer seems ever to leave."))
    elif grows & {"a", "s"} or vanishes & {"b", "beta"}:
        found.append(sentence("Customers seem to leave at once."))
    if "p" in grows:
        found.append(sentence("A customer's purchases seem all of one size."))
    return found


def _undetermined(facts: Values) -> str:
    values = printed(facts, parameters=listed(facts["parameters"]))
    if facts["factor"] >= 1000:
        return sentence(
            "Not fitted, because the data hardly determine {parameters} (known no better than to a factor of 1,000 or "
            "more).",
            **values,
        )
    return sentence(
        "Not fitted, because the data hardly determine {parameters} (known no better than to a factor of {factor}).",
        **values,
    )


SENTENCES: Sentences = {
    "no_customers": says("Not fitted, because there are no customers."),
    "nobody_had_time": says(
        "Not fitted, because every customer came on the last day of observation, so nobody had time to buy again."
    ),
    "few_repeat_buyers": _few_repeat_buyers,
    "low_repeat_share": lambda facts: sentence(
        "Not fitted, because {share} of the customers bought again and {needed} are needed.",
        share=share(facts["share"], 1),
        needed=share(facts["needed"]),
    ),
    "search_broke_down": says("Not fitted, because the search for the best parameters broke down."),
    "runaway": _runaway,
    "unsettled": lambda facts: sentence(
        "Not fitted, because the search did not settle on a best fit (gradient {gradient}).",
        gradient=f"{facts['gradient']:.1g}",
    ),
    "flat": says("Not fitted, because many different parameters fit the data equally well."),
    "undetermined": _undetermined,
    "wrong_forecasts": says("Not fitted, because {wrong} of {of} forecasts are negative or not finite."),
    "few_spenders": says(
        "Not fitted, because only {customers} customers have repeat purchases above 0, and {needed} are needed."
    ),
    "infinite_mean": lambda facts: sentence(
        "Not fitted, because spend is so unequal that its mean has no finite estimate (q = {q}, needed > 1).",
        q=f"{facts['q']:.2g}",
    ),
    "lifetimes_failed": says("The lifetimes package did not converge on the same customers: {said}"),
    "lifetimes_degenerate": says(
        "The lifetimes package did not converge on the same customers: a parameter is zero or not finite."
    ),
    "too_many_histories": says(
        "The cross-check with the lifetimes package is left out above {most} different purchase histories."
    ),
}
