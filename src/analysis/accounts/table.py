"""One row per account with all that its verdict rests on, as known at the end of a day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.accounts.history import buying_history, still_buys
from analysis.accounts.profit import account_margin
from analysis.accounts.verdict import judged
from analysis.ledger.customer_days import Days

OF_DAYS = (
    "purchases",
    "days_since_last",
    "quarters",
    "active_quarters",
    "active_quarter_share",
    "largest_purchase_share",
    "longest_pause",
    "last_year",
    "year_before",
    "change",
)
"""What the days of purchases say, and a summary without days does not."""


def account_table(
    days: Days,
    margin: pd.Series | None,
    until: dt.date,
    attributes: pd.DataFrame | None,
    overdue: pd.DataFrame | None,
    left: pd.Series | None = None,
    *,
    has_days: bool,
) -> pd.DataFrame:
    """Return every customer seen by a day with measures and verdict, the largest first.

    Parameters
    ----------
    days : Days
        Of all rows; each purchase day counted as 1 where there are no amounts.
    margin : Series indexed by customer_id, or None
        What each left by that day; missing where unknown.
    attributes : DataFrame indexed by customer_id, or None
        cost_to_serve, rebate, strategic, wallet: each optional.
    overdue : DataFrame indexed by customer_id, or None
        long_past_due (is the oldest open invoice long past due).
    left : Series of nullable booleans indexed by customer_id, optional
        Who has left by what the client states; it goes before silence.
    has_days : bool
        Whether the days mean anything.

    Returns
    -------
    DataFrame indexed by customer_id
        The columns of `history.buying_history`, `still_buys`, `profit.account_margin` and `verdict.judged`;
        margin, strategic, wallet_share, long_past_due, has_left (missing where not stated).
        Sorted by size, then margin, then id.
    """
    table = buying_history(days, until)
    table["margin"] = float("nan") if margin is None else margin.reindex(table.index)
    if not has_days:
        table = table.assign(**dict.fromkeys(OF_DAYS, float("nan")), first_purchase=pd.NaT, last_purchase=pd.NaT)
    span = (table["last_purchase"] - table["first_purchase"]).dt.days
    table = pd.concat([table, account_margin(table["margin"], span, attributes)], axis=1)
    beside = pd.DataFrame(index=table.index) if attributes is None else attributes.reindex(table.index)
    table["has_left"] = pd.Series(pd.NA if left is None else left, table.index).astype("boolean")
    table["still_buys"] = still_buys(table).mask(
        table["has_left"].notna(), table["has_left"].map({True: "gone", False: "yes"})
    )
    table["strategic"] = _flag(beside.get("strategic"), table.index)
    wallet = pd.to_numeric(beside["wallet"], errors="coerce") if "wallet" in beside else None
    table["wallet_share"] = float("nan") if wallet is None else (table["last_year"] / wallet).where(wallet > 0)
    table["long_past_due"] = _flag(None if overdue is None else overdue["long_past_due"], table.index)
    table = pd.concat([table, judged(table)], axis=1)
    # The table is in the order of the ids: a stable sort leaves equal accounts in it.
    order = np.lexsort((-table["account_margin"].fillna(-np.inf), -table["size"]))
    return table.iloc[order]


def _flag(values: pd.Series | None, index: pd.Index) -> pd.Series:
    """Return yes and no as booleans; what is not known is no."""
    if values is None:
        return pd.Series(False, index)
    return values.reindex(index).astype("boolean").fillna(False).astype(bool)
