"""Targets: what of them is attained, what is missing, and which accounts would close the gap."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from analysis.plan.facts_more import Target
from analysis.shares import customers_for

if TYPE_CHECKING:
    from analysis.run.step import Inputs

NAMED = 3
"""Accounts that would close a gap, by name."""


def targets(given: Inputs, table: pd.DataFrame) -> list[Target]:
    """Return the targets of the year that runs, the largest gap first; none where none are stated.

    Those of several months of it are taken together, as far as they have begun; a target whose period the data do not
    yet fill is held against the part of it that is over.
    """
    stated = given.targets
    if stated is None or not given.ledger.has_amounts:
        return []
    end = given.ledger.observation_end
    begun = stated[(stated["first"] <= end) & (stated["last"] > given.ledger.first)]
    if begun.empty:
        return []
    year = max(first.year for first in begun["first"])
    begun = begun[[first.year == year for first in begun["first"]]]
    seen = {
        (first, last): given.ledger.observe(first - dt.timedelta(days=1), min(last, end))["revenue"]
        for first, last in begun[["first", "last"]].drop_duplicates().itertuples(index=False)
    }
    whose = "manager" if "manager" in begun else "customer_id"
    books = table.groupby(table[whose].astype("str"))
    found = [
        _attained(str(name), rows, books.get_group(name) if name in books.groups else table.iloc[:0], seen, end)
        for name, rows in begun.groupby(whose)
    ]
    return sorted(found, key=lambda one: (one.reached - one.due, one.whose))


def _attained(
    whose: str, rows: pd.DataFrame, book: pd.DataFrame, seen: dict[tuple[dt.date, dt.date], pd.Series], end: dt.date
) -> Target:
    periods = list(zip(rows["first"], rows["last"], strict=True))
    reached = sum(float(seen[period].reindex(book["customer_id"]).fillna(0.0).sum()) for period in set(periods))
    due = sum(due_by(amount, *days, min(days[1], end)) for amount, days in zip(rows["amount"], periods, strict=True))
    return Target(
        whose=whose,
        first=rows["first"].min(),
        last=rows["last"].max(),
        amount=float(rows["amount"].sum()),
        due=due,
        reached=reached,
        customers=len(book),
        **closing(book["customer_id"], (book["spend"] * book["p_buy"]).fillna(0.0), due - reached),
    )


def due_by(amount: float, first: dt.date, last: dt.date, until: dt.date) -> float:
    """Return the part of a target that is due by a day.

    Examples
    --------
    >>> due_by(300.0, dt.date(2024, 4, 1), dt.date(2024, 4, 30), dt.date(2024, 4, 10))
    100.0
    """
    return amount * ((until - first).days + 1) / ((last - first).days + 1)


def closing(ids: pd.Series, ahead: pd.Series, gap: float) -> dict[str, object]:
    """Return how many accounts would close a gap, the largest expectation first; None where all of them would not.

    Examples
    --------
    >>> closing(pd.Series(["a", "b", "c"]), pd.Series([5.0, 20.0, 10.0]), 25.0)
    {'closing': 2, 'accounts': ['b', 'c']}
    """
    if gap <= 0:
        return {}
    ordered = ahead.sort_values(ascending=False, kind="stable")
    total = float(ordered.clip(lower=0).sum())
    if total < gap:
        return {}
    n = customers_for(ordered.clip(lower=0), gap / total)
    return {"closing": n, "accounts": [*ids[ordered.index[: min(n, NAMED)]]]}
