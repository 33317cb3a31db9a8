"""What customers bought below cost, and what they were given off."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd


def sold_below_cost(transactions: nw.LazyFrame[Any], until: dt.date) -> pd.DataFrame:
    """Return the sales below cost by customer.

    `transactions`: customer_id, date, amount, margin (null where a row has no cost).
    `until`: Later rows are not looked at.
    DataFrame indexed by customer_id: rows (of an amount above 0 and a margin below 0), amount and margin of theirs; who
    has none is not in it.
    """
    import narwhals as nw

    below = transactions.filter((nw.col("date") <= until) & (nw.col("amount") > 0) & (nw.col("margin") < 0))
    sums = below.group_by("customer_id").agg(
        rows=nw.len(),
        amount=nw.col("amount").sum().cast(nw.Float64),
        margin=nw.col("margin").sum().cast(nw.Float64),
    )
    return sums.sort("customer_id").collect("pandas").to_native().set_index("customer_id").astype({"rows": "int64"})


def bought_of(transactions: nw.LazyFrame[Any], until: dt.date, columns: list[str], ids: list[str]) -> pd.DataFrame:
    """Return how many different values of each column (product, category) these customers bought.

    DataFrame indexed by customer_id: One column of counts per column, under its own name.
    """
    import narwhals as nw

    sold = transactions.filter((nw.col("date") <= until) & (nw.col("amount") > 0) & nw.col("customer_id").is_in(ids))
    counted = sold.group_by("customer_id").agg(**{name: nw.col(name).n_unique() for name in columns})
    return counted.sort("customer_id").collect("pandas").to_native().set_index("customer_id")


def discounts(transactions: nw.LazyFrame[Any], until: dt.date) -> pd.DataFrame | None:
    """Return what each customer was given off the list price; None where the ledger does not say it as a fraction.

    DataFrame indexed by customer_id: discount_given (money: list price less amount, of sales), discount_share (of the
    list price, fraction).
    """
    import narwhals as nw
    import pandas as pd

    sold = transactions.filter((nw.col("date") <= until) & (nw.col("amount") > 0))
    sums = sold.group_by("customer_id", "discount").agg(paid=nw.col("amount").sum().cast(nw.Float64))
    table = sums.sort("customer_id", "discount").collect("pandas").to_native()
    written = table["discount"].fillna("0").astype("str")
    rate = pd.to_numeric(written.str.rstrip("% "), errors="coerce") / (100 if written.str.endswith("%").any() else 1)
    if rate.isna().any() or rate.min() < 0 or not 0 < rate.max() < 1:
        return None
    by_customer = table.assign(listed=table["paid"] / (1 - rate)).groupby("customer_id")[["listed", "paid"]].sum()
    given = by_customer["listed"] - by_customer["paid"]
    return pd.DataFrame({"discount_given": given, "discount_share": given / by_customer["listed"]})
