"""Sentences on movement that more than one room says; records are read by attribute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from analysis.display import days
from analysis.display.formats import MINUS, compact_money, count, share
from analysis.display.language import joined, later, sentence, sentences

LEGS = {
    "lost": later("customers lost"),
    "won": later("customers won"),
    "regained": later("customers regained"),
    "won_or_regained": later("customers won or regained"),
    "full_year": later("recent customers, now for the whole time"),
    "returns": later("returns on days without a purchase"),
}
"""Part of a bridge -> what it is called; those of more and less have two names."""


def leg(name: str, value: float) -> str:
    """Return what a part of a bridge is called.

    Examples
    --------
    >>> leg("lost", -5.0), leg("frequency", -5.0), leg("spend", 5.0)
    ('customers lost', 'buying less often', 'spending more per purchase')
    """
    if name == "frequency":
        return sentence("buying more often") if value >= 0 else sentence("buying less often")
    if name == "spend":
        return sentence("spending more per purchase") if value >= 0 else sentence("spending less per purchase")
    return sentence(LEGS[name])


def span(record: Any, months: int) -> str:
    """Return a period by its shortest name.

    Examples
    --------
    >>> import datetime as dt
    >>> from types import SimpleNamespace
    >>> span(SimpleNamespace(first=dt.date(2019, 1, 1), last=dt.date(2019, 12, 31)), 12)
    '2019'
    >>> span(SimpleNamespace(first=dt.date(2019, 6, 1), last=dt.date(2020, 5, 31)), 12)
    'the 12 months to 31 May 2020'
    """
    if months == 12 and (record.first.month, record.first.day) == (1, 1):
        return str(record.first.year)
    return sentence("the {n} months to {day}", n=count(months), day=days.day(record.last))


def year_on_year(m: Any, currency: str | None) -> str:
    """Say how the revenue changed against the period before, and what did most for it and most against it.

    Examples
    --------
    >>> import datetime as dt
    >>> from types import SimpleNamespace as Record
    >>> spans = {"before": Record(first=dt.date(2018, 1, 1), last=dt.date(2018, 12, 31)),
    ...          "period": Record(first=dt.date(2019, 1, 1), last=dt.date(2019, 12, 31))}
    >>> bridge = Record(from_=2000.0, to=3000.0, parts={"lost": -500.0, "won": 1200.0, "spend": 300.0})
    >>> m = Record(periods=Record(months=12, **spans), bridge=bridge, change=1000.0, change_share=0.5)
    >>> year_on_year(m, "USD").replace("\u202f", " ").replace("\u2060", "")
    'Revenue in 2019 was **$3.00 k, $1.00 k (50 %) more** than in 2018. Most was added by customers won (+$1.20 k), \
most taken away by customers lost (−$500).'
    """
    if m.bridge is None:
        return purchases_year_on_year(m)
    p, b = m.periods, m.bridge
    values = {
        "period": span(p.period, p.months),
        "before": span(p.before, p.months),
        "now": compact_money(b.to, currency),
        "change": compact_money(abs(m.change), currency),
        "share": share(None if m.change_share is None else abs(m.change_share)),
    }
    return joined(_changed(m.change, values), _drivers(b.parts, partial(compact_money, currency=currency)))


def purchases_year_on_year(m: Any) -> str:
    """Say the same of the purchase days, where there are no amounts."""
    p, b = m.periods, m.bridge_purchases
    change = b.to - b.from_
    values = {
        "period": span(p.period, p.months),
        "before": span(p.before, p.months),
        "now": count(b.to),
        "change": count(abs(change)),
        "share": share(abs(change) / b.from_ if b.from_ else None),
    }
    if change >= 0:
        said = sentence("Purchase days in {period}: **{now}, {change} ({share}) more** than in {before}.", **values)
    else:
        said = sentence("Purchase days in {period}: **{now}, {change} ({share}) fewer** than in {before}.", **values)
    return joined(said, _drivers(b.parts, count))


def _changed(change: float, values: dict[str, str]) -> str:
    if change == 0:
        return sentence("Revenue in {period} was **{now}, exactly what it was** in {before}.", **values)
    if change > 0:
        return sentence("Revenue in {period} was **{now}, {change} ({share}) more** than in {before}.", **values)
    return sentence("Revenue in {period} was **{now}, {change} ({share}) less** than in {before}.", **values)


def _drivers(parts: Mapping[str, float], printed: Callable[[float | None], str]) -> str:
    most, least = max(parts, key=lambda name: parts[name]), min(parts, key=lambda name: parts[name])
    values = {
        "gain": leg(most, 1.0),
        "more": "+\u2060" + printed(parts[most]),  # no line ends between a sign and its currency
        "loss": leg(least, -1.0),
        "less": printed(parts[least]).replace(MINUS, MINUS + "\u2060"),
    }
    if parts[most] > 0 > parts[least]:
        return sentence("Most was added by {gain} ({more}), most taken away by {loss} ({less}).", **values)
    if parts[most] > 0:
        return sentence("Most was added by {gain} ({more}).", **values)
    if parts[least] < 0:
        return sentence("Most was taken away by {loss} ({less}).", **values)
    return ""


def ahead(a: Any, currency: str | None) -> str:
    """Say what today's customers will bring, beside what those of as many days ago brought since.

    `a`: As `ahead` in results.json.
    `currency`: Of the amounts.

    Examples
    --------
    >>> import datetime as dt
    >>> from types import SimpleNamespace as Record
    >>> days = Record(first=dt.date(2023, 1, 1), last=dt.date(2023, 12, 31))
    >>> window = Record(days=days, opening=1000.0, new=300.0, opening_customers=40, new_customers=9)
    >>> a = Record(measure="revenue", days=365, windows=[window], customers=45, expected=900.0, change_share=-0.1,
    ...            interval=(700.0, 1100.0), point_shown=True, discount=1.0)
    >>> print(ahead(a, None).replace("\u202f", " "))
    Today's 45 customers are expected to bring **900** (700 to 1.10 k) in the next 365 days. The 40 of 365 days ago \
have brought 1.00 k since (the forecast is 10 % less), and new customers 300 beside it; whoever is new in the next \
365 days comes on top of the forecast as well.
    """
    last = a.windows[-1]
    printed = partial(_amount, measure=a.measure, currency=currency)
    low, high = a.interval
    values = {
        "n": count(a.customers),
        "expected": printed(a.expected),
        "low": printed(low),
        "high": printed(high),
        "days": count(a.days),
        "back": count((last.days.last - last.days.first).days + 1),
        "then": count(last.opening_customers),
        "opening": printed(last.opening),
        "new": printed(last.new),
        "share": share(None if a.change_share is None else abs(a.change_share)),
        "forecast": sentence("the forecast before discounting") if a.discount < 1 else sentence("the forecast"),
    }
    return joined(_expected(a.point_shown, values), _beside(a, values))


def _expected(point_shown: bool, values: dict[str, str]) -> str:
    if point_shown:
        return sentence(
            "Today's {n} customers are expected to bring **{expected}** ({low} to {high}) in the next {days} days.",
            **values,
        )
    return sentence(
        "Today's {n} customers are expected to bring **{low} to {high}** in the next {days} days.", **values
    )


def _beside(a: Any, values: dict[str, str]) -> str:
    if not a.point_shown or a.change_share is None:
        return sentence(
            "The {then} of {back} days ago have brought {opening} since, and new customers {new} beside it; whoever is "
            "new in the next {days} days comes on top of the forecast as well.",
            **values,
        )
    if a.change_share >= 0:
        return sentence(
            "The {then} of {back} days ago have brought {opening} since ({forecast} is {share} more), and new "
            "customers {new} beside it; whoever is new in the next {days} days comes on top of the forecast as well.",
            **values,
        )
    return sentence(
        "The {then} of {back} days ago have brought {opening} since ({forecast} is {share} less), and new customers "
        "{new} beside it; whoever is new in the next {days} days comes on top of the forecast as well.",
        **values,
    )


def _amount(value: float, measure: str, currency: str | None) -> str:
    if measure == "revenue":
        return compact_money(value, currency)
    return sentences(value, "{n} purchase day", "{n} purchase days")
