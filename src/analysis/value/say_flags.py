"""Sentences of what has to be said beside a total, by the codes of `flags`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.formats import count, number, share
from analysis.display.language import joined, sentence, sentences
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
    ...                    Flag(code="left_truncation", facts=old), Flag(code="dominant_customer", facts=one)]):
    ...     print(said.replace("\u202f", " "))
    The forecast looks 365 days ahead and was tested on 273.
    Purchases come more regularly than the forecast supposes (k 2.0, 1.8–2.2, where 1 is at random): a silence says \
more than it takes from it.
    40 customers were first seen in the first 90 days and may have bought before the data begin. Learnt without \
them, the forecast would be 6 % lower.
    Customer X holds 50 % of the repeat purchases and 10 % of the revenue. Learnt without this customer, the \
forecast of the others would be 30 % higher.
    """
    return [SENTENCES[flag.code](flag.facts) for flag in found]


def _horizon(facts: Values) -> str:
    return sentence(
        "The forecast looks {days} days ahead and was tested on {tested}.",
        days=count(facts["horizon_days"]),
        tested=count(facts["tested_days"]),
    )


def _regular(facts: Values) -> str:
    k, low, high = (None if facts[name] is None else number(facts[name], 1) for name in ("k", "low", "high"))
    if high is None:
        return sentence(
            "Purchases come more regularly than the forecast supposes (k {k}, over {low}, where 1 is at random): a "
            "silence says more than it takes from it.",
            k=k,
            low=low,
        )
    return sentence(
        "Purchases come more regularly than the forecast supposes (k {k}, {low}–{high}, where 1 is at random): a "
        "silence says more than it takes from it.",
        k=k,
        low=low,
        high=high,
    )


def _who_may_be_old(facts: Values) -> str:
    n = facts["customers"]
    values = {
        "who": sentence("All customers") if facts["everyone"] else sentences(n, "{n} customer", "{n} customers"),
        "days": count(facts["burn_in_days"]),
    }
    if facts["dated"]:
        return sentences(
            n,
            "{who} was won before the data begin or, without a day of acquisition, first seen in the first {days} "
            "days, and may have bought before the data begin.",
            "{who} were won before the data begin or, without a day of acquisition, first seen in the first {days} "
            "days, and may have bought before the data begin.",
            **values,
        )
    return sentences(
        n,
        "{who} was first seen in the first {days} days and may have bought before the data begin.",
        "{who} were first seen in the first {days} days and may have bought before the data begin.",
        **values,
    )


def _without_them(change: float | None) -> str:
    if change is None:
        return sentence("Whether they had, and what that would change, cannot be told from this data.")
    if change > 0:
        return sentence("Learnt without them, the forecast would be {share} higher.", share=share(change))
    return sentence("Learnt without them, the forecast would be {share} lower.", share=share(-change))


def _dominant_customer(facts: Values) -> str:
    change = facts["change"]
    held = sentence(
        "Customer {customer} holds {purchases} of the repeat purchases and {revenue} of the revenue.",
        customer=facts["customer_id"],
        purchases=share(facts["purchases_share"]),
        revenue=share(facts["revenue_share"]),
    )
    if change is None:
        return joined(held, sentence("Without this customer nothing can be learnt."))
    part = share(abs(change))
    without = (
        sentence("Learnt without this customer, the forecast of the others would be {share} higher.", share=part)
        if change > 0
        else sentence("Learnt without this customer, the forecast of the others would be {share} lower.", share=part)
    )
    return joined(held, without)


SENTENCES: dict[str, Callable[[Values], str]] = {
    "horizon": _horizon,
    "regular": _regular,
    "left_truncation": lambda facts: joined(_who_may_be_old(facts), _without_them(facts["change"])),
    "dominant_customer": _dominant_customer,
}
