"""Sentences of what has to be said beside a total, by the codes of `flags`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.formats import count, number, share
from analysis.display.language import joined, sentence, sentences
from analysis.facts import Refusal
from analysis.refusals import why
from analysis.value.facts import Flag

Values = dict[str, Any]


def flags(found: list[Flag]) -> list[str]:
    """Return a sentence for each flag.

    Examples
    --------
    >>> old = {"burn_in_days": 90, "customers": 40, "dated": False, "change": -0.064, "everyone": False}
    >>> one = {"customer_id": "X", "purchases_share": 0.5, "revenue_share": 0.1, "change": 0.3}
    >>> for said in flags([Flag(code="horizon", facts={"horizon_days": 365, "tested_days": 273}),
    ...                    Flag(code="regular", facts={"k": 2.0, "low": 1.8, "high": 2.2, "customers": 50}),
    ...                    Flag(code="left_truncation", facts=old), Flag(code="dominant_customer", facts=one),
    ...                    Flag(code="season_applied", facts={"factor": 0.8, "horizon_days": 120})]):
    ...     print(said.replace("\u202f", " "))
    The forecast looks 365 days ahead and was tested on 273.
    Purchases come more regularly than the model supposes (k 2.0, 1.8–2.2, where 1 is at random): a silence says more \
than it takes from it.
    40 customers were first seen in the first 90 days and may have bought before the data begin. Fitted without them, \
the model expects 6 % fewer purchases.
    Customer X holds 50 % of the repeat purchases and 10 % of the revenue. Fitted without this customer, the model \
expects 30 % more purchases of the others.
    All that is expected of the 120 days ahead is multiplied by 0.80 for their season.
    """
    return [SENTENCES[flag.code](flag.facts) for flag in found]


def _horizon(facts: Values) -> str:
    return sentence(
        "The forecast looks {days} days ahead and was tested on {tested}.",
        days=count(facts["horizon_days"]),
        tested=count(facts["tested_days"]),
    )


def _indicative(facts: Values) -> str:
    return sentence(
        "All of it is indicative: below {needed} customers, intervals of {nominal} have covered {covered}.",
        needed=count(facts["needed"]),
        nominal=share(0.95),
        covered=share(0.86),
    )


def _regular(facts: Values) -> str:
    k, low, high = (None if facts[name] is None else number(facts[name], 1) for name in ("k", "low", "high"))
    if high is None:
        return sentence(
            "Purchases come more regularly than the model supposes (k {k}, over {low}, where 1 is at random): a "
            "silence says more than it takes from it.",
            k=k,
            low=low,
        )
    return sentence(
        "Purchases come more regularly than the model supposes (k {k}, {low}–{high}, where 1 is at random): a silence "
        "says more than it takes from it.",
        k=k,
        low=low,
        high=high,
    )


def _left_truncation(facts: Values) -> str:
    return joined(_who_may_be_old(facts), _without_them(facts["change"]))


def _who_may_be_old(facts: Values) -> str:
    n, days = facts["customers"], count(facts["burn_in_days"])
    if facts["everyone"] and facts["dated"]:
        return sentence(
            "All customers were won before the data begin or, without a day of acquisition, first seen in the first "
            "{days} days, and may have bought before the data begin.",
            days=days,
        )
    if facts["everyone"]:
        return sentence(
            "All customers were first seen in the first {days} days and may have bought before the data begin.",
            days=days,
        )
    if facts["dated"]:
        return sentences(
            n,
            "{n} customer was won before the data begin or, without a day of acquisition, first seen in the first "
            "{days} days, and may have bought before the data begin.",
            "{n} customers were won before the data begin or, without a day of acquisition, first seen in the first "
            "{days} days, and may have bought before the data begin.",
            n=count(n),
            days=days,
        )
    return sentences(
        n,
        "{n} customer was first seen in the first {days} days and may have bought before the data begin.",
        "{n} customers were first seen in the first {days} days and may have bought before the data begin.",
        n=count(n),
        days=days,
    )


def _without_them(change: float | None) -> str:
    if change is None:
        return sentence("Whether they had, and what that would change, cannot be told from this data.")
    if change > 0:
        return sentence("Fitted without them, the model expects {share} more purchases.", share=share(change))
    return sentence("Fitted without them, the model expects {share} fewer purchases.", share=share(-change))


def _dominant_customer(facts: Values) -> str:
    change = facts["change"]
    held = sentence(
        "Customer {customer} holds {purchases} of the repeat purchases and {revenue} of the revenue.",
        customer=facts["customer_id"],
        purchases=share(facts["purchases_share"]),
        revenue=share(facts["revenue_share"]),
    )
    if change is None:
        return joined(held, sentence("Without this customer the model cannot be fitted."))
    if change > 0:
        return joined(
            held,
            sentence(
                "Fitted without this customer, the model expects {share} more purchases of the others.",
                share=share(change),
            ),
        )
    return joined(
        held,
        sentence(
            "Fitted without this customer, the model expects {share} fewer purchases of the others.",
            share=share(-change),
        ),
    )


def _season_applied(facts: Values) -> str:
    return sentence(
        "All that is expected of the {days} days ahead is multiplied by {factor} for their season.",
        days=count(facts["horizon_days"]),
        factor=number(facts["factor"]),
    )


def _as_refused(code: str) -> Callable[[Values], str]:
    """Return the sentence of a warning that the model of spend gives with the same code."""
    return lambda facts: why(Refusal(code=code, facts=facts))


SENTENCES: dict[str, Callable[[Values], str]] = {
    "horizon": _horizon,
    "indicative": _indicative,
    "unequal_spend": _as_refused("unequal_spend"),
    "goes_with_frequency": _as_refused("goes_with_frequency"),
    "regular": _regular,
    "left_truncation": _left_truncation,
    "dominant_customer": _dominant_customer,
    "season_applied": _season_applied,
}
