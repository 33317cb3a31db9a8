"""The past held as days in memory: any day's customers and any window's purchases without asking the engine again."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from analysis.backtest.past import Past
from analysis.backtest.shapes import RegularityAt
from analysis.btyd.regularity import estimate_regularity
from analysis.ledger.customer_days import Days
from analysis.ledger.days import first_two_gaps

if TYPE_CHECKING:
    import narwhals as nw

    from analysis.ledger.ledger import Ledger


def past_of(days: Days) -> Past:
    """Return the past of a ledger that is held as days."""
    return Past(days.customers_at, days.observe, days.first)


def past_and_pace(ledger: Ledger) -> tuple[Past, RegularityAt]:
    """Return the past of a ledger, read once, and how regularly its customers buy, as known on any day."""
    return past_of(ledger.days), regularity_until(ledger.rows, zero_is_purchase=ledger.zero_is_purchase)


def regularity_until(transactions: nw.LazyFrame[Any], *, zero_is_purchase: bool = False) -> RegularityAt:
    """Return the function day -> Wheat & Morrison's k of purchases up to that day, None where too few have three."""
    import narwhals as nw

    @cache
    def regularity_at(day: dt.date) -> float | None:
        gaps = first_two_gaps(transactions.filter(nw.col("date") <= day), zero_is_purchase=zero_is_purchase)
        found = estimate_regularity(gaps["first"], gaps["second"])
        return found.k if found else None

    return regularity_at
