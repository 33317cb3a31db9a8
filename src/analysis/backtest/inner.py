"""Windows inside the history: what the same recipe would have said there, and how far it was off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.backtest import holdout
from analysis.backtest.holdout import Array, Split
from analysis.backtest.past import Past
from analysis.backtest.shapes import Forecaster
from analysis.backtest.signs import SIGNS, signs
from analysis.backtest.spend_level import spend_at

EARLIEST = 0.4  # of the history: the first origin of windows of full length
MOST_WINDOWS = 6
APART_DAYS = 15
CUSTOMERS, REPEAT_BUYERS = 20, 10  # known at an inner origin: with fewer an error says nothing


@dataclass(frozen=True, eq=False)
class InnerWindow:
    """One window: what was expected of each customer known at its origin, and what came; arrays in one order.

    signs: at the origin, as `signs` gives them; 0 where nothing was learnt.
    """

    split: Split
    purchases: Array
    expected_purchases: Array
    revenue: Array
    expected_revenue: Array
    signs: Array


def inner_windows(past: Past, split: Split) -> list[Split]:
    """Return up to six windows that had passed by the split and had customers enough.

    Of the split's own length, at origins from .4 of the history on; if none fits, shorter ones at 5, 6 and 7 ninths of
    the history, all of them ending with it.
    """
    history = (split.origin - past.first).days
    first, last = int(EARLIEST * history), history - split.days
    if last >= first:
        count = min(MOST_WINDOWS, (last - first) // APART_DAYS + 1)
        days = sorted({round(day) for day in np.linspace(first, last, count)})
        starts = [past.first + dt.timedelta(days=day) for day in days]
        found = [Split(start, start + dt.timedelta(days=split.days)) for start in starts]
    else:
        found = [window for window in holdout.inner_splits(past.first, split.origin) if window.days > 0]
    return [window for window in found if _enough(past.customers_at(window.origin))]


def look_back(forecaster: Forecaster, window: Split, *, learned: bool) -> InnerWindow:
    """Return what was expected at a window's origin and what came; `learned`: by the average, else by the model."""
    past = forecaster.past
    seen = past.outcome(window)
    known = past.customers_at(window.origin)
    parts = forecaster.shapes(window) if learned else {}
    expected = np.mean(list(parts.values()), axis=0) if learned else forecaster.by_model(window)
    told = signs(forecaster, window, parts) if learned else np.zeros((len(known), SIGNS))
    spend = spend_at(past, window.origin).spend
    bought, revenue = seen["purchases"].to_numpy(float), seen["revenue"].to_numpy(float)
    return InnerWindow(window, bought, expected, revenue, expected * spend, told)


def log_errors(windows: list[InnerWindow], measure: str) -> pd.DataFrame:
    """Return one row per window of how far its total was off.

    `measure`: {"purchases", "revenue"}.
    DataFrame: origin, days, expected, actual, log_error (of actual / expected), chance (variance of it that customers'
    residuals explain: sum of squares / expected^2). Windows without a positive total are not in it.
    """
    rows = []
    for window in windows:
        actual, expected = amounts(window, measure)
        if actual.sum() > 0 and expected.sum() > 0:
            chance = ((actual - expected) ** 2).sum() / expected.sum() ** 2
            total = float(expected.sum()), float(actual.sum())
            rows.append(
                (window.split.origin, window.split.days, *total, float(np.log(total[1] / total[0])), float(chance))
            )
    return pd.DataFrame(rows, columns=["origin", "days", "expected", "actual", "log_error", "chance"])


def amounts(window: InnerWindow, measure: str) -> tuple[Array, Array]:
    """Return actual and expected of a window, per customer."""
    if measure == "purchases":
        return window.purchases, window.expected_purchases
    return window.revenue, window.expected_revenue


def _enough(customers: pd.DataFrame) -> bool:
    return len(customers) >= CUSTOMERS and int((customers["frequency"] > 0).sum()) >= REPEAT_BUYERS
