"""The clean ledger: every question put to the query engine after intake, and the only door to it.

Written once as Narwhals expressions: DuckDB runs them here, and any engine that Narwhals knows could.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd


def scan_transactions(path: Path) -> nw.LazyFrame[Any]:
    """Open the stored ledger without reading it into memory."""
    import duckdb
    import narwhals as nw

    return nw.from_native(duckdb.connect().read_parquet(str(path)))


def purchase_days(transactions: nw.LazyFrame[Any], *, zero_is_purchase: bool = False) -> nw.LazyFrame[Any]:
    """Return one row per customer and purchase day with its net amount.

    A purchase day is a calendar day on which a customer's net amount is above 0; with ``zero_is_purchase``
    also a day with a sale line whose net is 0. Several orders on one day are one purchase day.
    """
    import narwhals as nw

    amount = nw.col("amount")
    days = transactions.group_by("customer_id", "date").agg(net=amount.sum(), has_sale=(amount >= 0).any())
    bought = nw.col("net") > 0
    if zero_is_purchase:
        bought = bought | ((nw.col("net") == 0) & nw.col("has_sale"))
    return days.filter(bought).select("customer_id", "date", "net")


def repeats_by_day(
    transactions: nw.LazyFrame[Any], born_until: dt.date, *, zero_is_purchase: bool = False
) -> pd.Series:
    """Return the repeat purchase days on each day, of the customers whose first purchase was by `born_until`.

    Series of int indexed by day: Days without a repeat purchase are not in it.
    """
    import narwhals as nw
    import pandas as pd

    days = purchase_days(transactions, zero_is_purchase=zero_is_purchase)
    first = nw.col("date").min().over("customer_id")
    repeats = days.with_columns(first=first).filter(
        (nw.col("first") <= born_until) & (nw.col("date") > nw.col("first"))
    )
    table = repeats.group_by("date").agg(repeats=nw.len()).sort("date").collect("pandas").to_native()
    return pd.Series(table["repeats"].to_numpy(), index=pd.DatetimeIndex(table["date"]), name="repeats")


def summarise_months(transactions: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Return one row per calendar month from the first to the last: net revenue and customers with a row.

    DataFrame: month (its first day), revenue, customers; months without rows have 0.
    """
    import narwhals as nw
    import pandas as pd

    by_month = transactions.with_columns(month=nw.col("date").dt.truncate("1mo"))
    sums = by_month.group_by("month").agg(revenue=nw.col("amount").sum(), customers=nw.col("customer_id").n_unique())
    table = sums.sort("month").collect("pandas").to_native()
    table["month"] = pd.to_datetime(table["month"])
    every = pd.date_range(table["month"].min(), table["month"].max(), freq="MS", name="month")
    filled = table.set_index("month").reindex(every, fill_value=0).reset_index()
    return filled.astype({"revenue": "float64", "customers": "int64"})


def first_two_gaps(transactions: nw.LazyFrame[Any], *, zero_is_purchase: bool = False) -> pd.DataFrame:
    """Return the days from the first purchase to the second and from there to the third, of those who have three."""
    import narwhals as nw
    import pandas as pd

    days = purchase_days(transactions, zero_is_purchase=zero_is_purchase)
    order = nw.col("date").rank("ordinal").over("customer_id")
    early = days.with_columns(nth=order).filter(nw.col("nth") <= 3)
    table = early.select("customer_id", "date", "nth").collect("pandas").to_native()
    wide = table.pivot_table(index="customer_id", columns="nth", values="date", aggfunc="first")
    wide = wide.reindex(columns=[1, 2, 3]).dropna().astype("datetime64[us]")
    gaps = pd.DataFrame({"first": wide[2] - wide[1], "second": wide[3] - wide[2]})
    return gaps // pd.Timedelta(days=1)


def purchases_by_half(transactions: nw.LazyFrame[Any], middle: dt.date, *, zero_is_purchase: bool) -> pd.DataFrame:
    """Return purchase days and their net amount per customer, up to `middle` and after it.

    DataFrame: earlier, later (purchase days), earlier_amount, later_amount: one row per customer.
    """
    import narwhals as nw

    after = nw.col("date") > middle
    days = purchase_days(transactions, zero_is_purchase=zero_is_purchase)
    sums = days.group_by("customer_id").agg(
        later=nw.when(after).then(1).otherwise(0).sum(),
        earlier=nw.when(after).then(0).otherwise(1).sum(),
        later_amount=nw.when(after).then(nw.col("net")).otherwise(0).sum(),
        earlier_amount=nw.when(after).then(0).otherwise(nw.col("net")).sum(),
    )
    table = sums.sort("customer_id").collect("pandas").to_native().set_index("customer_id").astype("float64")
    return table[["earlier", "later", "earlier_amount", "later_amount"]]


def margin_evidence(transactions: nw.LazyFrame[Any], until: dt.date) -> pd.DataFrame:
    """Return what each customer's costed purchase days say of their margin.

    `transactions`: customer_id, date, amount, margin (null where a row has no cost).
    `until`: Later rows are not looked at.
    DataFrame indexed by customer_id: days (with costed rows and their net amount above 0), amount, margin (sums over
    those days), square (sum of margin^2 / amount); customers without such a day are not in it. Returns on a day of
    their own say what came back, not what a purchase leaves; they are in the expected spend.
    """
    import narwhals as nw

    costed = transactions.filter((nw.col("date") <= until) & ~nw.col("margin").is_null())
    days = costed.group_by("customer_id", "date").agg(
        amount=nw.col("amount").sum().cast(nw.Float64), margin=nw.col("margin").sum().cast(nw.Float64)
    )
    bought = days.filter(nw.col("amount") > 0).with_columns(square=nw.col("margin") ** 2 / nw.col("amount"))
    sums = bought.group_by("customer_id").agg(
        nw.len().alias("days"), nw.col("amount").sum(), nw.col("margin").sum(), nw.col("square").sum()
    )
    return sums.sort("customer_id").collect("pandas").to_native().set_index("customer_id").astype("float64")
