"""What each customer bought, brought and returned in two periods that follow each other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    import narwhals as nw

    from analysis.ledger.customer_days import Array, Days, Integers

Span = tuple[dt.date, dt.date]
PARTS = 4
"""Of a customer: the earlier period and the later, in each the other days and the purchase days."""
DECIMALS = 6
"""Of money and quantities, at most: rounding to so many takes away what adding up floats in any order has added."""


def compare_periods(
    transactions: nw.LazyFrame[Any],
    days: Days,
    sums: pd.DataFrame,
    before: Span,
    period: Span,
    *,
    margin_rate: float | None = None,
) -> pd.DataFrame:
    """Return one row per customer with a row in either of two periods.

    `transactions`: customer_id, date, amount [, product, quantity]; only asked where it has products.
    `days`, `sums`: Of the same transactions (`customer_days.days_of`, `customer_days.sum_by_day`).
    `before`, `period`: First and last day of the earlier period and of the later, which begins on the day after.
    `margin_rate`: Fraction of revenue; fills the rows for which the ledger records no margin.
    DataFrame sorted by customer_id: customer_id, first_purchase (of all days; missing where there is none) and, once
    ending in _before and once in _period: purchases (purchase days), amount (net, on these days), returns (net, on all
    other days); where the ledger has margins also margin and margin_returns (the same two of the margin); where it has
    products also range: what of the amount is for products that were sold in this period and to nobody in the other;
    where it has quantities also units: of all other products.
    """
    start, middle, end = ((day - days.first).days for day in (before[0], period[0], period[1]))
    rows = np.flatnonzero((days.day >= start) & (days.day <= end))
    cell = PARTS * days.customer[rows] + 2 * (days.day[rows] >= middle) + days.bought[rows]
    cells = PARTS * days.customer_id.size

    def summed(values: Array) -> NDArray[Any]:
        found: NDArray[Any] = np.bincount(cell, values[rows], cells).round(DECIMALS).reshape(-1, PARTS)
        return found

    counted = np.bincount(cell, minlength=cells).reshape(-1, PARTS)
    there = np.flatnonzero(counted.any(axis=1))
    both = {"amount": summed(days.net)}
    if "margin" in sums:
        uncosted = sums["uncosted"].to_numpy() if "uncosted" in sums else 0.0
        both["margin"] = summed(sums["margin"].to_numpy() + (margin_rate or 0.0) * uncosted)
    own = {name: summed(values) for name, values in _of_products(transactions, days, sums, before, period).items()}
    born = days.born[there]
    first = np.where(born < 0, np.datetime64("NaT"), np.datetime64(days.first, "us") + born.astype("timedelta64[D]"))
    found: dict[str, Any] = {"customer_id": pd.array(days.customer_id[there], dtype="str"), "first_purchase": first}
    for name, part in (("before", 0), ("period", 2)):
        found[f"purchases_{name}"] = counted[there, part + 1]
        for of, sides in both.items():
            returns = "returns" if of == "amount" else f"{of}_returns"
            found |= {f"{of}_{name}": sides[there, part + 1], f"{returns}_{name}": sides[there, part]}
        found |= {f"{of}_{name}": own[of][there, part + 1] for of in ("range", "units") if of in own}
    return pd.DataFrame(found)


def _of_products(
    transactions: nw.LazyFrame[Any], days: Days, sums: pd.DataFrame, before: Span, period: Span
) -> dict[str, NDArray[Any]]:
    """Return what each day has of products that were sold in only one of the two periods, and units of all others."""
    found = {"units": sums["units"].to_numpy()} if "units" in sums else {}
    if "product" in transactions.collect_schema().names():
        once = _of_products_sold_once(transactions, before, period)
        at, columns = _place_of(once, days), {"range": once["amount"], "units": once["quantity"]}
        on_days = {name: np.bincount(at, np.nan_to_num(of.to_numpy()), days.day.size) for name, of in columns.items()}
        found = {name: values - on_days[name] for name, values in found.items()} | {"range": on_days["range"]}
    return found


def _of_products_sold_once(rows: nw.LazyFrame[Any], before: Span, period: Span) -> Any:
    """Return customer_id, date, amount and quantity of the rows whose product was sold in only one of the two periods.

    A row that takes money back sells nothing.
    """
    import narwhals as nw

    inside, later = (nw.col("date") >= before[0]) & (nw.col("date") <= period[1]), nw.col("date") >= period[0]
    sold = rows.filter(inside & (nw.col("amount") > 0) & ~nw.col("product").is_null())
    by_product = sold.group_by("product").agg(was=(~later).any(), again=later.any())
    once = by_product.filter(nw.col("was") != nw.col("again")).select("product")
    many = nw.col("quantity") if "quantity" in rows.collect_schema().names() else nw.lit(0)
    floats = {"amount": nw.col("amount").cast(nw.Float64), "quantity": many.cast(nw.Float64)}
    found = rows.filter(inside).join(once, on="product", how="inner").select("customer_id", "date", **floats)
    return found.collect("pyarrow").to_native()


def _place_of(rows: Any, days: Days) -> Integers:
    """Return which of the days each row lies on."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = rows["customer_id"]
    who = pc.index_in(ids, pa.array(days.customer_id, ids.type)).to_numpy().astype(np.int64)
    day = (rows["date"].to_numpy().astype("datetime64[D]") - np.datetime64(days.first)).astype(np.int64)
    width = int(days.day.max()) + 1
    found: Integers = np.searchsorted(days.customer * width + days.day, who * width + day)
    return found
