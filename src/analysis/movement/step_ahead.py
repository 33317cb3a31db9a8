"""The forecast as the next bar: beside what the customers known at the beginning of earlier windows brought in them.

A forecast of today's customers knows no new ones. Held against a whole year's revenue it would fall in every report.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import pandas as pd

from analysis.facts import refused
from analysis.ledger.ledger import Ledger
from analysis.ledger.rhythm import churn_window
from analysis.movement.facts import Span
from analysis.movement.facts_ahead import AheadFacts, AheadWindow
from analysis.run.step import Answer, Inputs, step

WINDOWS = 2


@step("ahead", AheadFacts, after=("value",), needs=("ledger", "customers"))
def ahead(given: Inputs) -> Answer:
    """Hold the forecast of today's customers against what earlier customers brought in as many days."""
    worth, ledger = given.value.facts, given.ledger
    if worth.refusal is not None:
        return AheadFacts(refusal=worth.refusal), {}
    windows = _windows(ledger, given.customers, worth.horizon_days)
    if not windows:
        return AheadFacts(refusal=refused("opening_unknown", days=worth.horizon_days)), {}
    of: Literal["revenue", "purchases"] = "revenue" if ledger.has_amounts else "purchases"
    expected, interval = getattr(worth, f"expected_{of}_total"), getattr(worth, f"expected_{of}_interval")
    opening = windows[-1].opening
    facts = AheadFacts(
        measure=of,
        days=worth.horizon_days,
        windows=windows,
        customers=worth.customers,
        expected=expected,
        interval=interval,
        point_shown=worth.point_shown,
        change_share=expected / opening - 1 if opening > 0 else None,
    )
    return facts, {"ahead": _bars(facts)}


def _windows(ledger: Ledger, customers: pd.DataFrame, days: int) -> list[AheadWindow]:
    """Return the windows at whose beginning it was known who is a customer, the earliest first."""
    first_purchase = customers.set_index("customer_id")["first_purchase"]
    known = ledger.first + dt.timedelta(days=churn_window(ledger.gaps()) or 0)
    found = []
    for back in range(WINDOWS):
        end = ledger.observation_end - dt.timedelta(days=days * back)
        start = end - dt.timedelta(days=days)
        if start < known:
            break
        found.append(_window(ledger, first_purchase, start, end))
    return found[::-1]


def _window(ledger: Ledger, first_purchase: pd.Series, start: dt.date, end: dt.date) -> AheadWindow:
    """Return what was brought in the days after `start` up to `end`, by who had bought by `start` and by who had not.

    A row of somebody without a purchase up to `start` is a new customer's.
    """
    seen = ledger.observe(start, end)["revenue" if ledger.has_amounts else "purchases"]
    old = (first_purchase <= pd.Timestamp(start)).reindex(seen.index, fill_value=False)
    inside = (first_purchase > pd.Timestamp(start)) & (first_purchase <= pd.Timestamp(end))
    return AheadWindow(
        days=Span(first=start + dt.timedelta(days=1), last=end),
        opening_customers=int((first_purchase <= pd.Timestamp(start)).sum()),
        opening=round(float(seen[old].sum()), 2),
        new_customers=int(inside.sum()),
        new=round(float(seen[~old].sum()), 2),
    )


def _bars(facts: AheadFacts) -> pd.DataFrame:
    """Return a bar per window and one for the forecast: last day, opening, new, low, high."""
    rows: list[tuple[object, ...]] = [
        (window.days.last, window.opening, window.new, None, None) for window in facts.windows or []
    ]
    low, high = facts.interval or (None, None)
    rows.append((None, facts.expected, None, low, high))
    table = pd.DataFrame(rows, columns=["last", "opening", "new", "low", "high"])
    numbers = dict.fromkeys(["opening", "new", "low", "high"], "float64")
    return table.astype({"last": "datetime64[s]"} | numbers).assign(days=facts.days, point_shown=facts.point_shown)
