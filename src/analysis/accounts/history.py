"""How each customer has bought up to a day: sustained or at once, rising or falling, in rhythm or silent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.ledger.customer_days import Days
from analysis.ledger.rhythm import churn_window

YEAR = 365
LEAST_GAPS = 2
"""Between purchases of a customer, without which there is no own rhythm."""
GONE = 2
"""So many times the longest pause of a rhythm, and a silence is taken for an end."""


def by_purchases(days: Days) -> Days:
    """Return the days of a ledger without amounts, each purchase day counted as 1."""
    return replace(days, net=days.bought.astype(float))


def buying_history(days: Days, until: dt.date) -> pd.DataFrame:
    """Return one row per customer seen by the end of a day, as it was known then.

    `days`: From `ledger.days`; of `by_purchases` where there are no amounts.
    `until`: Later days are not looked at.
    Returns DataFrame indexed by customer_id, sorted: size (net amount of all days), purchases (purchase days),
    first_purchase, last_purchase, days_since_last; quarters (calendar quarters from the first purchase to `until`),
    active_quarters (with a purchase), active_quarter_share; largest_purchase (net amount of the largest purchase day),
    largest_purchase_share (of all purchase days'); longest_pause (days between two purchases that are unusual for the
    customer: the longest of their own, or with fewer than two the 90th percentile of all customers' gaps); last_year
    and year_before (net amount of the last 365 days, and of the 365 before; missing where the data do not reach back so
    far), change (of the one on the other, fraction). Who has no purchase day has a size only.
    """
    now = (until - days.first).days
    seen = days.day <= now
    present = np.flatnonzero(np.bincount(days.customer[seen], minlength=days.customer_id.size))
    index = pd.Index(pd.array(days.customer_id[present], dtype="str"), name="customer_id")
    sums = _sum(days, seen)[present]
    bought = np.flatnonzero(seen & days.bought)
    # By places, not by ids: to look up texts would take most of the time.
    purchases = _purchases(days, bought, until).reindex(present).set_axis(index)
    return pd.concat(
        [pd.DataFrame({"size": sums}, index=index), purchases, _years(days, until, present, index)], axis=1
    )


def _sum(days: Days, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    sums: NDArray[np.float64] = np.bincount(days.customer[rows], days.net[rows], days.customer_id.size).astype(float)
    return sums


def _purchases(days: Days, rows: NDArray[np.int64], until: dt.date) -> pd.DataFrame:
    """Return what the purchase days of these rows (sorted by customer, then day) say of who has one."""
    who, when, net = days.customer[rows], days.day[rows], days.net[rows]
    now, start = (until - days.first).days, pd.Timestamp(days.first)
    opening = np.flatnonzero(np.diff(who, prepend=-1))
    closing = np.append(opening, who.size)[1:] - 1
    known = who[opening]
    quarter = _quarters(days.first, when)
    new_quarter = (np.diff(quarter, prepend=-1) != 0) | (np.diff(who, prepend=-1) != 0)
    active = np.add.reduceat(new_quarter.astype(int), opening) if known.size else opening
    span = _quarters(days.first, np.array([now]))[0] - quarter[opening] + 1
    largest = np.maximum.reduceat(net, opening) if known.size else net
    amount = np.add.reduceat(net, opening) if known.size else net
    silence = now - when[closing]
    return pd.DataFrame(
        {
            "purchases": closing - opening + 1,
            "first_purchase": start + pd.to_timedelta(when[opening], unit="D"),
            "last_purchase": start + pd.to_timedelta(when[closing], unit="D"),
            "days_since_last": silence,
            "quarters": span,
            "active_quarters": active,
            "active_quarter_share": active / span,
            "largest_purchase": largest,
            "largest_purchase_share": np.divide(largest, amount, out=np.ones(known.size), where=amount > 0),
            "longest_pause": _pauses(who, when, known),
        },
        index=pd.Index(known),
    )


def _quarters(first: dt.date, day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the calendar quarter of days since the first, counted from year 0."""
    months = (np.datetime64(first, "D") + day.astype("timedelta64[D]")).astype("datetime64[M]").astype(int)
    quarters: NDArray[np.int64] = months // 3 + 1970 * 4
    return quarters


def _pauses(who: NDArray[np.int64], when: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.float64]:
    inside = np.diff(who, prepend=-1) == 0
    gaps = pd.Series(np.diff(when, prepend=-1)[inside], index=who[inside])
    usual = churn_window(gaps)
    own = gaps.groupby(level=0).agg(["size", "max"]).reindex(known)
    enough = own["size"].fillna(0) >= LEAST_GAPS
    pauses: NDArray[np.float64] = own["max"].where(enough, np.nan if usual is None else usual).to_numpy(float)
    return pauses


def _years(days: Days, until: dt.date, present: NDArray[np.int64], index: pd.Index) -> pd.DataFrame:
    now = (until - days.first).days
    found = {}
    for name, end in (("last_year", now), ("year_before", now - YEAR)):
        inside = (days.day <= end) & (days.day > end - YEAR)
        reached = end - YEAR >= -1
        found[name] = _sum(days, inside)[present] if reached else np.full(present.size, np.nan)
    before = found["year_before"]
    change = np.divide(found["last_year"], before, out=np.full(present.size, np.nan), where=before > 0) - 1
    return pd.DataFrame({**found, "change": change}, index=index)


def still_buys(history: pd.DataFrame) -> pd.Series:
    """Return whether customers still buy: "yes", "late" (silent for longer than their longest pause), "gone" (twice).

    `history`: days_since_last, longest_pause, from `buying_history`.
    Returns Series of str, same index: Missing where nothing is known: no purchase day, or nobody who bought twice.

    Examples
    --------
    >>> silent = pd.DataFrame({"days_since_last": [10, 40, 90], "longest_pause": [30.0, 30.0, 30.0]})
    >>> still_buys(silent).tolist()
    ['yes', 'late', 'gone']
    """
    silence, pause = history["days_since_last"], history["longest_pause"]
    state = np.select([(silence.isna() | pause.isna()), silence > GONE * pause, silence > pause], [-1, 2, 1], 0)
    return pd.Series(pd.Categorical.from_codes(state, ["yes", "late", "gone"]).astype("str"), history.index)
