"""What each customer bought, brought and returned in two periods that follow each other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd

Span = tuple[dt.date, dt.date]


def compare_periods(
    transactions: nw.LazyFrame[Any],
    before: Span,
    period: Span,
    *,
    zero_is_purchase: bool = False,
    margin_rate: float | None = None,
) -> pd.DataFrame:
    """Return one row per customer with a row in either of two periods.

    `transactions`: customer_id, date, amount [, margin, product, quantity].
    `before`, `period`: First and last day of the earlier period and of the later, which begins on the day after.
    `zero_is_purchase`: See `days.purchase_days`.
    `margin_rate`: Fraction of revenue; fills the rows for which the ledger records no margin.
    DataFrame sorted by customer_id: customer_id and, once ending in _before and once in _period: purchases (purchase
    days), amount (net, on these days), returns (net, on all other days); where the ledger has margins also margin and
    margin_returns (the same two of the margin); where it has products also range: what of the amount is for products
    that were sold in this period and to nobody in the other; where it has quantities also units: of all other products.
    """
    import narwhals as nw

    there = transactions.collect_schema().names()
    rows = transactions.filter((nw.col("date") >= before[0]) & (nw.col("date") <= period[1]))
    later = nw.col("date") >= period[0]
    sums = {"amount": nw.col("amount").sum()}
    if "margin" in there:
        margin = nw.col("margin")
        if margin_rate is not None:
            margin = nw.coalesce(margin.cast(nw.Float64), nw.col("amount").cast(nw.Float64) * margin_rate)
        sums["margin"] = margin.sum()
    if "product" in there:
        rows = rows.join(_sold_once(rows, later), on="product", how="left")
        sums["range"] = nw.when(nw.col("sold_once")).then(nw.col("amount")).otherwise(0).sum()
    if "quantity" in there:
        sums["units"] = _units("product" in there)
    if zero_is_purchase:
        sums["has_sale"] = (nw.col("amount") >= 0).any()
    days = rows.group_by("customer_id", "date").agg(**sums)
    bought = nw.col("amount") > 0
    if zero_is_purchase:
        bought = bought | ((nw.col("amount") == 0) & nw.col("has_sale"))
    found = {}
    for name, inside in (("before", ~later), ("period", later)):
        found[f"purchases_{name}"] = _sum(nw.lit(1), inside & bought)
        found[f"amount_{name}"] = _sum(nw.col("amount"), inside & bought)
        found[f"returns_{name}"] = _sum(nw.col("amount"), inside & ~bought)
        if "margin" in sums:
            found[f"margin_{name}"] = _sum(nw.col("margin"), inside & bought)
            found[f"margin_returns_{name}"] = _sum(nw.col("margin"), inside & ~bought)
        for own in [own for own in ("range", "units") if own in sums]:
            found[f"{own}_{name}"] = _sum(nw.col(own), inside & bought)
    table = days.group_by("customer_id").agg(**found).sort("customer_id").collect("pandas").to_native()
    counted = {name: "int64" for name in table if name.startswith("purchases_")}
    return table.fillna(0.0).astype({"customer_id": "str"} | counted)


def _sum(value: Any, where: Any) -> Any:
    import narwhals as nw

    return nw.when(where).then(value).otherwise(0).sum().cast(nw.Float64)


def _units(of_products: bool) -> Any:
    import narwhals as nw

    many = nw.col("quantity")
    return (nw.when(nw.col("sold_once")).then(0).otherwise(many) if of_products else many).sum()


def _sold_once(rows: nw.LazyFrame[Any], later: Any) -> nw.LazyFrame[Any]:
    """Return the products that were sold in only one of the two periods; a row that takes money back sells nothing."""
    import narwhals as nw

    sold = rows.filter((nw.col("amount") > 0) & ~nw.col("product").is_null())
    by_product = sold.group_by("product").agg(was=(~later).any(), again=later.any())
    return by_product.with_columns(sold_once=nw.col("was") != nw.col("again")).select("product", "sold_once")
