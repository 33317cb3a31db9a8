"""How long the next purchase takes, of customers who were seen for different lengths of time (Kaplan-Meier)."""

from __future__ import annotations

import numpy as np
import pandas as pd

AT_RISK = 30
"""Customers that a curve must still rest on."""
FEW_LOST = 0.1
"""Of all customers so few lost from view before a day change little in the share that came back by it."""
POINTS = 150


def came_by(times: pd.DataFrame) -> pd.DataFrame:
    """Return the share who bought again by each day.

    `times`: days (to the next purchase, or as long as it has not come), again, customers.
    Returns DataFrame: days (those on which somebody bought again), at_risk (customers seen so long who had not), share.

    1 - Kaplan & Meier's (1958) product of 1 - events / at risk; statsmodels' `SurvfuncRight` gives the same, and takes
    a second to be imported.

    Examples
    --------
    >>> seen = pd.DataFrame({"days": [10, 20, 30, 40], "again": [True, False, True, False], "customers": 1})
    >>> came_by(seen)["share"].tolist()
    [0.25, 0.625]
    """
    by_day = times.assign(came=times["customers"].where(times["again"], 0)).groupby("days")[["customers", "came"]].sum()
    at_risk = by_day["customers"][::-1].cumsum()[::-1]
    share = 1 - (1 - by_day["came"] / at_risk).cumprod()
    table = pd.DataFrame({"days": by_day.index, "at_risk": at_risk.to_numpy(), "share": share.to_numpy()})
    return table[by_day["came"].to_numpy() > 0].reset_index(drop=True)


def seen_by(times: pd.DataFrame) -> int:
    """Return the last day at which at least 30 customers were still waited for; 0 if never.

    Where nearly all have come back by then, nobody is left to wait for, and the curve holds for as long as the longest
    was seen: subscribers who pay every month are no customers of whom a third come again within 30 days.

    Examples
    --------
    >>> seen_by(pd.DataFrame({"days": [31, 400], "again": [True, False], "customers": [95, 5]}))
    400
    """
    waited = (
        times.assign(lost=times["customers"].where(~times["again"], 0)).groupby("days")[["customers", "lost"]].sum()
    )
    at_risk = waited["customers"][::-1].cumsum()[::-1]
    before = waited["lost"].cumsum() - waited["lost"]
    whole = (at_risk.max() >= AT_RISK) & (before <= FEW_LOST * at_risk.max())
    reached = at_risk.index[(at_risk >= AT_RISK) | whole]
    return int(reached[-1]) if len(reached) else 0


def share_by(curve: pd.DataFrame, day: int) -> float:
    """Return the share who bought again within so many days."""
    at = int(np.searchsorted(curve["days"], day, side="right")) - 1
    return 0.0 if at < 0 else float(curve["share"].iloc[at])


def day_of_half(curve: pd.DataFrame, within: int) -> int | None:
    """Return by which day half of those who come back within so many days have done so; None if nobody does."""
    whole = share_by(curve, within)
    if whole == 0:
        return None
    return int(curve["days"].iloc[int(np.searchsorted(curve["share"], whole / 2 - 1e-12))])


def thinned(curve: pd.DataFrame, until: int) -> pd.DataFrame:
    """Return a curve at so many days as can be told apart, from day 0 to a last one."""
    days = np.unique(np.rint(np.linspace(0, until, POINTS)).astype(int))
    at = np.searchsorted(curve["days"], days, side="right")
    return pd.DataFrame({"days": days, "share": np.append(0.0, curve["share"])[at]})
