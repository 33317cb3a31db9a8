"""Sentences on what customers cost: to serve, and to win."""

from __future__ import annotations

from functools import partial

from analysis.display.formats import compact_money, count, interval, money, number
from analysis.display.language import joined, sentence, sentences
from analysis.refusals import why
from analysis.value.facts import ValueFacts
from analysis.value.facts_beyond import Acquisition, SourceOfCustomers, StatedCosts
from analysis.words.value import before_costs

_times = partial(number, digits=1)


def costs(v: ValueFacts, currency: str | None) -> str:
    """Say which stated costs were taken off the value; empty where none is stated.

    Examples
    --------
    >>> known = {"customers": 900, "known": {"cost_to_serve": 40, "upfront_cost": 3}, "cost_to_serve": 5200.0,
    ...          "upfront_cost": 900.0, "model": "Pareto/NBD"}
    >>> costs(ValueFacts.sketch(costs=known, horizon_days=365), "EUR").replace("\u202f", " ")
    'Costs are taken off where they are stated, and nothing is where they are not: €5.20 k of serving 40 of 900 \
customers for as long as each is expected to stay within 365 days (Pareto/NBD), discounted. How long they stay to be \
served is not simulated: the intervals only move by what is expected. The €900 stated up front for 3 customers is \
spent and takes nothing off.'
    """
    c = v.costs
    if c is None:
        return ""
    if c.refusal:
        return why(c.refusal)
    return joined(_served(c, v.horizon_days, currency), _spent(c, currency))


def _spent(c: StatedCosts, currency: str | None) -> str:
    n = c.known["upfront_cost"]
    return (
        sentences(
            n,
            "The {upfront} stated up front for {n} customer is spent and takes nothing off.",
            "The {upfront} stated up front for {n} customers is spent and takes nothing off.",
            upfront=compact_money(c.upfront_cost, currency),
        )
        if n
        else ""
    )


def _served(c: StatedCosts, horizon_days: int, currency: str | None) -> str:
    if not c.known["cost_to_serve"]:
        return ""
    return joined(
        sentence(
            "Costs are taken off where they are stated, and nothing is where they are not: {served} of serving {n} of "
            "{all} customers for as long as each is expected to stay within {days} days ({model}), discounted.",
            served=compact_money(c.cost_to_serve, currency),
            n=count(c.known["cost_to_serve"]),
            all=count(c.customers),
            days=count(horizon_days),
            model=c.model,
        ),
        sentence("How long they stay to be served is not simulated: the intervals only move by what is expected."),
    )


def payback(v: ValueFacts, currency: str | None) -> str:
    """Say what winning a customer costs, and when that has come back.

    Examples
    --------
    >>> a = {"known": 500, "customers": 210, "bought": 200, "cac": 40.0, "payback_month": 5,
    ...      "payback_interval": (4, 7), "ratio": 2.1, "ratio_interval": (1.9, 2.4)}
    >>> v = ValueFacts.sketch(acquisition=a, new_customer={}, horizon_days=365)
    >>> payback(v, "EUR").replace("\u202f", " ")
    'Winning a customer costs **€40.00**. A new one is expected to have brought that back within **5 months** (4–7). \
Over 365 days they bring 2.1 times what they cost (1.9–2.4).'
    >>> late = a | {"payback_month": None, "payback_interval": (11, None), "ratio": 0.93}
    >>> payback(ValueFacts.sketch(acquisition=late, new_customer={}, horizon_days=365), "EUR")
    'Winning a customer costs **€40.00**. A new one is **not** expected to bring that back within 365 days (at the \
earliest in month 11). Over 365 days they bring 0.9 times what they cost (1.9–2.4).'
    """
    a = v.acquisition
    assert a is not None
    if a.refusal:
        return why(a.refusal)
    cost = sentence("Winning a customer costs **{cost}**.", cost=money(a.cac, currency))
    if v.new_customer is None or v.new_customer.refusal:
        return joined(
            cost, sentence("When that comes back cannot be said, because what a new customer is worth cannot.")
        )
    if a.ratio is None or a.ratio_interval is None:
        return joined(cost, _month(a, v.horizon_days))
    return joined(
        cost,
        _month(a, v.horizon_days),
        sentence(
            "Over {days} days they bring {times} times what they cost ({range}).",
            days=count(v.horizon_days),
            times=_times(a.ratio),
            range=interval(*a.ratio_interval, _times),
        ),
        before_costs(v),
    )


