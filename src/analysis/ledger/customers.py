"""Transactions -> customers: one row each, in whole days, as seen on any day, and what they did after it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from analysis.ledger.days import purchase_days

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd


def summarise_customers(
    transactions: nw.LazyFrame[Any],
    until: dt.date,
    *,
    zero_is_purchase: bool = False,
    margin_rate: float | None = None,
) -> pd.DataFrame:
    """Return one row per customer as seen at the end of the day `until`.

    `transactions`: customer_id, date, amount [, margin]; net amounts in the report's currency.
    `until`: Later rows are not looked at.
    `zero_is_purchase`: See `purchase_days`.
    `margin_rate`: Fraction of revenue; fills the rows for which the ledger records no margin.
    DataFrame sorted by customer_id: customer_id, first_purchase, last_purchase (days), frequency (repeat purchase
    days), recency and T (days), monetary_value (mean net amount per repeat purchase day, 0 if none), purchase_amount
    (net amount of all purchase days), revenue (all rows), returns (<= 0), margin (NaN where nothing says it), rows.
    Customers without a purchase day have no first_purchase and no T. An ``attribute_x`` of the ledger is a column x: of
    several values of a customer the largest, or the last in the alphabet.

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
    margin = nw.col("margin")
    if margin_rate is not None:
        margin = nw.coalesce(margin.cast(nw.Float64), amount.cast(nw.Float64) * margin_rate)
    totals = seen.group_by("customer_id").agg(
        revenue=amount.sum(),
        returns=nw.when(amount < 0).then(amount).otherwise(0).sum(),
        rows=nw.len(),
        **({"margin": margin.sum(), "costed": margin.count()} if with_margin else {}),
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
        table["margin"] = joined["margin"].astype("float64").where(joined["costed"] > 0)  # a sum of nothing known is 0
    else:
        table["margin"] = table["revenue"] * margin_rate if margin_rate is not None else float("nan")
    table["rows"] = joined["rows"].astype("int64")
    for name in attributes.values():
        table[name] = joined[name]
    return table
