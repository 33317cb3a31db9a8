"""What earlier windows can teach: customers as seen at an earlier day, and what they did in the days after it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.backtest.holdout import Array

ENOUGH = 30
"""Repeat buyers before a window, and buyers in it, with fewer of whom it teaches nothing."""


@dataclass(frozen=True)
class Lesson:
    """Customers as seen at an earlier day, and what they did in the `days` after it; one row each, same order."""

    customers: pd.DataFrame
    purchases: Array
    revenue: Array
    days: int
