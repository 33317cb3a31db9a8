"""Sentences on what today's customers will bring."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.display import days
from analysis.display.formats import compact_money, count, is_missing
from analysis.display.language import sentence
from analysis.movement.facts_ahead import AheadFacts


def window_name(row: Any) -> str:
    """Return what a bar of the past or of the forecast is called."""
    n = count(row.days)
    if is_missing(row.last):
        return sentence("forecast of today's customers, {n} days", n=n)
    return sentence("{n} days to {day}", n=n, day=days.day(row.last, short=True))


def below_name(row: Any) -> str:
    """Return what a bar below a bridge is called: the forecast, or the later sum by who was known before."""
    return window_name(row) if is_missing(row.new) else sentence("of it, from earlier customers")


def ahead_title(a: AheadFacts, currency: str | None) -> str:
    """Return the title of the forecast beside the past."""
    printed = partial(compact_money, currency=currency) if a.measure == "revenue" else count
    values = {
        "opening": printed(a.windows[-1].opening),
        "expected": printed(a.expected),
        "low": printed(a.interval[0]),
        "high": printed(a.interval[1]),
    }
    if a.point_shown:
        return sentence("Earlier customers brought {opening}; today's are expected to bring {expected}", **values)
    return sentence("Earlier customers brought {opening}; today's are expected to bring {low} to {high}", **values)
