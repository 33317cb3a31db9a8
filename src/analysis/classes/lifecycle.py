"""Where a customer stands between the first purchase and the last, measured by the client's own rhythm."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.coded import in_words

LIFECYCLE = ("loyal", "regular", "regained", "new", "one-time", "sleeping", "lost", "no purchase")
"""The best first. Beside them stand the potential customers: listed in the accounts, without a purchase."""
STILL_HERE, SILENT = ("loyal", "regular", "regained", "new"), ("sleeping", "lost")
LOST_RHYTHMS = 2
"""Silences of so many rhythms are counted as lost; up to there a customer sleeps."""
LOYAL_PURCHASES, LOYAL_RHYTHMS = 4, 2
"""Least purchase days, and least time between the first and the last, of a loyal customer."""


def lifecycle(
    customers: pd.DataFrame, day: dt.date, rhythm_days: float | None, comeback: pd.Series | None = None
) -> pd.Series:
    """Return the stage of each customer at the end of a day.

    Parameters
    ----------
    customers : DataFrame indexed by customer_id
        first_purchase, last_purchase (days), frequency (repeat purchase days), recency (days).
    day : date
    rhythm_days : float or None
        Days within which 90 % of the repeat purchases come: the rhythm. None where nobody bought twice.
    comeback : Series of days, optional
        When a customer last ended a silence of more than two rhythms by a purchase (`quarters.comebacks`).

    Returns
    -------
    Series of str, same index
        new: first bought within one rhythm. one-time: bought once, longer ago. Who bought again: regular (last bought
        within one rhythm), loyal (regular, four purchase days or more over two rhythms or more, on average within the
        rhythm), regained (back within the last rhythm after a silence of more than two), sleeping (silent for one to
        two rhythms), lost (longer). no purchase: everything was given back.

    Examples
    --------
    >>> seen = pd.DataFrame({"first_purchase": pd.to_datetime(["2023-01-01", "2023-12-20"]),
    ...                      "last_purchase": pd.to_datetime(["2023-06-01", "2023-12-20"]),
    ...                      "frequency": [3, 0], "recency": [151, 0]})
    >>> lifecycle(seen, dt.date(2023, 12, 31), 90).tolist()
    ['lost', 'new']
    """
    rhythm = np.inf if rhythm_days is None else rhythm_days
    today = pd.Timestamp(day)
    silent, age = (today - customers["last_purchase"]).dt.days, (today - customers["first_purchase"]).dt.days
    again, span = customers["frequency"] > 0, customers["recency"]
    within = silent <= rhythm
    mean_gap = span / customers["frequency"].where(again)
    steady = (customers["frequency"] + 1 >= LOYAL_PURCHASES) & (mean_gap <= rhythm) & (span >= LOYAL_RHYTHMS * rhythm)
    back = pd.Series(pd.NaT, customers.index) if comeback is None else comeback.reindex(customers.index)
    regained = (today - pd.to_datetime(back)).dt.days <= rhythm
    once = "one-time" if rhythm_days is None else "new"
    stages = [
        (silent.isna(), "no purchase"),
        (age <= rhythm, once),
        (~again, "one-time"),
        (within & regained, "regained"),
        (within & steady, "loyal"),
        (within, "regular"),
        (silent <= LOST_RHYTHMS * rhythm, "sleeping"),
    ]
    found = np.select([test.to_numpy(bool) for test, _ in stages], range(len(stages)), len(stages))
    return pd.Series(in_words(found, [*(name for _, name in stages), "lost"]), customers.index, name="lifecycle")
