"""What the lines of a ledger say of how customers buy."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd


def breadth_of(transactions: nw.LazyFrame[Any], column: str) -> pd.Series:
    """Return how many different categories (or products) each customer has bought, returns aside."""
    import narwhals as nw

    bought = transactions.filter((nw.col("amount") >= 0) & ~nw.col(column).is_null())
    table = bought.group_by("customer_id").agg(n=nw.col(column).n_unique()).collect("pandas").to_native()
    return table.set_index("customer_id")["n"].astype("int64")


def discounted_share(transactions: nw.LazyFrame[Any]) -> pd.Series:
    """Return the share of what each customer bought, in money and before returns, on lines with a discount."""
    import narwhals as nw

    sold = transactions.filter(nw.col("amount") > 0)
    # What is carried of a discount is its text; a figure other than 0 in it is a discount.
    reduced = nw.col("discount").cast(nw.String).str.contains("[1-9]").fill_null(value=False)
    amount = nw.col("amount").cast(nw.Float64)
    sums = sold.group_by("customer_id").agg(part=nw.when(reduced).then(amount).otherwise(0.0).sum(), whole=amount.sum())
    table = sums.collect("pandas").to_native().set_index("customer_id").astype("float64")
    return table["part"] / table["whole"]


def spent_by_product(transactions: nw.LazyFrame[Any], stretches: tuple[dt.date, int] | None = None) -> pd.DataFrame:
    """Return what each customer bought of each product, returns aside.

    Parameters
    ----------
    transactions : lazy frame
        customer_id, date, product, amount [, quantity].
    stretches : pair of date and int, optional
        The last day of the later of two stretches that follow each other, and how many days each has.

    Returns
    -------
    DataFrame
        customer_id, product, amount, units (lines, where no quantity above 0 is given), and of the stretches later and
        earlier: the amount in each.
    """
    import narwhals as nw

    sold = transactions.filter((nw.col("amount") >= 0) & ~nw.col("product").is_null())
    amount, units, parts = nw.col("amount"), nw.len().cast(nw.Float64), {}
    if "quantity" in sold.collect_schema().names():
        units = nw.when(nw.col("quantity") > 0).then(nw.col("quantity")).otherwise(1).sum().cast(nw.Float64)
    if stretches is not None:
        end, days = stretches
        for name, last in (("later", end), ("earlier", end - dt.timedelta(days=days))):
            inside = (nw.col("date") <= last) & (nw.col("date") > last - dt.timedelta(days=days))
            parts[name] = nw.when(inside).then(amount).otherwise(0).sum().cast(nw.Float64)
    sums = sold.group_by("customer_id", "product").agg(amount=amount.sum().cast(nw.Float64), units=units, **parts)
    table = sums.collect("pyarrow").to_native()
    for place, name in enumerate(("customer_id", "product")):  # texts would take most of the time
        table = table.set_column(place, name, table[name].combine_chunks().dictionary_encode())
    spent: pd.DataFrame = table.to_pandas()
    return spent
