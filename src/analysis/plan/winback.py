"""Win-back: the expected profit of contacting who is lost, how many of them to contact, and four groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.plan.actions import WIN_BACK
from analysis.plan.states import GONE, LOST

FIGHT, CASE, LET, GIVE_UP = "fight for", "case by case", "let go", "give up for good"
GROUPS = (FIGHT, CASE, LET, GIVE_UP)
POINTS = 200
"""Of the curve, whatever the number of customers."""


def profit_curve(gains: pd.Series) -> pd.DataFrame:
    """Return the expected profit of contacting the first n of the lost, the best first.

    Returns DataFrame: contacted (from 0), profit: it rises as long as the next contact brings more than it costs, then
    falls.

    Examples
    --------
    >>> profit_curve(pd.Series([-2.0, 5.0, 1.0]))["profit"].tolist()
    [0.0, 5.0, 6.0, 4.0]
    """
    ordered = np.sort(gains.dropna().to_numpy(float))[::-1]
    return pd.DataFrame({"contacted": np.arange(ordered.size + 1), "profit": np.append(0.0, np.cumsum(ordered))})


def thinned(curve: pd.DataFrame, points: int = POINTS) -> pd.DataFrame:
    """Return a curve at evenly spaced points, its ends and its highest among them."""
    if len(curve) <= points:
        return curve
    keep = np.unique(np.append(np.linspace(0, len(curve) - 1, points).round(), curve["profit"].argmax()).astype(int))
    return curve.iloc[keep].reset_index(drop=True)


def groups(customers: pd.DataFrame, *, a: float, b: float) -> pd.Series:
    """Return the group of each customer who is lost or gone for good; the others are missing.

    Parameters
    ----------
    customers : DataFrame
        customer_state, excluded, if_buying, stake, action, win_back_gain, win_back_cost (missing where not known).
    a, b : float
        Cumulative shares of the stake at which "fight for" and "case by case" end where no gain is known.

    Notes
    -----
    Give up for good: who costs money, does not pay, or had to go. Let go: gone for good, or brings less than the
    contact costs. Fight for: brings at least the contact's cost on top of it; case by case: less than that.
    """
    gone = customers[customers["customer_state"].isin([LOST, GONE])]
    found = pd.Series(LET, gone.index, dtype="str")
    tried = gone[gone["action"] == WIN_BACK]
    gain, cost = tried["win_back_gain"], tried["win_back_cost"]
    if gain.notna().any():
        found[tried.index] = np.where(gain >= cost, FIGHT, CASE)
    elif len(tried):
        stake = tried["stake"].fillna(0.0).sort_values(ascending=False, kind="stable")
        before = (stake.cumsum() - stake) / max(float(stake.sum()), 1e-12)
        found[stake.index] = np.select([before < a, before < b], [FIGHT, CASE], LET)
    found[gone["excluded"] != ""] = GIVE_UP
    return found


def line(
    p0: float, *, p1: float | None, uplift: float | None, cost: float, offer: float, on_top: float
) -> float | None:
    """Return the margin from which a win-back leaves so much on top of its cost; None where it never does.

    Examples
    --------
    >>> round(line(0.1, p1=0.3, uplift=None, cost=3.0, offer=10.0, on_top=0.0), 9)
    30.0
    """
    then = p0 + uplift * (1 - p0) if uplift is not None else max(p0, p1 or 0.0)
    return (then * offer + cost + on_top) / (then - p0) if then > p0 else None
