"""Who looks after whom: each manager's book, and what leaves with them."""

from __future__ import annotations

import pandas as pd

from analysis.facts import known_sum
from analysis.plan.actions import CONTACTS
from analysis.plan.facts_more import Manager


def managers(table: pd.DataFrame, worth: pd.Series | None) -> list[Manager]:
    """Return each manager's book, the largest first; none where nobody says who looks after whom.

    Parameters
    ----------
    table : DataFrame
        customer_id, manager, abc_class, recent, before, action, stake.
    worth : Series or None
        What each customer is expected to bring, by customer_id.
    """
    if table["manager"].isna().all():
        return []
    found = []
    for name, book in table.groupby(table["manager"].fillna(""), sort=True):
        listed = book[book["action"].isin(CONTACTS)]
        ahead = None if worth is None else float(worth.reindex(book["customer_id"]).sum())
        found.append(
            Manager(
                manager=str(name) or None,
                customers=len(book),
                class_a=int((book["abc_class"] == "A").sum()),
                recent=float(book["recent"].sum()),
                before=float(book["before"].sum()),
                listed=len(listed),
                stake=known_sum(listed["stake"]),
                worth=ahead,
            )
        )
    return sorted(found, key=lambda one: (-one.recent, one.manager or ""))
