"""What could be known on any day, and what came after it: earlier windows teach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.backtest import holdout
from analysis.backtest.holdout import Array, Split
from analysis.btyd import Triples, group_triples

CustomersAt = Callable[[dt.date], pd.DataFrame]
Observe = Callable[[dt.date, dt.date], pd.DataFrame]
ENOUGH = 30
"""Repeat buyers before a window, and buyers in it, with fewer of whom it teaches nothing."""


@dataclass(frozen=True)
class Lesson:
    """Customers as seen at an earlier day, and what they did in the `days` after it; one row each, same order."""

    customers: pd.DataFrame
    purchases: Array
    revenue: Array
    days: int


class Past:
    """What could be known on any day, and what came after it; every table is asked for once.

    `customers_at`: Day -> customers with a purchase by then, as seen that day.
    `observe`: (after, until) -> purchases and revenue per customer_id in those days.
    `first`: First day in the data.
    """

    def __init__(self, customers_at: CustomersAt, observe: Observe, first: dt.date):
        self.first = first
        self.customers_at = cache(customers_at)
        self.triples_at = cache(self._triples_at)
        self.lessons = cache(self._lessons)
        self.observe = cache(observe)
        self.taught: dict[tuple[dt.date, int], dict[str, Array]] = {}  # by the learners: origin, days of the lesson

    def outcome(self, split: Split) -> pd.DataFrame:
        """Return purchases and revenue in the split's window of everybody known at its origin, in their order."""
        observed = self.observe(split.origin, split.end)
        return observed.reindex(self.customers_at(split.origin)["customer_id"]).fillna(0).reset_index(drop=True)

    def _triples_at(self, day: dt.date) -> Triples:
        customers = self.customers_at(day)
        return group_triples(customers["frequency"], customers["recency"], customers["T"])

    def _lessons(self, split: Split) -> list[Lesson]:
        """Return windows that had passed by the split, to learn from, the first of the same length where there is room.

        Else what followed on 5/9 of the days there had been, and with either what followed on 6/9 and 7/9. Each must
        have begun with half of the customers, and the one of the same length with repeat buyers enough to tell
        customers apart.
        """
        enough = max(len(self.customers_at(split.origin)) / 2, 1)
        same = Split(split.origin - dt.timedelta(days=split.days), split.origin)
        windows = [w for w in holdout.inner_splits(self.first, split.origin) if w.days > 0]
        if (self.customers_at(same.origin)["frequency"] > 0).sum() >= ENOUGH:
            windows = [same, *(w for w in windows if w.origin > same.origin)]
        return [self._lesson(w) for w in windows if len(self.customers_at(w.origin)) >= enough]

    def _lesson(self, window: Split) -> Lesson:
        seen = self.outcome(window)
        purchases, revenue = seen["purchases"].to_numpy(float), seen["revenue"].to_numpy(float)
        return Lesson(self.customers_at(window.origin), purchases, revenue, window.days)
