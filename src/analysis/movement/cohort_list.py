"""One row per cohort: who came, who bought again at equal age, and what they have brought."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.ledger.cohorts import Grain, numbered
from analysis.movement.cohorts import ENOUGH, bought_again, sizes
from analysis.movement.newcomers import PERIODS


def listed(periods: pd.DataFrame, times: pd.DataFrame, grain: Grain, age: int | None, end: dt.date) -> pd.DataFrame:
    """Return one row per cohort, and a first one for customers without any.

    Parameters
    ----------
    periods : DataFrame
        cohort, date, customers, revenue by month, from `ledger.cohorts.cohort_periods`.
    times : DataFrame
        From `ledger.cohorts.times_between`.
    grain : {"month", "quarter", "year"}
        Of the cohorts.
    age : int or None
        Days after the first purchase at which they are compared.
    end : date
        The last day that is looked at.

    Returns
    -------
    DataFrame
        cohort (such as "2020-01", "2020Q1" or "2020"; missing for customers who may be older than the data, whose
        customers are those who bought), first (its first day), customers, again_share (who bought a second time within
        `age` days; missing where not the whole cohort was seen for so long, or is under 30), revenue (to date),
        revenue_per_customer.
    """
    code = PERIODS[grain]
    born = sizes(periods)
    table = pd.DataFrame({"customers": born, "revenue": periods.groupby("cohort")["revenue"].sum()})
    if age is not None:
        table = table.join(bought_again(times, age, end).rename(columns={"customers": "seen"}))
    pooled = table.groupby(table.index.to_period(code)).sum()
    again = pooled["again"] / pooled["customers"] if age is not None else pd.Series(float("nan"), pooled.index)
    if age is not None:
        again = again.where((pooled["seen"] == pooled["customers"]) & (pooled["customers"] >= ENOUGH))
    rows = pd.DataFrame(
        {
            "cohort": pooled.index.astype(str),
            "first": pooled.index.start_time,
            "customers": pooled["customers"].to_numpy(),
            "again_share": again.to_numpy(),
            "revenue": pooled["revenue"].to_numpy(),
        }
    )
    old = periods[periods["cohort"].isna()]
    bought = times[times["cohort"].isna() & (times["nth"] == 1)]["customers"].sum()
    if len(old):
        first = {"cohort": None, "first": pd.NaT, "customers": bought, "revenue": old["revenue"].sum()}
        rows = pd.concat([pd.DataFrame([first]), rows], ignore_index=True) if len(rows) else pd.DataFrame([first])
    rows["again_share"] = rows["again_share"] if "again_share" in rows else float("nan")
    rows["revenue_per_customer"] = rows["revenue"] / rows["customers"].where(rows["customers"] > 0)
    return rows.astype({"customers": "int64"})


def revenue_by_age(periods: pd.DataFrame) -> dict[str, list[float]]:
    """Return the revenue of each month's cohort in each month since; what came back before it is the first's.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"cohort": day(["2020-01-01"] * 2), "date": day(["2020-01-01", "2020-03-01"])})
    >>> revenue_by_age(rows.assign(revenue=[5.0, 2.0]))
    {'2020-01': [5.0, 0.0, 2.0]}
    """
    if periods.empty:
        return {}
    born, seen = (numbered(periods[name], "month") for name in ("cohort", "date"))
    seen = np.maximum(born, seen)  # what is taken back before the first purchase day belongs to it
    first = int(born.min())
    sums = np.zeros((int(born.max()) - first + 1, int(seen.max()) - first + 1))
    np.add.at(sums, (born - first, seen - first), periods["revenue"].to_numpy())
    return {
        str(np.datetime64(int(cohort), "M")): [
            round(value, 4) for value in sums[cohort - first, cohort - first :].tolist()
        ]
        for cohort in np.unique(born)
    }
