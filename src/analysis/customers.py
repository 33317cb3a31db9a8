"""Transactions -> customers: one row each, in whole days; the query engine does the heavy work.

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


def summarise_customers(
    transactions: nw.LazyFrame[Any],
    until: dt.date,
    *,
    zero_is_purchase: bool = False,
    margin_rate: float | None = None,
) -> pd.DataFrame:
    """Return one row per customer as seen at the end of the day `until`.

    Parameters
    ----------
    transactions : lazy frame
        customer_id, date, amount [, margin]; net amounts in the report's currency.
    until : date
        Later rows are not looked at.
    zero_is_purchase : bool
        See `purchase_days`.
    margin_rate : float, optional
        Fraction of revenue, used where the ledger has no margin of its own.

    Returns
    -------
    DataFrame sorted by customer_id
        customer_id, first_purchase, last_purchase (days), frequency (repeat purchase days), recency and T (days),
        monetary_value (mean net amount per repeat purchase day, 0 if none), purchase_amount (net amount of all
        purchase days), revenue (all rows), returns (<= 0), margin (NaN where nothing says it), rows.
        Customers without a purchase day have no first_purchase and no T. An ``attribute_x`` of the ledger is a column
        x: of several values of a customer the largest, or the last in the alphabet.

    Notes
    -----
    Definitions: Fader, Hardie & Lee (2005), "Counting your customers the easy way"; the first purchase is left
    out of frequency and of monetary_value.
    """
    import narwhals as nw
    import pandas as pd

    seen = transactions.filter(nw.col("date") <= until)
    amount = nw.col("amount")
    there = seen.collect_schema().names()
    with_margin = "margin" in there
    attributes = {name: name.removeprefix("attribute_") for name in there if name.startswith("attribute_")}
    totals = seen.group_by("customer_id").agg(
        revenue=amount.sum(),
        returns=nw.when(amount < 0).then(amount).otherwise(0).sum(),
        rows=nw.len(),
        **({"margin": nw.col("margin").sum()} if with_margin else {}),
        **{ours: nw.col(name).max() for name, ours in attributes.items()},
    )
    days = purchase_days(seen, zero_is_purchase=zero_is_purchase).with_columns(
        first_purchase=nw.col("date").min().over("customer_id")
    )
    repeat = nw.when(nw.col("date") > nw.col("first_purchase"))
    history = days.group_by("customer_id").agg(
        first_purchase=nw.col("date").min(),
        last_purchase=nw.col("date").max(),
        frequency=nw.len() - 1,
        purchase_amount=nw.col("net").sum(),
        repeat_amount=repeat.then(nw.col("net")).otherwise(0).sum(),
    )
    joined = totals.join(history, on="customer_id", how="left").sort("customer_id").collect("pandas").to_native()

    table = pd.DataFrame({"customer_id": joined["customer_id"].astype("str")})
    table["first_purchase"] = pd.to_datetime(joined["first_purchase"])
    table["last_purchase"] = pd.to_datetime(joined["last_purchase"])
    table["frequency"] = joined["frequency"].fillna(0).astype("int64")
    table["recency"] = (table["last_purchase"] - table["first_purchase"]).dt.days
    table["T"] = (pd.Timestamp(until) - table["first_purchase"]).dt.days
    repeat_amount = joined["repeat_amount"].fillna(0).astype("float64")
    table["monetary_value"] = (repeat_amount / table["frequency"].where(table["frequency"] > 0)).fillna(0.0)
    table["purchase_amount"] = joined["purchase_amount"].fillna(0).astype("float64")
    table["revenue"] = joined["revenue"].astype("float64")
    table["returns"] = joined["returns"].astype("float64")
    if with_margin:
        table["margin"] = joined["margin"].astype("float64")
    else:
        table["margin"] = table["revenue"] * margin_rate if margin_rate is not None else float("nan")
    table["rows"] = joined["rows"].astype("int64")
    for name in attributes.values():
        table[name] = joined[name]
    return table


def observe_customers(
    transactions: nw.LazyFrame[Any], after: dt.date, until: dt.date, *, zero_is_purchase: bool = False
) -> pd.DataFrame:
    """Return what each customer did in the days after `after` up to `until`: the truth a forecast is held against.

    Returns
    -------
    DataFrame indexed by customer_id
        purchases (purchase days) and revenue (net of returns); customers who did nothing are not in it.
    """
    import narwhals as nw

    window = transactions.filter((nw.col("date") > after) & (nw.col("date") <= until))
    days = purchase_days(window, zero_is_purchase=zero_is_purchase).group_by("customer_id").agg(purchases=nw.len())
    money = window.group_by("customer_id").agg(revenue=nw.col("amount").sum())
    table = money.join(days, on="customer_id", how="left").sort("customer_id").collect("pandas").to_native()
    table["purchases"] = table["purchases"].fillna(0).astype("int64")
    table["revenue"] = table["revenue"].astype("float64")
    return table.set_index("customer_id")


def purchase_gaps(transactions: nw.LazyFrame[Any], *, zero_is_purchase: bool = False) -> pd.Series:
    """Return the days between one purchase day and the customer's next, over all customers."""
    import narwhals as nw

    days = purchase_days(transactions, zero_is_purchase=zero_is_purchase)
    before = nw.col("date").shift(1).over("customer_id", order_by="date")
    gaps = days.with_columns(before=before).filter(~nw.col("before").is_null())
    table = gaps.select("date", "before").collect("pandas").to_native()
    return (table["date"] - table["before"]).dt.days


def repeats_by_day(
    transactions: nw.LazyFrame[Any], born_until: dt.date, *, zero_is_purchase: bool = False
) -> pd.Series:
    """Return the repeat purchase days on each day, of the customers whose first purchase was by `born_until`.

    Returns
    -------
    Series of int indexed by day
        Days without a repeat purchase are not in it.
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

    Returns
    -------
    DataFrame
        month (its first day), revenue, customers; months without rows have 0.
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
