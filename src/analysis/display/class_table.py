"""A table of classes: what each holds of the customers, of the money, and of what is to come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from analysis.display import formats
from analysis.display.cells import Column, Table
from analysis.display.language import sentence

SUMS = ("customers", "customer_share", "revenue", "revenue_share", "margin", "yearly_revenue", "expected")


def with_shares(classes: pd.DataFrame, name: Callable[[str], str] = str) -> pd.DataFrame:
    """Return classes as rows with their shares.

    Parameters
    ----------
    classes : DataFrame indexed by the class
        customers, revenue, margin, yearly_revenue, expected, will_not_buy (`classes.labels.summarise`).
    name : callable
        Code of a class -> its name for readers.

    Returns
    -------
    DataFrame
        code, name, the columns of `classes`, customer_share, revenue_share (missing where there is no revenue).
    """
    table = classes.astype("float64")
    table.insert(0, "code", classes.index.astype(str))
    table.insert(1, "name", [name(str(code)) for code in classes.index])
    table["customer_share"] = table["customers"] / table["customers"].sum()
    whole = table["revenue"].sum()
    table["revenue_share"] = table["revenue"] / whole if whole > 0 else float("nan")
    return table.reset_index(drop=True)


def class_table(
    rows: pd.DataFrame,
    currency: str | None,
    caption: str,
    *,
    days: int | None,
    window: int | None,
    worth: str | None,
    narrow: bool = False,
) -> Table:
    """Return a table of classes.

    Parameters
    ----------
    rows : DataFrame
        From `with_shares`.
    days : int or None
        Within which will_not_buy looks.
    window : int or None
        Days of yearly_revenue.
    worth : str or None
        Whether expected is "clv" or "expected_revenue".
    narrow : bool
        Leave out what a page has no room for: the share of the customers and yearly_revenue.
    """
    cash = partial(Column, kind="money", currency=currency, digits=0)
    columns = {
        "name": Column(sentence("Class")),
        "customers": Column(sentence("Customers"), "count"),
        "customer_share": Column(sentence("Share of customers"), "share"),
        "revenue": cash(sentence("Revenue so far")),
        "revenue_share": Column(sentence("Share of revenue"), "share", bar=True),
        "margin": cash(sentence("Margin so far")),
        "yearly_revenue": cash(sentence("Revenue of the last {days} days", days=formats.count(window))),
        "will_not_buy": Column(sentence("Will not buy"), "share"),
        "expected": cash(sentence("Value to come") if worth == "clv" else sentence("Expected revenue")),
    }
    left_out = {"customer_share", "yearly_revenue"} if narrow else set()
    shown = {key: column for key, column in columns.items() if rows[key].notna().any() and key not in left_out}
    total = {key: rows[key].sum() for key in shown if key in SUMS}
    note = sentence(
        "Will not buy: the mean probability of no purchase in the next {days} days.", days=formats.count(days)
    )
    return Table(rows, shown, total=total, caption=caption, sort_note=note if "will_not_buy" in shown else None)
