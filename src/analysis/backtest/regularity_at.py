"""Regularity of purchases as known on any day."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from analysis.backtest.shapes import RegularityAt
from analysis.btyd.regularity import estimate_regularity
from analysis.ledger.days import first_two_gaps

if TYPE_CHECKING:
    import narwhals as nw


def regularity_until(transactions: nw.LazyFrame[Any], *, zero_is_purchase: bool = False) -> RegularityAt:
    """Return the function day -> Wheat & Morrison's k of purchases up to that day, None where too few have three."""
    import narwhals as nw

    @cache
    def regularity_at(day: dt.date) -> float | None:
        gaps = first_two_gaps(transactions.filter(nw.col("date") <= day), zero_is_purchase=zero_is_purchase)
        found = estimate_regularity(gaps["first"], gaps["second"])
        return found.k if found else None

    return regularity_at
