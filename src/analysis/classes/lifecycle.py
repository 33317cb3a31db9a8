"""Where a customer stands between the first purchase and the last, measured by the client's own rhythm."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.shares import in_words

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
    places = lifecycle_places(customers, day, rhythm_days, comeback)
    return pd.Series(in_words(places, LIFECYCLE), customers.index, name="lifecycle")


def lifecycle_places(
    customers: pd.DataFrame, day: dt.date, rhythm_days: float | None, comeback: pd.Series | None = None
) -> NDArray[np.int64]:
    """Return the stages of `lifecycle` as places in `LIFECYCLE`."""
    rhythm = np.inf if rhythm_days is None else rhythm_days
    silent, age = (_days_since(customers[name], day) for name in ("last_purchase", "first_purchase"))
    frequency, span = (customers[name].to_numpy(float) for name in ("frequency", "recency"))
    again, within = frequency > 0, silent <= rhythm
    steady = (
        (frequency + 1 >= LOYAL_PURCHASES)
        & (span / np.maximum(frequency, 1) <= rhythm)
        & (span >= LOYAL_RHYTHMS * rhythm)
    )
    back = np.zeros(again.size, dtype=bool)
    if comeback is not None:
        back = _days_since(comeback.reindex(customers.index), day) <= rhythm
    stages = [
        (np.isnan(silent), "no purchase"),
        (age <= rhythm, "one-time" if rhythm_days is None else "new"),
        (~again, "one-time"),
        (within & back, "regained"),
        (within & steady, "loyal"),
        (within, "regular"),
        (silent <= LOST_RHYTHMS * rhythm, "sleeping"),
    ]
    tests, names = zip(*stages, strict=True)
    return np.select(tests, [LIFECYCLE.index(name) for name in names], LIFECYCLE.index("lost")).astype(np.int64)


def _days_since(day: pd.Series, today: dt.date) -> NDArray[np.float64]:
    """Return whole days; missing where there was none."""
    since: NDArray[np.float64] = (np.datetime64(today) - day.to_numpy("datetime64[s]")) / np.timedelta64(1, "D")
    return since
