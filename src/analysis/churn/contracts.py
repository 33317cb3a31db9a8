"""Contracts as stretches of being a customer: from when to when, how many joined, and why they ended."""

from __future__ import annotations

import pandas as pd

from analysis.classes.causes import INVOLUNTARY, cause_of

GRACE_DAYS = 31
"""A contract that begins so soon after the last one ended renews it."""
RUNNING = pd.Timestamp("2262-01-01")


def spells(subscriptions: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Return how long each customer stayed at a stretch.

    Parameters
    ----------
    subscriptions : DataFrame
        customer_id, start; optionally end (missing: it runs) and reason. One row per contract.
    until : Timestamp
        The last day that is looked at: what ends after it still runs, what starts after it is not there.

    Returns
    -------
    DataFrame sorted by customer_id and start
        customer_id, start, end (NaT while it runs), left (it ended), reason (of the contract that ended last; empty
        where none is told), contracts (that follow on each other within 31 days), tenure_days (to the end, or so far),
        notice (a later end is known already).

    Examples
    --------
    >>> days = pd.to_datetime(["2020-01-01", "2021-01-01", "2021-05-01"])
    >>> two = pd.DataFrame({"customer_id": list("AAB"), "start": days, "end": [days[1], pd.NaT, pd.NaT]})
    >>> spells(two, pd.Timestamp("2021-12-31"))[["customer_id", "contracts", "tenure_days"]].values.tolist()
    [['A', 2, 730], ['B', 1, 244]]
    """
    rows = subscriptions[subscriptions["start"] <= until].copy()
    rows["end"] = (rows["end"] if "end" in rows else pd.Series(pd.NaT, rows.index)).fillna(RUNNING)
    rows["reason"] = (rows["reason"] if "reason" in rows else pd.Series("", rows.index)).fillna("").astype(str)
    rows = rows.sort_values(["customer_id", "start", "end"], kind="stable", ignore_index=True)
    latest = rows.groupby("customer_id")["end"].cummax()
    before = latest.groupby(rows["customer_id"]).shift()
    opens = before.isna() | (rows["start"] > before + pd.Timedelta(days=GRACE_DAYS))
    spell = opens.cumsum()
    closing = rows.sort_values("end", kind="stable").groupby(spell).last()
    found = rows.groupby(spell).agg(customer_id=("customer_id", "first"), start=("start", "min"))
    found["contracts"] = rows.groupby(spell).size()
    ends = closing["end"]
    found["left"] = ends <= until
    found["notice"] = (ends > until) & (ends < RUNNING)
    found["end"] = ends.where(found["left"])
    found["reason"] = closing["reason"].where(found["left"], "")
    found["tenure_days"] = (found["end"].fillna(until) - found["start"]).dt.days
    return found.reset_index(drop=True)


def enter_record(found: pd.DataFrame, first_day: pd.Timestamp) -> pd.DataFrame:
    """Return spells with the age at which each was first under observation (entry_days).

    The record of leavers begins with the data, or with the first end if that is earlier: who left before is not in the
    table, so a customer who is older counts from that day on, not from their start (delayed entry).
    """
    ends = found.loc[found["left"], "end"]
    begins = min(first_day, ends.min()) if len(ends) else first_day
    entry = (begins - found["start"]).dt.days.clip(lower=0)
    return found.assign(entry_days=entry)


def is_involuntary(reason: pd.Series) -> pd.Series:
    """Say which reasons leave no choice.

    Examples
    --------
    >>> is_involuntary(pd.Series(["price", "Involuntary", "payment failed", ""])).tolist()
    [False, True, True, False]
    """
    return reason.astype(str).map(cause_of).eq(INVOLUNTARY)
