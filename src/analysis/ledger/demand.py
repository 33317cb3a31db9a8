"""What was bought when, and of which category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd

    from analysis.ledger.customer_days import Days
    from analysis.ledger.periods import Span


def purchases_by_day(days: Days) -> pd.Series:
    """Return the purchase days of all customers on each day; days without any are not in it.

    Returns Series of int indexed by day.
    """
    import numpy as np
    import pandas as pd

    counted = np.bincount(days.day[days.bought])
    there = np.flatnonzero(counted)
    index = pd.Timestamp(days.first) + pd.to_timedelta(there, unit="D")
    return pd.Series(counted[there], pd.DatetimeIndex(index), name="purchases")


def category_sums(transactions: nw.LazyFrame[Any], before: Span, period: Span, *, paid: bool) -> pd.DataFrame:
    """Return what each customer brought in each category in two periods.

    `transactions`: customer_id, date, amount, category.
    `before`, `period`: First and last day of each period.
    `paid`: Whether amounts are summed; else rows are counted.
    DataFrame sorted by customer_id and category: customer_id, category (missing where a row has none), before, period.
    """
    import narwhals as nw

    value = nw.col("amount") if paid else nw.lit(1)
    inside = {
        name: nw.when((nw.col("date") >= span[0]) & (nw.col("date") <= span[1])).then(value).otherwise(0).sum()
        for name, span in (("before", before), ("period", period))
    }
    either = transactions.filter((nw.col("date") >= min(before[0], period[0])) & (nw.col("date") <= period[1]))
    table = either.group_by("customer_id", "category").agg(**inside).sort("customer_id", "category")
    return table.collect("pandas").to_native().astype({"before": "float64", "period": "float64"})
