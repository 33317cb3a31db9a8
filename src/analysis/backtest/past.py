"""What could be known on any day, and what came after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

import pandas as pd

from analysis.backtest import holdout, naive
from analysis.backtest.holdout import Forecast, Split
from analysis.backtest.supervised import ENOUGH, Lesson, boost, why_not
from analysis.btyd import Triples, group_triples
from analysis.facts import Refusal

CustomersAt = Callable[[dt.date], pd.DataFrame]
Observe = Callable[[dt.date, dt.date], pd.DataFrame]


class Past:
    """What could be known on any day, and what came after it; every table is asked for once.

    Parameters
    ----------
    customers_at : callable
        Day -> customers with a purchase by then, as seen that day.
    observe : callable
        (after, until) -> purchases and revenue per customer_id in those days.
    first : date
        First day in the data.
    """

    def __init__(self, customers_at: CustomersAt, observe: Observe, first: dt.date):
        self.first = first
        self.customers_at = cache(customers_at)
        self.triples_at = cache(self._triples_at)
        self.lessons = cache(self._lessons)
        self.boosts = cache(self._boosts)
        self.observe = cache(observe)

    def outcome(self, split: Split) -> pd.DataFrame:
        """Return purchases and revenue in the split's window of everybody known at its origin, in their order."""
        observed = self.observe(split.origin, split.end)
        return observed.reindex(self.customers_at(split.origin)["customer_id"]).fillna(0).reset_index(drop=True)

    def last_period(self, split: Split) -> pd.Series:
        """Return repeat purchase days in as many days before the split as are scored after it."""
        start, customers = split.origin - dt.timedelta(days=split.days), self.customers_at(split.origin)
        seen = self.observe(start, split.origin).reindex(customers["customer_id"])["purchases"].fillna(0)
        return seen.reset_index(drop=True) - (customers["first_purchase"] > pd.Timestamp(start)).astype(int)

    def naive_forecasts(self, split: Split) -> dict[str, Forecast]:
        """Return what the rules that need no model say of the days after the split."""
        lesson = next(iter(self.lessons(split)), None)
        earlier = (lesson.customers, pd.Series(lesson.purchases), lesson.days) if lesson else None
        return naive.naive_forecasts(self.customers_at(split.origin), self.last_period(split), split.days, earlier)

    def why_not(self, split: Split) -> Refusal | None:
        """Return why gradient boosting can learn nothing by the split; None if it can."""
        reasons = [why_not(lesson) for lesson in self.lessons(split)] or [why_not(None)]
        return reasons[0] if all(reasons) else None

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

    def _boosts(self, split: Split, *, counts: bool, longest: bool) -> list[tuple[int, Forecast]]:
        """Return what each lesson that teaches something says of the customers known at the split, and its days."""
        customers = self.customers_at(split.origin)
        lessons = [lesson for lesson in self.lessons(split) if why_not(lesson) is None]
        return [(x.days, boost(x, customers, counts=counts)) for x in lessons[: 1 if longest else None]]
