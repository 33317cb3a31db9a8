"""Classes by money beyond the first: by margin, the way to the next class, strategic customers of little profit."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.classes.lifecycle import STILL_HERE
from analysis.client.parameters import Abc
from analysis.segments.facts import NearBetterClass, Plums
from analysis.shares import abc_class

BETTER = {"B": "A", "C": "B", "N": "C"}
NEAR = 0.25
"""Of a customer's own revenue: who misses less to the next class is near it."""
YEAR = 365


def money_classes(customers: pd.DataFrame, abc: Abc, accounts: pd.DataFrame | None) -> pd.DataFrame:
    """Return the class by margin, the money missing to the next class, and who is a plum.

    `customers` (DataFrame indexed by customer_id): revenue, margin, abc_class.
    `abc`: Where the classes end, and by what `abc_class` is made.
    `accounts` (DataFrame indexed by customer_id, optional): The client's books; strategic is its flag.
    Returns DataFrame, same index: abc_margin (missing without a margin), missing_to_next_class (up to what the smallest
    of the next better class that holds somebody has; missing in the best), plum (missing without a flag).
    """
    table = pd.DataFrame(index=customers.index)
    if customers["margin"].notna().any():
        table["abc_margin"] = abc_class(customers["margin"].fillna(0), a=abc.a, b=abc.b, of=abc.of)
    table["missing_to_next_class"] = missing_to_next(customers[abc.by].fillna(0), customers["abc_class"])
    if accounts is not None and "strategic" in accounts and accounts["strategic"].notna().any():
        flagged = accounts["strategic"].reindex(customers.index).astype("boolean").fillna(value=False).astype(bool)
        table["plum"] = flagged & (customers["abc_class"] != "A")
    return table


def missing_to_next(value: pd.Series, classes: pd.Series) -> pd.Series:
    """Return what each customer misses to what the smallest of the next better class has.

    Examples
    --------
    >>> missing_to_next(pd.Series([80.0, 15.0, 5.0, 0.0]), pd.Series(["A", "B", "C", "N"])).tolist()
    [nan, 65.0, 10.0, 5.0]
    """
    least = value.groupby(classes).min().reindex(["A", "B", "C"]).ffill()
    entry = classes.map(BETTER).map(least)
    return entry - value


def is_near(customers: pd.DataFrame) -> pd.Series:
    """Return who misses less than a quarter of the own revenue to the next better class, and has not fallen silent.

    Nobody, where nothing tells who still buys.
    """
    near = customers["missing_to_next_class"] < NEAR * customers["revenue"]
    return near & (customers["lifecycle"].isin(STILL_HERE) if "lifecycle" in customers else False)


def money_facts(table: pd.DataFrame, accounts: pd.DataFrame | None, days: int) -> dict[str, Any]:
    """Return the facts on classes by money.

    `table`: One row per customer with all classes.
    `days`: That the ledger covers.
    """
    found: dict[str, Any] = {}
    if "abc_margin" in table:
        found["abc_disagree"] = int((table["abc_class"] != table["abc_margin"]).sum())
    near = is_near(table)
    if near.any():
        found["nearer"] = NearBetterClass(
            customers=int(near.sum()), missing=float(table.loc[near, "missing_to_next_class"].sum())
        )
    if "plum" in table:
        found["plum"] = _plum(table[table["plum"]], accounts, days)
    return found


def _plum(plums: pd.DataFrame, accounts: pd.DataFrame | None, days: int) -> Plums:
    margin = plums["margin"].sum(min_count=1)
    cost = None
    if accounts is not None and "cost_to_serve" in accounts and pd.notna(margin):
        served = accounts["cost_to_serve"].reindex(plums.index)
        if served.notna().any():
            cost = float(served.sum() - margin * YEAR / max(days, YEAR))
    return Plums(
        customers=len(plums),
        revenue=float(plums["revenue"].sum()),
        margin=None if pd.isna(margin) else float(margin),
        yearly_cost=cost,
    )
