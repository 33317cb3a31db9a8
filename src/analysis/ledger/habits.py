"""What the lines of a ledger say of how customers buy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd


def breadth_of(transactions: nw.LazyFrame[Any], column: str) -> pd.Series:
    """Return how many different categories (or products) each customer has bought, returns aside."""
    import narwhals as nw

    bought = transactions.filter((nw.col("amount") >= 0) & ~nw.col(column).is_null())
    return different(_coded(bought.select("customer_id", column)), column)


def different(lines: pd.DataFrame, column: str) -> pd.Series:
    """Return how many different values of a column each customer's lines have; both are categories."""
    import numpy as np
    import pandas as pd

    customer, value = lines["customer_id"].cat, lines[column].cat
    width = max(len(value.categories), 1)
    pairs = np.sort(customer.codes.to_numpy(np.int64) * width + value.codes.to_numpy())
    found = pairs[np.diff(pairs, prepend=-1) > 0] // width  # numpy's own unique hashes, which takes ten times as long
    index = pd.Index(customer.categories.astype("str"), name="customer_id")
    return pd.Series(np.bincount(found, minlength=len(index)), index)


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


def product_lines(transactions: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Return the lines on which a product was bought, returns aside: customer_id, product, date, amount, units.

    Units are the quantity; 1 where none above 0 is given. Ids and products are categories: as texts, and summed by
    pairs of them in the engine, they would take most of the time, for there are about as many pairs as lines.
    """
    import narwhals as nw

    sold = transactions.filter((nw.col("amount") >= 0) & ~nw.col("product").is_null())
    units = nw.lit(1.0)
    if "quantity" in sold.collect_schema().names():
        units = nw.when(nw.col("quantity") > 0).then(nw.col("quantity").cast(nw.Float64)).otherwise(1.0)
    return _coded(sold.select("customer_id", "product", "date", nw.col("amount").cast(nw.Float64), units=units))


def _coded(asked: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Return rows whose first two columns, texts, are categories."""
    table = asked.collect("pyarrow").to_native()
    for place, name in enumerate(table.column_names[:2]):
        table = table.set_column(place, name, table[name].combine_chunks().dictionary_encode())
    lines: pd.DataFrame = table.to_pandas(date_as_object=False)
    return lines
