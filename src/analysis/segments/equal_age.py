"""What customers did by the same age: their revenue, whether they still bought, when they bought again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.ledger.customer_days import Days

AGES = (365, 180, 90, 30)
NEW_SHARE = 0.20
"""Where fewer customers are known to be new, all came in one intake, and nobody is left out for being old."""


@dataclass(frozen=True, eq=False)
class EqualAge:
    """Customers followed for the same number of days from their first purchase.

    Attributes
    ----------
    age : int
        Days for which at least half of the customers have been known.
    window : int
        Days before that age within which who bought counts as active.
    everyone : bool
        Nobody was left out for being possibly old.
    table : DataFrame indexed by customer_id
        of_age (known for `age` days), revenue (net, up to that age), active, wait (days to the second purchase, or
        to the end of observation, at most `age`), again (whether it came by then).
    """

    age: int
    window: int
    everyone: bool
    table: pd.DataFrame


def at_equal_age(days: Days, end: dt.date, burn_in: int) -> EqualAge | None:
    """Return what customers did by the same age; None where half of them have not been known for 30 days.

    Parameters
    ----------
    end : date
        The last day that is looked at.
    burn_in : int
        Days from the first within which an old customer looks like a new one (STATISTICS.md §4.8); also the silence
        that is unusual.
    """
    last, n = (end - days.first).days, days.customer_id.size
    rows = np.flatnonzero(days.bought & (days.day <= last))
    who, day = days.customer[rows], days.day[rows]
    opening = np.flatnonzero(np.diff(who, prepend=-1))
    born = np.full(n, -1)
    born[who[opening]] = day[opening]
    new = born > burn_in
    everyone = new.sum() < NEW_SHARE * (born >= 0).sum()
    kept = born >= 0 if everyone else new
    known = last - born
    age = next((length for length in AGES if (known[kept] >= length).mean() >= 0.5), None) if kept.any() else None
    if age is None:
        return None
    window = min(burn_in, age - 1)
    old = day - born[who]
    active = np.bincount(who[(old > age - window) & (old <= age)], minlength=n) > 0
    second = np.full(n, np.inf)
    following = opening + 1
    following = following[following < who.size]
    following = following[who[following] == who[following - 1]]
    second[who[following]] = old[following]
    inside = (days.day - born[days.customer] <= age) & (days.day <= last)
    revenue = np.bincount(days.customer[inside], days.net[inside], n)
    table = pd.DataFrame(
        {
            "of_age": known >= age,
            "revenue": revenue,
            "active": active,
            "wait": np.minimum(np.minimum(second, known), age),
            "again": second <= np.minimum(known, age),
        },
        index=pd.Index(pd.array(days.customer_id, dtype="str"), name="customer_id"),
    )
    return EqualAge(age, window, bool(everyone), table[kept])
