"""Sentences on what customers are expected to bring where no value is said; records are read by attribute."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.display.formats import compact_money, count, interval
from analysis.display.language import joined, sentence, sentences
from analysis.facts import Refusal
from analysis.refusals import why


def expected(o: Any, currency: str | None) -> str:
    """Say what the customers are expected to bring, what they brought in as many days before, and what it is.

    Parameters
    ----------
    o : record
        The facts of the outlook, which stands.
    currency : str or None

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> o = SimpleNamespace(customers=2, horizon_days=90, point_shown=True, gates=[], margin_known=False,
    ...     expected_revenue_total=800.0, expected_revenue_interval=(600.0, 990.0), last_revenue=950.0)
    >>> expected(o, "USD")
    'The 2 customers of today are expected to bring **$800** of revenue ($600–990) over the next 90 days. In the 90 \
days before, their first purchases included, they brought $950. Without a margin this is revenue, not customer value.'
    """
    if o.expected_revenue_total is None:
        no_money = sentence("What they bring cannot be said: the data hold no amounts.")
        return joined(_purchases(o), _bought(o), indicative(o), no_money)
    return joined(_revenue(o, currency), _brought(o, currency), indicative(o), _no_margin(o))


def indicative(o: Any) -> str:
    """Say why the figures are only indicative; empty if they are not."""
    return joined(*(why(Refusal(code=g.code, facts=g.facts)) for g in o.gates if g.weight == "indicative"))


def unsaid(o: Any) -> str:
    """Say what an average does not know: who is still a customer, and what comes after the horizon.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> unsaid(SimpleNamespace(reason=Refusal(code="no_model")))
    'Who is still a customer, and what longer lives would bring, is not said: these data do not determine how long \
customers stay.'
    """
    if o.reason.code == "not_finite" or o.reason.facts.get("whole"):
        return sentence(
            "Who is still a customer, and what longer lives would bring, is not said: no model of how long customers "
            "stay could be tested on these data."
        )
    return sentence(
        "Who is still a customer, and what longer lives would bring, is not said: these data do not determine how "
        "long customers stay."
    )


def _revenue(o: Any, currency: str | None) -> str:
    cash, (low, high) = partial(compact_money, currency=currency), o.expected_revenue_interval
    values = {
        "n": count(o.customers),
        "range": interval(low, high, cash),
        "days": count(o.horizon_days),
    }
    if o.point_shown:
        return sentences(
            o.customers,
            "The {n} customer of today is expected to bring **{total}** of revenue ({range}) over the next {days} "
            "days.",
            "The {n} customers of today are expected to bring **{total}** of revenue ({range}) over the next {days} "
            "days.",
            total=cash(o.expected_revenue_total),
            **values,
        )
    return sentences(
        o.customers,
        "The {n} customer of today is expected to bring **{range}** of revenue over the next {days} days: too wide a "
        "range to name a single figure.",
        "The {n} customers of today are expected to bring **{range}** of revenue over the next {days} days: too wide "
        "a range to name a single figure.",
        **values,
    )


def _purchases(o: Any) -> str:
    low, high = o.expected_purchases_interval
    values = {
        "n": count(o.customers),
        "range": interval(low, high, count),
        "days": count(o.horizon_days),
    }
    if o.point_shown:
        return sentences(
            o.customers,
            "The {n} customer of today is expected to make **{purchases} purchases** ({range}) over the next {days} "
            "days.",
            "The {n} customers of today are expected to make **{purchases} purchases** ({range}) over the next {days} "
            "days.",
            purchases=count(o.expected_purchases_total),
            **values,
        )
    return sentences(
        o.customers,
        "The {n} customer of today is expected to make **{range} purchases** over the next {days} days: too wide a "
        "range to name a single figure.",
        "The {n} customers of today are expected to make **{range} purchases** over the next {days} days: too wide a "
        "range to name a single figure.",
        **values,
    )


def _brought(o: Any, currency: str | None) -> str:
    if o.last_revenue is None:
        return ""
    return sentence(
        "In the {days} days before, their first purchases included, they brought {last}.",
        days=count(o.horizon_days),
        last=compact_money(o.last_revenue, currency),
    )


def _bought(o: Any) -> str:
    if o.last_purchases is None:
        return ""
    return sentences(
        o.last_purchases,
        "In the {days} days before, their first purchases included, they made {last} purchase.",
        "In the {days} days before, their first purchases included, they made {last} purchases.",
        days=count(o.horizon_days),
        last=count(o.last_purchases),
    )


def _no_margin(o: Any) -> str:
    if o.margin_known:
        return sentence("This is revenue, not customer value: the margin is not applied to it.")
    return sentence("Without a margin this is revenue, not customer value.")
