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
    who, when = days.customer[days.bought], days.day[days.bought]
    return churn_window(pd.Series(np.diff(when)[np.diff(who) == 0]))


def quarters(days: Days, until: dt.date, length: int, *, paid: bool = True) -> pd.DataFrame:
    """Return what each customer brought in eight equal parts of two stretches that end with a day.

    `until`: The last day of the eighth part.
    `length`: Days of a stretch, which is four parts.
    `paid`: Whether there is money; else purchase days are counted.
    Returns DataFrame indexed by customer_id, in the order of `days`: 1 to 8: net money (or purchase days), the oldest
    first; 0: of the stretch before them.
    """
    age = (until - days.first).days - days.day
    value = days.net if paid else days.bought.astype(float)
    n = days.customer_id.size
    inside, before = ((age >= start) & (age < start + span) for start, span in ((0, 2 * length), (2 * length, length)))
    part = (2 * length - 1 - age[inside]) * 4 // length
    flat = np.bincount(days.customer[inside] * QUARTERS + part, value[inside], n * QUARTERS)
    table = pd.DataFrame(flat.reshape(n, QUARTERS), columns=range(1, QUARTERS + 1))
    table.insert(0, 0, np.bincount(days.customer[before], value[before], n))
    table.index = _named(days.customer_id)
    return table


def comebacks(days: Days, until: dt.date, silence: float) -> pd.Series:
    """Return when each customer last bought after a silence of more than so many days.

    Returns Series of days indexed by customer_id: Customers who never came back after such a silence are not in it.
    """
    rows = np.flatnonzero(days.bought & (days.day <= (until - days.first).days))
    who, when = days.customer[rows], days.day[rows]
    long = (np.diff(who, prepend=-1) == 0) & (np.diff(when, prepend=0) > silence)
    last = pd.Series(when[long]).groupby(who[long]).max()
    came = pd.Timestamp(days.first) + pd.to_timedelta(last.to_numpy(), unit="D")
    return pd.Series(came, _named(days.customer_id[last.index]))


def _named(customers: NDArray[Any]) -> pd.Index:
    """Return ids as an index of texts; places instead of ids stay numbers, which are found much faster."""
    ids = customers if customers.dtype.kind == "i" else pd.array(customers, dtype="str")
    return pd.Index(ids, name="customer_id")
