"""The forecast as the next bar: beside what the customers known at the beginning of earlier windows brought in them.

A forecast of today's customers knows no new ones. Held against a whole year's revenue it would fall in every report.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import numpy as np
import pandas as pd

from analysis.facts import refused
from analysis.ledger.ledger import Ledger
from analysis.ledger.rhythm import churn_window
from analysis.movement.facts import Periods, Span
from analysis.movement.facts_ahead import AheadFacts, AheadWindow
from analysis.movement.facts_cohorts import CohortFacts
from analysis.run.step import Answer, Inputs, step

WINDOWS = 2
AS_LONG = 3
"""Days by which the bridge's later period may be longer or shorter than the forecast's."""
Days = tuple[dt.date, dt.date]


@step("ahead", AheadFacts, after=("value", "movement", "cohorts"), needs=("ledger",))
def ahead(given: Inputs) -> Answer:
    """Hold the forecast of today's customers against what earlier customers brought in as many days."""
    worth, ledger = given.value.facts, given.ledger
    if worth.refusal is not None:
        return AheadFacts(refusal=worth.refusal), {}
    bridged = _bridged(given.movement.facts.periods, ledger.observation_end, worth.horizon_days)
    spans = bridged or _spans(ledger.observation_end, worth.horizon_days)
    known = _known_from(ledger, given.cohorts.facts)
    windows = [_window(ledger, *span) for span in spans if span[0] > known]
    if not windows:
        return AheadFacts(refusal=refused("opening_unknown", days=worth.horizon_days)), {}
    of: Literal["revenue", "purchases"] = "revenue" if ledger.has_amounts else "purchases"
    expected, interval = getattr(worth, f"expected_{of}_total"), getattr(worth, f"expected_{of}_interval")
    opening = windows[-1].opening
    discount = _discount(given.value.tables["scores"]) if ledger.has_amounts else 1.0
    facts = AheadFacts(
        measure=of,
        days=worth.horizon_days,
        windows=windows,
        in_bridge=bridged is not None,
        customers=worth.customers,
        expected=expected,
        interval=interval,
        point_shown=worth.point_shown,
        discount=discount,
        change_share=expected / discount / opening - 1 if opening > 0 else None,
    )
    return facts, {"ahead": _bars(facts)}


def _discount(scores: pd.DataFrame) -> float:
    """Return what the discounted forecast is of the one before: only that can stand beside money of the past."""
    before = float((scores["expected_purchases"] * scores["expected_spend"]).sum())
    return min(float(scores["expected_revenue"].sum()) / before, 1.0) if before > 0 else 1.0


def _bridged(periods: Periods | None, end: dt.date, days: int) -> list[Days] | None:
    """Return the bridge's two periods where the later is as long as the forecast and ends where that begins."""
    if periods is None or periods.period.last != end:
        return None
    if abs((end - periods.before.last).days - days) > AS_LONG:
        return None
    return [(span.first, span.last) for span in (periods.before, periods.period)]


def _spans(end: dt.date, days: int) -> list[Days]:
    """Return the latest days, as many as the forecast's, and those before them; the earliest first."""
    ends = [end - dt.timedelta(days=days * back) for back in reversed(range(WINDOWS))]
    return [(last - dt.timedelta(days=days - 1), last) for last in ends]


def _known_from(ledger: Ledger, cohorts: CohortFacts) -> dt.date:
    """Return the day from which it is known who is a customer.

    An old customer may come back until the burn-in is over; where all came in one intake, nobody does after it.
    """
    known = ledger.first + dt.timedelta(days=churn_window(ledger.gaps()) or 0)
    return min(known, cohorts.intake_last) if cohorts.one_intake and cohorts.intake_last else known


def _window(ledger: Ledger, first: dt.date, last: dt.date) -> AheadWindow:
    """Return what was brought from `first` to `last`, by who had bought before and by who had not.

    A row of somebody without a purchase before is a new customer's.
    """
    days = ledger.days
    start, end = ((day - days.first).days for day in (first, last))
    rows = np.flatnonzero((days.day >= start) & (days.day <= end))
    old, value = (days.born >= 0) & (days.born < start), days.net if ledger.has_amounts else days.bought
    known, worth = old[days.customer[rows]], value[rows].astype(float)
    return AheadWindow(
        days=Span(first=first, last=last),
        opening_customers=int(old.sum()),
        opening=round(float(worth[known].sum()), 2),
        new_customers=int(((days.born >= max(start, 0)) & (days.born <= end)).sum()),
        new=round(float(worth[~known].sum()), 2),
    )


def _bars(facts: AheadFacts) -> pd.DataFrame:
    """Return a bar per window and one for the forecast: last day, days, opening, new, low, high, point_shown."""
    rows: list[tuple[object, ...]] = [
        (w.days.last, (w.days.last - w.days.first).days + 1, w.opening, w.new, None, None) for w in facts.windows or []
    ]
    rows.append((None, facts.days, facts.expected, None, *(facts.interval or (None, None))))
    table = pd.DataFrame(rows, columns=["last", "days", "opening", "new", "low", "high"])
    numbers = dict.fromkeys(["opening", "new", "low", "high"], "float64")
    return table.astype({"last": "datetime64[s]"} | numbers).assign(point_shown=facts.point_shown)
