"""What the classes need of a customer's days beyond their sum: quarters of two years, and silences that ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.ledger.customer_days import Days
from analysis.ledger.rhythm import churn_window

YEAR = 365
QUARTERS = 8


def window_days(first: dt.date, day: dt.date) -> int:
    """Return how long the two stretches are that growth compares: a year each, or half of a shorter history.

    Examples
    --------
    >>> window_days(dt.date(2020, 1, 1), dt.date(2023, 12, 31)), window_days(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    (365, 182)
    """
    return min(YEAR, ((day - first).days + 1) // 2)


def rhythm_days(days: Days) -> int | None:
    """Return the days within which 90 % of all repeat purchases come; None where nobody bought twice."""
    return churn_window(days.gaps())


def quarters(days: Days, until: dt.date, length: int, *, paid: bool = True) -> pd.DataFrame:
    """Return what each customer brought in eight equal parts of two stretches that end with a day.

    `until`: The last day of the eighth part.
    `length`: Days of a stretch, which is four parts.
    `paid`: Whether there is money; else purchase days are counted.
    Returns DataFrame indexed by customer_id, in the order of `days`: 1 to 8: net money (or purchase days), the oldest
    first; 0: of the stretch before them.
    """
    age = (until - days.first).days - np.arange(int(days.day.max(initial=0)) + 1)
    outside, before = (age < 0) | (age >= 3 * length), age >= 2 * length
    part = np.select([outside, before], [QUARTERS + 1, 0], (2 * length - 1 - age) * 4 // length + 1)
    value = days.net if paid else days.bought.astype(float)
    n, parts = days.customer_id.size, QUARTERS + 2
    flat = np.bincount(days.customer * parts + part[days.day], value, n * parts)
    return pd.DataFrame(flat.reshape(n, parts)[:, : QUARTERS + 1], _named(days.customer_id), range(QUARTERS + 1))


def comebacks(days: Days, until: dt.date, silence: float) -> pd.Series:
    """Return when each customer last bought after a silence of more than so many days.

    Returns Series of days indexed by customer_id: Customers who never came back after such a silence are not in it.
    """
    who, when, waited = days.purchases
    back = np.flatnonzero((waited > silence) & (when <= (until - days.first).days))
    last = back[np.diff(who[back], append=-1) != 0]
    came = pd.Timestamp(days.first) + pd.to_timedelta(when[last], unit="D")
    return pd.Series(came, _named(days.customer_id[who[last]]))


def _named(customers: NDArray[Any]) -> pd.Index:
    """Return ids as an index of texts; places instead of ids stay numbers, which are found much faster."""
    ids = customers if customers.dtype.kind == "i" else pd.array(customers, dtype="str")
    return pd.Index(ids, name="customer_id")
