"""Each manager's book: what it brings, how it moves, what leaves with them, and what of the last list was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.client.register import CONTACT
from analysis.facts import known_sum
from analysis.plan.facts_more import Manager
from analysis.plan.states import STATES

if TYPE_CHECKING:
    from analysis.plan.facts_more import Target
    from analysis.run.step import Inputs


def managers(
    table: pd.DataFrame, worth: pd.Series | None, targets: list[Target], listed: pd.DataFrame | None
) -> list[Manager]:
    """Return each manager's book, the largest first; none where nobody says who looks after whom.

    `table`: customer_id, manager, abc_class, customer_state, recent, before, action_group, stake, expected_gain.
    `worth`: What each customer is expected to bring, by customer_id.
    `targets`: Of managers or customers.
    `listed`: The last list, from `last_list`.
    """
    if table["manager"].isna().all():
        return []
    attained = {one.whose: one for one in targets}
    found = []
    for name, book in table.groupby(table["manager"].fillna(""), sort=True):
        asked = book[book["action_group"] == CONTACT]
        target = attained.get(str(name))
        found.append(
            Manager(
                manager=str(name) or None,
                customers=len(book),
                class_a=int((book["abc_class"] == "A").sum()),
                recent=float(book["recent"].sum()),
                before=float(book["before"].sum()),
                largest_share=float(book["recent"].max() / book["recent"].sum()) if book["recent"].sum() > 0 else None,
                states={state: int((book["customer_state"] == state).sum()) for state in STATES},
                listed=len(asked),
                stake=known_sum(asked["stake"]),
                gain=known_sum(asked["expected_gain"]),
                worth=None if worth is None else float(worth.reindex(book["customer_id"]).sum()),
                due=target.due if target else None,
                reached=target.reached if target else None,
                **({} if listed is None else _done(listed[listed["customer_id"].isin(book["customer_id"])])),
            )
        )
    return sorted(found, key=lambda one: (-one.recent, one.manager or ""))


def last_list(given: Inputs) -> pd.DataFrame | None:
    """Return the latest list that was to be carried out: customer_id, as_of, done, brought since; None without one."""
    register = given.register
    if register is None or register.empty:
        return None
    as_of = register["as_of"].max()
    rows = register[(register["as_of"] == as_of) & (register["group"] == CONTACT)]
    seen = given.ledger.observe(as_of.date(), given.ledger.observation_end)
    brought = seen["revenue"] if given.ledger.has_amounts else seen["purchases"]
    return rows.assign(brought=rows["customer_id"].map(brought), as_of=as_of.date())


def _done(rows: pd.DataFrame) -> dict[str, Any]:
    if rows.empty:
        return {}
    return {
        "list_of": rows["as_of"].iloc[0],
        "asked": len(rows),
        "done": int((rows["done"] == "yes").sum()),
        "not_done": int((rows["done"] == "no").sum()),
        "bought": int(rows["brought"].notna().sum()),
        "brought": float(rows["brought"].sum()),
    }
