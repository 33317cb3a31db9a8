"""Cohorts: how many of those who came together still buy, and whether later ones return as well as earlier ones."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.ledger.cohorts import Grain, first_days, numbered
from analysis.movement.newcomers import PERIODS

ENOUGH = 30
"""Customers, under whom a share says little."""
MOST_COHORTS = 24
AGES = (365, 180, 90, 30)
"""Days after the first purchase at which cohorts are compared; the longest at which most of them can be."""
MOST_OF_THEM = 0.6


def grain_of(sizes: pd.Series) -> Grain | None:
    """Return in which periods cohorts are large enough for their shares to mean something.

    `sizes` (Series of int indexed by month (its first day)): New customers.
    Returns str or None: The finest period of which at least half of the cohorts have 30 customers, and of which there
    are at most 24; None where not even years have.

    Examples
    --------
    >>> months = pd.date_range("2020-01-01", periods=6, freq="MS")
    >>> grain_of(pd.Series(40, months)), grain_of(pd.Series(12, months)), grain_of(pd.Series(1, months))
    ('month', 'quarter', None)
    """
    if sizes.empty:
        return None
    for grain, code in PERIODS.items():
        pooled = sizes.groupby(sizes.index.to_period(code)).sum()
        pooled = pooled.reindex(pd.period_range(pooled.index.min(), pooled.index.max(), freq=code), fill_value=0)
        if len(pooled) <= MOST_COHORTS and pooled.median() >= ENOUGH:
            return grain  # type: ignore[return-value]
    return None


def sizes(periods: pd.DataFrame) -> pd.Series:
    """Return how many customers each cohort has, by its first day: those who bought in its own period."""
    own = periods[periods["cohort"] == periods["date"]]
    return own.set_index("cohort")["customers"]


def retention(periods: pd.DataFrame, grain: Grain, end: dt.date) -> pd.DataFrame:
    """Return which share of each cohort bought in each period since its first, as far as periods are whole.

    `periods`: cohort, date, customers, from `ledger.cohorts.cohort_periods`.
    `grain`: {"month", "quarter", "year"}.
    `end`: The last day that is looked at; a period that it cuts is left out.
    Returns DataFrame sorted by cohort and age: cohort (first day of its period), size (customers), age (periods since),
    customers, share; ages in which nobody bought are in it.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> seen = pd.DataFrame({"cohort": day(["2020-01-01"] * 2), "date": day(["2020-01-01", "2020-03-01"])})
    >>> retention(seen.assign(customers=[4, 1]), "month", dt.date(2020, 4, 15))["share"].tolist()
    [1.0, 0.0, 0.25]
    """
    whole = int(numbered(pd.Series([pd.Timestamp(end + dt.timedelta(days=1))]), grain)[0]) - 1
    known = periods[periods["cohort"].notna() & (periods["date"] >= periods["cohort"])]
    born, seen = (numbered(known[name], grain) for name in ("cohort", "date"))
    cohorts = np.unique(born[born <= whole])
    if not cohorts.size:
        return pd.DataFrame(columns=["cohort", "size", "age", "customers", "share"])
    inside = seen <= whole
    active = np.zeros((cohorts.size, whole - cohorts[0] + 1), dtype=np.int64)
    active[np.searchsorted(cohorts, born[inside]), (seen - born)[inside]] = known["customers"].to_numpy()[inside]
    row, age = np.nonzero(np.arange(active.shape[1]) <= (whole - cohorts)[:, None])
    size, customers = active[row, 0], active[row, age]
    day = first_days(cohorts[row], grain)
    return pd.DataFrame({"cohort": day, "size": size, "age": age, "customers": customers, "share": customers / size})


def bought_again(times: pd.DataFrame, age: int, end: dt.date) -> pd.DataFrame:
    """Return how many of each month's new customers bought a second time within so many days.

    `times`: cohort, nth, days, again, customers, from `ledger.cohorts.times_between`.
    `age`: Days after the first purchase.
    `end`: The last day that is looked at. Only months of which everybody was seen for so long are in it.
    Returns DataFrame indexed by cohort: customers, again.
    """
    first = times[(times["nth"] == 1) & times["cohort"].notna()]
    last = first["cohort"] + pd.offsets.MonthEnd(1) + pd.Timedelta(days=age)
    first = first[last <= pd.Timestamp(end)]
    within = first["customers"].where(first["again"] & (first["days"] <= age), 0)
    return first.assign(again=within).groupby("cohort")[["customers", "again"]].sum()


def equal_age(times: pd.DataFrame, end: dt.date) -> int | None:
    """Return the longest age that most months of new customers have reached; None where too few have any."""
    born = times.loc[(times["nth"] == 1) & times["cohort"].notna(), "cohort"].drop_duplicates()
    for age in AGES:
        reached = born + pd.offsets.MonthEnd(1) + pd.Timedelta(days=age) <= pd.Timestamp(end)
        if len(born) and reached.sum() >= MOST_OF_THEM * len(born):
            return age
    return None
