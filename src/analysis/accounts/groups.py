"""Groups of branches: one that buys for all, or each for itself."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.accounts.facts_beside import BuyingGroups, WayOfBuying
from analysis.accounts.history import YEAR
from analysis.facts import known_sum

CENTRAL = 0.80
"""Of a group's revenue: from there on one branch buys for all."""
QUARTER, MONTH = 91, 30
WAYS = ("central", "branches")
COLUMNS = ("customer_id", "branches", "silent", "largest_branch", "largest_share", "revenue", "way")


def group_table(branches: pd.DataFrame | None, end: dt.date) -> pd.DataFrame:
    """Return the groups, the largest first.

    `branches`: customer_id (the paying group), branch_id, revenue, last_day.
    `end`: The observation end.
    Returns DataFrame: customer_id, branches, silent (of them, without a purchase in the last 365 days), largest_branch,
    largest_share (of the group's revenue; missing where that is not above 0), revenue, way: "central" where one branch
    brings `CENTRAL` or more, else "branches".
    """
    if branches is None or branches.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    by_size = branches.sort_values(["customer_id", "revenue", "branch_id"], ascending=[True, False, True])
    silent = pd.to_datetime(by_size["last_day"]) <= pd.Timestamp(end - dt.timedelta(days=YEAR))
    found = by_size.assign(silent=silent).groupby("customer_id")
    groups = found.agg(
        branches=("branch_id", "size"),
        silent=("silent", "sum"),
        largest_branch=("branch_id", "first"),
        largest=("revenue", "first"),
        revenue=("revenue", "sum"),
    )
    share = (groups["largest"] / groups["revenue"]).where(groups["revenue"] > 0)
    groups = groups.assign(
        largest_share=share, way=share.ge(CENTRAL).map({True: WAYS[0], False: WAYS[1]})
    ).reset_index()
    return groups.sort_values(["revenue", "customer_id"], ascending=[False, True], kind="stable")[list(COLUMNS)]


def quiet_branches(branches: pd.DataFrame | None, end: dt.date) -> list[str]:
    """Return the branches silent for a quarter, the largest first, in groups whose branches mostly buy every month.

    `branches`, `end`: As of `group_table`; who has been silent for a year is not among them.
    """
    if branches is None or branches.empty:
        return []
    silence = (pd.Timestamp(end) - pd.to_datetime(branches["last_day"])).dt.days
    usual = silence.groupby(branches["customer_id"]).transform("median")
    quiet = branches[(silence > QUARTER) & (silence < YEAR) & (usual <= MONTH)]
    return quiet.sort_values(["revenue", "branch_id"], ascending=[False, True])["branch_id"].astype(str).tolist()


def groups(
    table: pd.DataFrame, accounts: pd.DataFrame, whole: float, quiet: list[str] | None = None
) -> BuyingGroups | None:
    """Return what groups of several branches bring, those that buy centrally beside those that do not."""
    if table.empty:
        return None
    ways = []
    for way in WAYS:
        rows = table[table["way"] == way]
        of = accounts.reindex(rows["customer_id"])
        if len(of):
            ways.append(
                WayOfBuying(
                    way=way,
                    groups=len(of),
                    branches=int(rows["branches"].sum()),
                    silent=int(rows["silent"].sum()),
                    size=float(of["size"].sum()),
                    share=float(of["size"].clip(lower=0).sum() / whole),
                    margin=known_sum(of["account_margin"]),
                    purchases=None if of["purchases"].isna().all() else float(of["purchases"].median()),
                    key=int(of["account_verdict"].eq("key").sum()),
                    gone=int(of["still_buys"].eq("gone").sum()),
                )
            )
    return BuyingGroups(
        groups=len(table),
        branches=int(table["branches"].sum()),
        silent=int(table["silent"].sum()),
        quiet=quiet or [],
        share=float(accounts["size"].reindex(table["customer_id"]).clip(lower=0).sum() / whole),
        central=int(table["way"].eq(WAYS[0]).sum()),
        central_share=CENTRAL,
        ways=ways,
    )
