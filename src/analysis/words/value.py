"""Sentences on the value of the customers that more than one room says; records are read by attribute."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.display.formats import compact_money, count, interval, share
from analysis.display.language import joined, sentence, sentences
from analysis.facts import Refusal
from analysis.refusals import why


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
    """Say what the current customers are worth, and how sure that is; without amounts, how often they will buy."""
    if v.expected_revenue_total is None:
        return joined(
            sentences(
                v.customers,
                "The {n} customer of today is expected to make **{purchases} purchases** over the next {days} days.",
                "The {n} customers of today are expected to make **{purchases} purchases** over the next {days} days.",
                n=count(v.customers),
                purchases=count(v.expected_purchases_total),
                days=count(v.horizon_days),
            ),
            sentence("What they bring cannot be said: the data hold no amounts."),
        )
    cash = partial(compact_money, currency=currency)
    values = {
        "n": count(v.customers),
        "total": cash(v.worth_total),
        "range": interval(v.worth_interval[0], v.worth_interval[1], cash),
        "days": count(v.horizon_days),
        "rate": share(v.annual_discount_rate),
    }
    if v.clv_total is not None:
        return joined(_worth(v, values), _margin(v, currency), _costing(v, currency))
    return joined(
        sentences(
            v.customers,
            "The {n} customer of today is expected to bring **{total}** of revenue ({range}) over the next {days} "
            "days, discounted at {rate} a year.",
            "The {n} customers of today are expected to bring **{total}** of revenue ({range}) over the next {days} "
            "days, discounted at {rate} a year.",
            **values,
        ),
        sentence("Without a margin this is revenue, not customer value."),
    )


def _worth(v: Any, values: dict[str, str]) -> str:
    return sentences(
        v.customers,
        "The {n} customer of today is worth **{total}** of margin ({range}) over the next {days} days, discounted at "
        "{rate} a year.",
        "The {n} customers of today are worth **{total}** of margin ({range}) over the next {days} days, discounted "
        "at {rate} a year.",
        **values,
    )


def _margin(v: Any, currency: str | None) -> str:
    cash = partial(compact_money, currency=currency)
    values = {"margin": share(v.margin_rate), "revenue": cash(v.expected_revenue_total)}
    if v.costs is None or v.costs.refusal:
        return sentence("That is a margin of {margin} on {revenue} of revenue.", **values)
    return sentence(
        "That is a margin of {margin} on {revenue} of revenue, less {costs} of stated costs.",
        costs=cash(v.costs.cost_to_serve + v.costs.upfront_cost),
        **values,
    )


def _costing(v: Any, currency: str | None) -> str:
    loss = v.costing
    if loss is None or not loss.customers:
        return ""
    return sentences(
        loss.customers,
        "{n} customer is expected to cost money: {loss} in all.",
        "{n} customers are expected to cost money: {loss} in all.",
        n=count(loss.customers),
        loss=compact_money(loss.value, currency),
    )


def no_value(v: Any, refusal: Refusal | None) -> str:
    """Say to management why no value is given: without the names of models and parameters, which the chapter tells.

    Parameters
    ----------
    v : record
        refusal, model, as in the facts of value.
    refusal : Refusal or None
        Why the data cannot answer the question of value at all (`data.router.chapters["value"]`).

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> no_value(SimpleNamespace(refusal=Refusal(code="no_model"), model=None), None)
    'What the customers are worth is **not said**. No forecast of their purchases could be trusted and tested on \
these data.'
    """
    reason = v.refusal if v.model else refusal
    return joined(
        sentence("What the customers are worth is **not said**."),
        sentence("No forecast of their purchases could be trusted and tested on these data.")
        if reason is None
        else why(reason),
    )


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
