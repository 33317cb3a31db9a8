"""How many different products or categories each customer bought in two stretches of days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd


def kinds_in_halves(
    transactions: nw.LazyFrame[Any], column: str, start: dt.date, middle: dt.date, end: dt.date
) -> pd.DataFrame:
    """Return how many different values of a column each customer's sales had before and lately.

    Parameters
    ----------
    column : str
        product or category.
    start, middle, end : date
        Before: after `start` up to `middle`; lately: after `middle` up to `end`. Rows of 0 or less do not count.

    Returns
    -------
    DataFrame indexed by customer_id
        before, lately.
    """
    import narwhals as nw

    date, seen = nw.col("date"), nw.col(column)
    sales = transactions.filter(nw.col("amount") > 0, ~seen.is_null(), date > start, date <= end)
    parts = sales.group_by("customer_id", column).agg(
        before=nw.when(date <= middle).then(1).otherwise(0).max(),
        lately=nw.when(date > middle).then(1).otherwise(0).max(),
    )
    sums = parts.group_by("customer_id").agg(before=nw.col("before").sum(), lately=nw.col("lately").sum())
    table: pd.DataFrame = sums.sort("customer_id").collect("pandas").to_native()
    return table.set_index("customer_id")
