"""What customers who came together did since: by calendar period, and from one purchase to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.ledger.customer_days import Days, Integers

if TYPE_CHECKING:
    from analysis.ledger.periods import Span

Grain = Literal["month", "quarter", "year"]
MONTHS = {"month": 1, "quarter": 3, "year": 12}
"""Of a period."""
LATER = 4
"""Purchases whose following one is looked at."""
NO_COHORT = -(10**6)


@dataclass(frozen=True)
class Since:
    """From which first purchase on a customer counts as new.

    Attributes
    ----------
    day : date
        Who is first seen before it may be an old customer coming back, and has no cohort.
    new, old : sequence of str
        Customers of whom the opposite is known: new although seen before that day, old although seen after it.
    """

    day: dt.date
    new: Sequence[str] = ()
    old: Sequence[str] = ()


def cohort_periods(
    days: Days, since: Since, *, grain: Grain = "month", spans: tuple[Span, Span] | None = None, paid: bool = True
) -> pd.DataFrame:
    """Return what each cohort did in each calendar period.

    `since`: Who has a cohort.
    `grain` ({"month", "quarter", "year"}): Of the cohorts and of the periods.
    `spans`: An earlier and a later one.
    `paid`: Whether the spans are of revenue; else of purchases.
    DataFrame sorted by cohort and date: cohort (first day of the period of the first purchase; missing where a customer
    may be old, or never had a purchase day), date (first day of the period), customers (with a purchase day in it),
    purchases (purchase days), revenue (net, all rows), before and period (what of it, or of the purchases, lies in the
    two spans).
    """
    start, cohort = _periods(days.first, days.day, grain), _cohorts(days, since, grain)
    lowest = int(start.min()) - 1  # in the place of a missing cohort
    many = int(start.max()) - lowest + 1
    cell = (np.where(cohort == NO_COHORT, lowest, cohort) - lowest)[days.customer] * many + start - lowest
    rows = np.flatnonzero(days.bought)
    who, when = days.customer[rows], start[rows]
    there = rows[(np.diff(who, prepend=-1) != 0) | (np.diff(when, prepend=-1) != 0)]
    seen = np.flatnonzero(np.bincount(cell, minlength=many**2))
    worth = days.net if paid else days.bought.astype(float)
    inside = {
        name: worth * ((days.day >= (span[0] - days.first).days) & (days.day <= (span[1] - days.first).days))
        for name, span in zip(("before", "period"), spans or (), strict=bool(spans))
    }
    counted = {"customers": cell[there], "purchases": cell[rows]}
    # Of money that has six decimals or fewer, rounding takes away what adding up floats in any order has added.
    summed = {name: np.bincount(cell, of, many**2).round(6) for name, of in ({"revenue": days.net} | inside).items()}
    table = {
        "cohort": np.where(seen < many, np.datetime64("NaT"), first_days(seen // many + lowest, grain)),
        "date": first_days(seen % many + lowest, grain),
        **{name: np.bincount(of, minlength=many**2)[seen] for name, of in counted.items()},
        **{name: of[seen] for name, of in summed.items()},
    }
    return pd.DataFrame(table)


def times_between(days: Days, since: Since, until: dt.date) -> pd.DataFrame:
    """Return how long it took from each of the first purchases to the next one, or how long it has not come.

    `since`: Who has a cohort.
    `until`: The last day that is looked at.
    DataFrame sorted by the columns before the last: cohort (month of the first purchase; missing as in
    `cohort_periods`), nth (1 to `LATER`), days (to the next purchase, or to `until`), again (whether it came),
    customers.
    """
    who, day = days.customer[days.bought], days.day[days.bought]
    opening = np.flatnonzero(np.diff(who, prepend=-1))
    nth = np.arange(who.size) - np.repeat(opening, np.diff(opening, append=who.size)) + 1
    again = np.diff(who, append=-1) == 0
    took = np.where(again, np.append(day[1:], 0), (until - days.first).days) - day
    early = nth <= LATER
    keys = (_cohorts(days, since, "month")[who[early]], nth[early], took[early], again[early].astype(np.int64))
    parts = [(key, int(key.min()), int(np.ptp(key)) + 1) for key in map(_known_last, keys) if key.size]
    number = np.zeros(keys[0].size, dtype=np.int64)
    for key, lowest, many in parts:
        number = number * many + key - lowest
    _, place, customers = np.unique(number, return_index=True, return_counts=True)
    cohort, nth, took, came = (key[place] for key in keys)
    born = np.where(cohort == NO_COHORT, np.datetime64("NaT"), first_days(cohort, "month"))
    return pd.DataFrame({"cohort": born, "nth": nth, "days": took, "again": came.astype(bool), "customers": customers})


def _known_last(key: Integers) -> Integers:
    """Return keys with what is missing behind all others."""
    return np.where(key == NO_COHORT, key.max() + 1, key)


def _cohorts(days: Days, since: Since, grain: Grain) -> Integers:
    """Return the period of each customer's first purchase; missing where it may not have been the first."""
    known = days.born >= (since.day - days.first).days
    if since.new:
        known |= np.isin(days.customer_id, list(since.new))
    if since.old:
        known &= ~np.isin(days.customer_id, list(since.old))
    return np.where(known & (days.born >= 0), _periods(days.first, days.born, grain), NO_COHORT)


def _periods(first: dt.date, day: Integers, grain: Grain) -> Integers:
    """Return the period of days since the first, counted from 1970."""
    months = (np.datetime64(first, "D") + np.arange(int(day.max(initial=0)) + 1)).astype("datetime64[M]").astype(int)
    periods: Integers = (months // MONTHS[grain])[np.maximum(day, 0)]
    return periods


def numbered(days: pd.Series, grain: Grain) -> Integers:
    """Return the periods of days, counted from 1970."""
    months = days.to_numpy("datetime64[M]").astype(np.int64)
    periods: Integers = months // MONTHS[grain]
    return periods


def first_days(periods: Integers, grain: Grain) -> NDArray[np.datetime64]:
    """Return the first days of periods that are counted from 1970."""
    return (periods * MONTHS[grain]).astype("datetime64[M]").astype("datetime64[us]")