def _month(a: Acquisition, horizon_days: int) -> str:
    month, (low, high) = a.payback_month, a.payback_interval or (None, None)
    days = count(horizon_days)
    if month == 0:
        return sentence("A new one is expected to bring that back **with the first purchase**.")
    if month is None and low is None:
        return sentence("A new one is **not** expected to bring that back within {days} days.", days=days)
    if month is None:
        return sentence(
            "A new one is **not** expected to bring that back within {days} days (at the earliest in month {low}).",
            days=days,
            low=count(low),
        )
    months = sentences(month or 0, "{n} month", "{n} months", n=count(month))
    if low == high:
        return sentence("A new one is expected to have brought that back within **{months}**.", months=months)
    spread = (
        sentence("{low} or later than {days} days", low=count(low), days=days)
        if high is None
        else interval(low, high, count)
    )
    return sentence(
        "A new one is expected to have brought that back within **{months}** ({range}).", months=months, range=spread
    )


def whose_cost(v: ValueFacts) -> str:
    """Say whose costs of acquisition that rests on.

    Examples
    --------
    >>> whose_cost(ValueFacts.sketch(acquisition={"known": 500, "customers": 210, "bought": 200}))
    'It rests on the 210 customers with a stated cost who were won within the data, by day of acquisition or by a \
first purchase after the burn-in. 10 of them never bought, and their cost is borne by those who did. 290 others with a \
stated cost are, or may be, older than the data.'
    """
    a = v.acquisition
    assert a is not None
    won = a.customers or 0
    silent, older = won - (a.bought or 0), a.known - won
    return joined(
        sentences(
            won,
            "It rests on the {n} customer with a stated cost who was won within the data, by day of acquisition or by "
            "a first purchase after the burn-in.",
            "It rests on the {n} customers with a stated cost who were won within the data, by day of acquisition or "
            "by a first purchase after the burn-in.",
        ),
        sentences(
            silent,
            "{n} of them never bought, and the cost is borne by those who did.",
            "{n} of them never bought, and their cost is borne by those who did.",
        )
        if silent
        else "",
        sentences(
            older,
            "{n} other with a stated cost is, or may be, older than the data.",
            "{n} others with a stated cost are, or may be, older than the data.",
        )
        if older
        else "",
    )


def sources(v: ValueFacts) -> str:
    """Say which source brings most for what it costs, and which least, of those with enough customers.

    Examples
    --------
    >>> web = {"source": "web", "customers": 90, "ratio": 3.0, "low": 2.1, "high": 3.9, "indicative": False}
    >>> fair = {"source": "fair", "customers": 40, "ratio": 0.8, "low": 0.5, "high": 1.1, "indicative": False}
    >>> sources(ValueFacts.sketch(acquisition={"sources": [web, fair]}))
    'Customers from **web** bring **3.0 times** what winning them cost (2.1–3.9). From fair it is 0.8 times (0.5–1.1).'
    """
    assert v.acquisition is not None
    rows = [row for row in v.acquisition.sources or [] if not row.indicative and row.ratio is not None]
    if not rows:
        return sentence(
            "Value against cost by source is indicative only: no source has 30 customers with a stated cost."
        )
    best, worst = rows[0], rows[-1]
    first = sentence(
        "Customers from **{best}** bring **{times} times** what winning them cost ({range}).",
        best=source_name(best),
        times=_times(best.ratio),
        range=interval(best.low, best.high, _times),
    )
    if len(rows) == 1:
        return first
    last = sentence(
        "From {worst} it is {times} times ({range}).",
        worst=source_name(worst),
        times=_times(worst.ratio),
        range=interval(worst.low, worst.high, _times),
    )
    return joined(first, last)


def source_name(row: SourceOfCustomers) -> str:
    """Return the name of a source as it is shown."""
    return sentence("no stated source") if row.source is None else row.source
