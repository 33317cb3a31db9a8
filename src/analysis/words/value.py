"""Sentences on the value of the customers that more than one room says; records are read by attribute.

Who can be valued are many: without 30 repeat buyers there is no value, so no sentence counts one customer.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.display.formats import compact_money, count, interval, share
from analysis.display.language import joined, sentence, sentences
from analysis.facts import Refusal
from analysis.refusals import why

THIN = 0.095


def worth_name(v: Any) -> str:
    """Name the measure: value where a margin is known, else expected revenue.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> worth_name(SimpleNamespace(clv_total=None))
    'expected revenue'
    """
    return sentence("expected revenue") if v.clv_total is None else sentence("value")


def total_value(v: Any, currency: str | None) -> str:
    """Say what the current customers will bring or are worth, in what range, and what they brought before.

    `v`: The facts of value; it is said.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> v = SimpleNamespace(customers=2, horizon_days=90, point_shown=True, gates=[], clv_total=None,
    ...     last_revenue=950.0, expected_revenue_total=800.0, worth_total=800.0, worth_interval=(600.0, 990.0),
    ...     annual_discount_rate=0.1)
    >>> total_value(v, "USD").replace("\u202f", " ")
    'The 2 customers of today are expected to bring **$800** of revenue ($600–990) over the next 90 days, discounted \
at 10 % a year. In the 90 days before, their first purchases included, they brought $950. Without a margin this is \
revenue, not customer value.'
    """
    if v.expected_revenue_total is None:
        no_money = sentence("What they bring cannot be said: the data hold no amounts.")
        return joined(_purchases(v), _bought(v), indicative(v), no_money)
    if v.clv_total is not None:
        return joined(
            _worth(v, currency), _margin(v, currency), _brought(v, currency), _costing(v, currency), indicative(v)
        )
    no_margin = sentence("Without a margin this is revenue, not customer value.")
    return joined(_revenue(v, currency), _brought(v, currency), indicative(v), no_margin)


def indicative(v: Any) -> str:
    """Say why the figures are only indicative; empty if they are not."""
    return joined(*(why(Refusal(code=g.code, facts=g.facts)) for g in v.gates if g.weight == "indicative"))


def _values(v: Any, currency: str | None) -> dict[str, str]:
    cash, (low, high) = partial(compact_money, currency=currency), v.worth_interval
    return {
        "n": count(v.customers),
        "total": cash(v.worth_total),
        "range": interval(low, high, cash),
        "days": count(v.horizon_days),
        "rate": share(v.annual_discount_rate),
    }


def _revenue(v: Any, currency: str | None) -> str:
    values = _values(v, currency)
    if v.point_shown:
        return sentence(
            "The {n} customers of today are expected to bring **{total}** of revenue ({range}) over the next {days} "
            "days, discounted at {rate} a year.",
            **values,
        )
    return sentence(
        "The {n} customers of today are expected to bring **{range}** of revenue over the next {days} days, "
        "discounted at {rate} a year: too wide a range to name a single figure.",
        **values,
    )


def _worth(v: Any, currency: str | None) -> str:
    values = _values(v, currency)
    if v.point_shown:
        return sentence(
            "The {n} customers of today are worth **{total}** of margin ({range}) over the next {days} days, "
            "discounted at {rate} a year.",
            **values,
        )
    return sentence(
        "The {n} customers of today are worth **{range}** of margin over the next {days} days, discounted at {rate} a "
        "year: too wide a range to name a single figure.",
        **values,
    )


def _purchases(v: Any) -> str:
    low, high = v.expected_purchases_interval
    values = {
        "n": count(v.customers),
        "range": interval(low, high, count),
        "days": count(v.horizon_days),
        "purchases": count(v.expected_purchases_total),
    }
    if v.point_shown:
        return sentence(
            "The {n} customers of today are expected to make **{purchases} purchases** ({range}) over the next {days} "
            "days.",
            **values,
        )
    return sentence(
        "The {n} customers of today are expected to make **{range} purchases** over the next {days} days: too wide a "
        "range to name a single figure.",
        **values,
    )


def _brought(v: Any, currency: str | None) -> str:
    if v.last_revenue is None:
        return ""
    return sentence(
        "In the {days} days before, their first purchases included, they brought {last}.",
        days=count(v.horizon_days),
        last=compact_money(v.last_revenue, currency),
    )


def _bought(v: Any) -> str:
    if v.last_purchases is None:
        return ""
    return sentences(
        v.last_purchases,
        "In the {days} days before, their first purchases included, they made {last} purchase.",
        "In the {days} days before, their first purchases included, they made {last} purchases.",
        days=count(v.horizon_days),
        last=count(v.last_purchases),
    )


def margin_share(rate: float) -> str:
    """Return a margin as text, with a decimal where it is thin.

    Examples
    --------
    >>> margin_share(0.0028).replace("\u202f", " "), margin_share(0.3).replace("\u202f", " ")
    ('0.3 %', '30 %')
    """
    return share(rate, 1 if abs(rate) < THIN else 0)


def _margin(v: Any, currency: str | None) -> str:
    cash = partial(compact_money, currency=currency)
    if not v.point_shown:
        return sentence("That is a margin of {margin} on the revenue.", margin=margin_share(v.margin_rate))
    values = {"margin": margin_share(v.margin_rate), "revenue": cash(v.expected_revenue_total)}
    if not before_costs(v):
        return sentence("That is a margin of {margin} on {revenue} of revenue.", **values)
    return sentence(
        "That is a margin of {margin} on {revenue} of revenue, less {costs} of stated costs.",
        costs=cash(v.costs.cost_to_serve),
        **values,
    )


def _costing(v: Any, currency: str | None) -> str:
    loss = v.costing
    if loss is None or not loss.customers or not v.point_shown:
        return ""
    return sentences(
        loss.customers,
        "{n} customer is expected to cost money: {loss} in all.",
        "{n} customers are expected to cost money: {loss} in all.",
        loss=compact_money(loss.value, currency),
    )


def before_costs(v: Any) -> str:
    """Say that a figure is before the costs that were taken off the value; empty where none was."""
    if v.costs is None or v.costs.refusal or not v.costs.cost_to_serve:
        return ""
    return sentence("This is before the stated costs of customers.")


def no_value(v: Any) -> str:
    """Say to management why no value is given.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> no_value(SimpleNamespace(refusal=Refusal(code="nobody_to_forecast")))
    'What the customers are worth is **not said**. What customers are expected to bring is not said, because nobody \
has bought.'
    """
    return joined(sentence("What the customers are worth is **not said**."), why(v.refusal))


def holders(v: Any) -> str:
    """Say who holds the future value.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> v = SimpleNamespace(clv_total=1.0, top_decile_share=0.5, held_by_class={"A": 0.75})
    >>> holders(v).replace("\u202f", " ")
    'The tenth of customers worth most hold **50 %** of the value to come; class A of the past holds 75 %.'
    """
    if v.top_decile_share is None:
        return sentence("No customer is expected to bring {worth} above 0.", worth=worth_name(v))
    return sentence(
        "The tenth of customers worth most hold **{share}** of the {worth} to come; class A of the past holds {a}.",
        share=share(v.top_decile_share),
        worth=worth_name(v),
        a=share(v.held_by_class.get("A", 0.0)),
    )
