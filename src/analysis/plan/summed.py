"""The sums that the plan prints: by state, by action, of the list, of win-back and of the control group."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from analysis.client.plan import CHANNELS, Plan
from analysis.client.register import HELD_BACK
from analysis.facts import known_sum
from analysis.plan import actions, winback
from analysis.plan.facts import Action, BreakEven, CauseOfLeaving, HoldBack, Part, WinBack, WinBackGroup
from analysis.plan.gain import break_even
from analysis.plan.holdback import detectable
from analysis.plan.known import PURCHASES, YEAR
from analysis.plan.states import GONE, LOST, OVERDUE, SLIPPING, STATES
from analysis.run.store import without_nan
from analysis.shares import customers_for

LEAVING = (SLIPPING, OVERDUE, LOST)
LISTED = 12
"""Customers that the report shows."""
KEPT = 1000
"""Customers that results.json holds."""


def totals(table: pd.DataFrame, listed: pd.DataFrame, *, paid: bool) -> dict[str, Any]:
    """Return the facts of the list: by state, by action, in all, and what the first of it hold."""
    priced = len(listed) > 0 and bool(listed["expected_gain"].notna().all())
    ranked = (listed["expected_gain"] if priced else listed["stake"]).fillna(0.0).clip(lower=0)
    total = float(ranked.sum())
    rows = listed.head(KEPT)[["customer_id", "customer_state", "action", "stake", "expected_gain"]]
    names = {"customer_id": "customer", "customer_state": "state", "expected_gain": "gain"}
    return {
        "states": {name: part(table[table["customer_state"] == name]) for name in STATES},
        "by_action": {name: part(table[table["action"] == name]) for name in actions.ACTIONS},
        "priced": priced,
        "listed": len(listed),
        "loss_making": int((table["excluded"].eq(actions.LOSS_MAKING) & table["customer_state"].isin(LEAVING)).sum()),
        "stake": known_sum(listed["stake"]),
        "listed_recent": float(listed["recent"].sum()) if paid else None,
        "listed_before": float(listed["before"].sum()) if paid else None,
        "gain": known_sum(listed["expected_gain"]),
        "cost": known_sum(listed["contact_cost"]),
        "shown": min(LISTED, len(listed)),
        "shown_share": float(ranked.head(LISTED).sum()) / total if total > 0 else None,
        "for_half": customers_for(ranked, 0.5) if total > 0 else None,
        "worth_of_ten": 0.1 * float(listed["if_buying"].median()) if len(listed) else None,
        "actions": [Action(**without_nan(row)) for row in rows.rename(columns=names).to_dict("records")],
    }


def part(rows: pd.DataFrame) -> Part:
    """Return the sums of some customers."""
    contacted = rows[rows["action"].isin(actions.CONTACTS)]
    return Part(
        customers=len(rows),
        stake=known_sum(rows["stake"]),
        gain=known_sum(contacted["expected_gain"]),
        cost=known_sum(contacted["contact_cost"]),
    )


def break_evens(listed: pd.DataFrame, plan: Plan | None) -> list[BreakEven]:
    """Return by channel who must buy for a contact to pay, of a customer in the middle of the list."""
    known = listed[listed["p_buy"].notna()]
    if plan is None or known.empty:
        return []
    p0, m = float(known["p_buy"].median()), float(known["if_buying"].median())
    found = []
    for channel in CHANNELS:
        cost, said = getattr(plan.contact_cost, channel), getattr(plan.actions, channel)
        if cost is not None:
            offer = (said.offer if said else None) or 0.0
            at = break_even(p0, m, cost=cost, offer=offer)
            found.append(BreakEven(p0=p0, m=m, offer=offer, cost=cost, p1=at if at <= 1 else None, channel=channel))
    return found


def win_back(table: pd.DataFrame, plan: Plan | None, measure: str) -> WinBack:
    """Return whom to win back, and what that is expected to bring."""
    lost = table[table["customer_state"] == LOST]
    open_to = lost[lost["excluded"] == ""]
    asked = open_to[open_to["action"] == actions.WIN_BACK]
    found = {
        "candidates": len(open_to),
        "excluded": int((table["customer_state"].isin([LOST, GONE]) & (table["excluded"] != "")).sum()),
        "groups": [_group(name, table, paid=measure != PURCHASES) for name in winback.GROUPS],
        "by_cause": by_cause(table[table["customer_state"].isin([LOST, GONE])], plan, paid=measure != PURCHASES),
    }
    large = table[(table["win_back_group"] == winback.LET) & table["large"]].sort_values("revenue", ascending=False)
    if len(large):
        shares = large["revenue"] / table["revenue"].sum()
        found |= {"large": large["customer_id"].astype(str).tolist(), "large_share": float(shares.sum())}
    gains = open_to["win_back_gain"]
    if not len(open_to) or gains.isna().any():
        return WinBack(**found)
    p0 = float(open_to["p_buy"].mean())
    return WinBack(
        **found,
        contacted=len(asked),
        held_back=int((asked["action_group"] == HELD_BACK).sum()),
        expected_profit=float(asked["expected_gain"].sum()),
        profit_of_all=float(gains.sum()),
        cost=float(asked["contact_cost"].sum()),
        **_lines(open_to, plan),
        p0=p0,
    )


def _lines(open_to: pd.DataFrame, plan: Plan | None) -> dict[str, float | None]:
    """Return the margins from which a contact pays once and twice; nothing where offers differ by cause."""
    answers = {id(said): said for cause in open_to["cause"].unique() if plan and (said := plan.answer_to(cause))}
    if len(answers) != 1:
        return {}
    said, cost = next(iter(answers.values())), float(open_to["win_back_cost"].iloc[0])
    at = partial(
        winback.line,
        float(open_to["p_buy"].mean()),
        p1=said.p1,
        uplift=said.uplift,
        cost=cost,
        offer=said.offer or 0.0,
    )
    return {"from_margin": at(on_top=0.0), "fight_from": at(on_top=cost)}


def by_cause(left: pd.DataFrame, plan: Plan | None, *, paid: bool) -> list[CauseOfLeaving]:
    """Return the lost and gone by recorded cause, the most frequent first; none where no cause is recorded."""
    if not left["left_because"].ne("").any():
        return []
    found = []
    for cause, rows in left.groupby("cause", sort=True):
        asked = rows[rows["action"] == actions.WIN_BACK]
        offer = plan.offers.get(str(cause)) if plan else None
        found.append(
            CauseOfLeaving(
                cause=str(cause),
                customers=int((rows["customer_state"] == LOST).sum()),
                contacted=len(asked),
                left=len(rows),
                class_a=int((rows["abc_class"] == "A").sum()),
                lately=int((rows["days_since_last"] <= YEAR).sum()),
                revenue=float(rows["revenue"].sum()) if paid else None,
                gain=known_sum(asked["expected_gain"]),
                say=offer.say if offer else None,
            )
        )
    return sorted(found, key=lambda one: (-one.left, one.cause))


def _group(name: str, rows: pd.DataFrame, *, paid: bool) -> WinBackGroup:
    inside = rows[rows["win_back_group"] == name]
    found = {"group": name, "customers": len(inside), "revenue": float(inside["revenue"].sum()) if paid else None}
    if name not in (winback.FIGHT, winback.CASE) or inside["stake"].isna().all():
        return WinBackGroup(**found)
    return WinBackGroup(**found, stake=known_sum(inside["stake"]), smallest=float(inside["stake"].min()))


def held_back(listed: pd.DataFrame, plan: Plan | None) -> HoldBack | None:
    """Return the control group; None where no share is named and no register fixes one."""
    kept = listed[listed["group"] == HELD_BACK]
    if plan is None or (plan.hold_back is None and kept.empty) or listed.empty:
        return None
    gross = listed["expected_gain"] + listed["contact_cost"]
    return HoldBack(
        share=len(kept) / len(listed),
        contacted=len(listed) - len(kept),
        held_back=len(kept),
        key_accounts=int(listed["key"].sum()),
        detectable=detectable(listed[~listed["key"]], listed.loc[~listed["key"], "group"]),
        mean_gain=float(gross[~listed["key"]].mean()) if gross.notna().any() else None,
        forgone=known_sum(kept["expected_gain"]),
    )
