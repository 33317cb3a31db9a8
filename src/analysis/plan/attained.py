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
    """Return the latest targets that have begun, the largest gap first; none where none are stated.

    A target whose period the data do not yet fill is held against the part of it that is over.
    """
    stated = given.targets
    if stated is None or not given.ledger.has_amounts:
        return []
    end = given.ledger.observation_end
    begun = stated[(stated["first"] <= end) & (stated["last"] > given.ledger.first)]
    whose = "manager" if "manager" in begun else "customer_id"
    latest = begun[begun["first"] == begun.groupby(whose)["first"].transform("max")]
    found = [_attained(given, table, whose, row) for row in latest.to_dict("records")]
    return sorted(found, key=lambda one: (one.reached - one.due, one.whose))


def _attained(given: Inputs, table: pd.DataFrame, whose: str, row: dict[str, object]) -> Target:
    first, last, amount = row["first"], row["last"], float(str(row["amount"]))
    assert isinstance(first, dt.date)
    assert isinstance(last, dt.date)
    until = min(last, given.ledger.observation_end)
    seen = given.ledger.observe(first - dt.timedelta(days=1), until)["revenue"]
    book = table[table[whose].astype("str") == row[whose]]
    reached = float(seen.reindex(book["customer_id"]).fillna(0.0).sum())
    due = due_by(amount, first, last, until)
    ahead = (book["spend"] * book["p_buy"]).fillna(0.0) if "p_buy" in book else pd.Series(0.0, book.index)
    return Target(
        whose=str(row[whose]),
        first=first,
        last=last,
        amount=amount,
        due=due,
        reached=reached,
        customers=len(book),
        **closing(book["customer_id"], ahead, due - reached),
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
