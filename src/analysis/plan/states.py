"""Every customer one state, read off their own rhythm, with the reason as a code."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.backtest.own_rhythm import LEAST_GAPS

GROWING, STEADY, SLIPPING, OVERDUE = "growing", "steady", "slipping", "overdue"
LOST, GONE, NEW, ONE_TIME = "lost", "gone for good", "new", "one-time"
STATES = (GROWING, STEADY, NEW, ONE_TIME, SLIPPING, OVERDUE, LOST, GONE)
"""In the order in which a reader meets them."""

CHANGE = 0.25
"""A rise or fall by less is no change."""


def patience(longest_gap: pd.Series, window: int) -> pd.Series:
    """Return the days of silence after which a customer counts as lost: longer than others take, and than ever before.

    Examples
    --------
    >>> patience(pd.Series([np.nan, 72.0]), window=13).tolist()
    [13.0, 72.0]
    """
    return longest_gap.fillna(0.0).clip(lower=float(window))


def customer_states(customers: pd.DataFrame, window: int, days: int) -> pd.Series:
    """Return the state of each customer.

    Parameters
    ----------
    customers : DataFrame
        One row per customer who bought: frequency, T and days_since_last (days), gaps (number) and longest_gap (days)
        of their own, recent and before: what they brought in the last `days` days and in as many before.
    window : int
        The churn window: nine of ten customers who came back did so within so many days.
    days : int
        Over which the recent past is compared with what was before it.

    Returns
    -------
    Series of str
        new: first bought within the window. one-time: once, before it. lost: silent for longer than the window and
        than ever before; gone for good: for over twice as long. overdue: for longer than ever before.
        slipping, growing: brought a quarter less, or more, than in as many days before; only who has been a customer
        for all of them. steady: the others.

    Examples
    --------
    >>> rows = {"frequency": [3, 3, 0], "T": [900, 900, 10], "days_since_last": [425, 10, 10], "gaps": [3, 3, 0],
    ...         "longest_gap": [12.0, 30.0, np.nan], "recent": [0.0, 50.0, 9.0], "before": [0.0, 100.0, 0.0]}
    >>> customer_states(pd.DataFrame(rows), window=200, days=365).tolist()
    ['gone for good', 'slipping', 'new']
    """
    silence, old = customers["days_since_last"], customers["T"] > window
    known = customers["T"] >= 2 * days
    tests = [
        (~old, NEW),
        (customers["frequency"] == 0, ONE_TIME),
        (silence > 2 * patience(customers["longest_gap"], window), GONE),
        (silence > patience(customers["longest_gap"], window), LOST),
        ((customers["gaps"] >= LEAST_GAPS) & (silence > customers["longest_gap"]), OVERDUE),
        (known & (customers["recent"] < (1 - CHANGE) * customers["before"]), SLIPPING),
        (known & (customers["recent"] > (1 + CHANGE) * customers["before"]), GROWING),
    ]
    found = np.select([test.to_numpy(bool) for test, _ in tests], [state for _, state in tests], STEADY)
    return pd.Series(found, customers.index, dtype="str")
