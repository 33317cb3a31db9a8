"""Sentences on customers too few for a forecast; records are read by attribute."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import compact_money, count, interval, share
from analysis.display.language import joined, sentence, sentences


def run_rate(r: Any, currency: str | None) -> str:
    """Say what few customers bring in a year, and how many of them came back.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> r = SimpleNamespace(customers=32, came_back=29, came_back_interval=(0.758, 0.968), days=365, revenue=800.0,
    ...     revenue_before=1000.0)
    >>> run_rate(r, "EUR").replace("\u202f", " ")
    'The 32 customers brought **€800** in the last 365 days. In the 365 days before it was €1.00 k (−20 %). 29 of 32 \
customers bought again: 91 % (76–97 %).'
    """
    return joined(_revenue(r, currency), _again(r))


def _revenue(r: Any, currency: str | None) -> str:
    if r.revenue is None:
        return ""
    said = sentences(
        r.customers,
        "The {n} customer brought **{now}** in the last {days} days.",
        "The {n} customers brought **{now}** in the last {days} days.",
        now=compact_money(r.revenue, currency),
        days=count(r.days),
    )
    if not r.revenue_before or r.revenue_before <= 0:
        return said
    change = r.revenue / r.revenue_before - 1
    before = sentence(
        "In the {days} days before it was {before} ({change}).",
        days=count(r.days),
        before=compact_money(r.revenue_before, currency),
        change=f"+{share(change)}" if change > 0 else share(change),
    )
    return joined(said, before)


def _again(r: Any) -> str:
    low, high = r.came_back_interval
    return sentences(
        r.customers,
        "{again} of {n} customer bought again: {share} ({range}).",
        "{again} of {n} customers bought again: {share} ({range}).",
        again=count(r.came_back),
        share=share(r.came_back / r.customers),
        range=interval(low, high, share),
    )


def late(r: Any, currency: str | None) -> str:
    """Say who has been silent for longer than ever, and how many chance alone would show.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> late(SimpleNamespace(with_rhythm=25, late=4, late_by_chance=3.2, late_revenue=120.0), "EUR")
    '**4 of 25 customers** with three purchase days or more have been silent for longer than ever before. In the last \
365 days they brought €120. Chance alone would show up to 3.'
    """
    if not r.with_rhythm:
        return sentence("No customer has three purchase days, so nobody has a rhythm to be behind.")
    silent = sentences(
        r.late,
        "**{n} of {of} customers** with three purchase days or more has been silent for longer than ever before.",
        "**{n} of {of} customers** with three purchase days or more have been silent for longer than ever before.",
        of=count(r.with_rhythm),
    )
    brought = ""
    if r.late and r.late_revenue is not None:
        revenue = compact_money(r.late_revenue, currency)
        brought = sentence("In the last 365 days they brought {revenue}.", revenue=revenue)
    return joined(silent, brought, sentence("Chance alone would show up to {n}.", n=count(r.late_by_chance)))
