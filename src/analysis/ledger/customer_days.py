"""What each customer brought on each day: one question to the ledger, whatever is asked of its answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa


def customer_days(transactions: nw.LazyFrame[Any], until: dt.date, margin_rate: float | None = None) -> pa.Table:
    """Return one row per customer and day with a row, up to the end of a day, in no order.

    Parameters
    ----------
    transactions : lazy frame
        customer_id, date, amount [, margin].
    until : date
        Later rows are not looked at.
    margin_rate : float, optional
        Fraction of revenue; fills the rows for which the ledger records no margin.

    Returns
    -------
    Table of arrow
        customer_id, date, net, returned (what of it is below 0), margin (only where something says it), rows, has_sale.
    """
    import narwhals as nw

    amount = nw.col("amount")
    costed = "margin" in transactions.collect_schema().names()
    margin = nw.col("margin").cast(nw.Float64) if costed else None
    if margin_rate is not None:
        by_rate = amount.cast(nw.Float64) * margin_rate
        margin = by_rate if margin is None else nw.coalesce(margin, by_rate)
    seen = transactions.filter(nw.col("date") <= until).with_columns(
        returned=nw.when(amount < 0).then(amount).otherwise(0), **({} if margin is None else {"margin": margin})
    )
    days = seen.group_by("customer_id", "date").agg(
        amount.sum().cast(nw.Float64).alias("net"),
        nw.col("returned").sum().cast(nw.Float64),
        *([] if margin is None else [nw.col("margin").sum()]),
        nw.len().alias("rows"),
        (amount >= 0).any().alias("has_sale"),
    )
    table: pa.Table = days.collect("pyarrow").to_native()
    return table
