"""The lenses of a customer-base audit: one period, two periods, one cohort, cohorts side by side, the whole base.

Fader, Hardie & Ross (2022), "The Customer-Base Audit". The value looked at is revenue, or purchases where there are no
amounts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.ledger.cohorts import Grain
from analysis.movement.newcomers import PERIODS
from analysis.schema import RunError

TENTHS, FIFTHS = 10, 5
MANY = 100
"""Customers; of fewer, tenths would be a handful each."""
LAYERS = 7
"""Of a picture of the whole base."""


def groups_by_value(value: pd.Series, purchases: pd.Series) -> pd.DataFrame:
    """Return customers in groups of equal size, those who brought most first.

    `value`, `purchases` (Series, one per customer, same index): What each brought in a period, and purchase days in it.
    Returns DataFrame: group (1 brought most), customers, value, value_share (of the total; missing where that is not
    above 0), purchases. Tenths, or fifths of under 100 customers.

    Examples
    --------
    >>> groups_by_value(pd.Series([5.0, 60.0, 10.0, 20.0, 5.0]), pd.Series([1] * 5))["value_share"].tolist()
    [0.6, 0.2, 0.1, 0.05, 0.05]
    """
    parts = TENTHS if len(value) >= MANY else FIFTHS
    order = np.argsort(-value.to_numpy(float), kind="stable")
    group = np.empty(len(value), dtype=int)
    group[order] = np.arange(len(value)) * parts // max(len(value), 1) + 1
    table = pd.DataFrame(
        {"group": group, "customers": 1, "value": value.to_numpy(float), "purchases": purchases.to_numpy()}
    )
    sums = table.groupby("group", as_index=False).sum()
    total = sums["value"].sum()
    return sums.assign(value_share=(sums["value"] / total) if total > 0 else float("nan"))


def two_periods(before: pd.DataFrame, period: pd.DataFrame) -> pd.DataFrame:
    """Return who was there in which of two periods, and what they brought.

    `before`, `period` (DataFrame, one row per customer, same index): value, purchases.
    Returns DataFrame indexed by "both", "before", "period", "neither": customers, before, period: those with a purchase
    day in both periods, in one of them, in neither (returns).
    """
    was, now = before["purchases"] > 0, period["purchases"] > 0
    kind = np.select([was & now, was, now], ["both", "before", "period"], default="neither")
    table = pd.DataFrame({"customers": 1, "before": before["value"], "period": period["value"]})
    return table.groupby(kind).sum().reindex(["both", "before", "period", "neither"], fill_value=0)


def best_later(before: pd.DataFrame, period: pd.DataFrame) -> tuple[int, int, int] | None:
    """Return how many were the best group before, how many of them are it again, and how many bought nothing since.

    The best tenth, or fifth of under 100 customers, of those with a purchase day in each period; None where one period
    has none.
    """
    ranked = [of[of["purchases"] > 0]["value"].sort_values(ascending=False, kind="stable") for of in (before, period)]
    if not all(len(of) for of in ranked):
        return None
    best, now = (of.index[: len(of) // (TENTHS if len(of) >= MANY else FIFTHS)] for of in ranked)
    gone = (period.loc[best, "purchases"] == 0).sum()
    return len(best), int(best.isin(now).sum()), int(gone)


def one_cohort(periods: pd.DataFrame, cohort: pd.Timestamp, whole: pd.Timestamp, value: str) -> pd.DataFrame:
    """Return what a cohort did in each period since its own.

    `periods`: cohort, date, customers, purchases, revenue, from `ledger.cohorts.cohort_periods`.
    `cohort`: Its first day.
    `whole`: First day of the last whole period.
    `value`: "revenue" or "purchases".
    Returns DataFrame: date (what was taken back before the first period counts as its), customers, purchases, value,
    active_share (of the cohort's customers), purchases_per_customer and value_per_purchase (of those who bought;
    missing where nobody did), whole.
    """
    rows = periods[periods["cohort"] == cohort]
    rows = rows.assign(date=rows["date"].clip(lower=cohort)).groupby("date", as_index=False).sum(numeric_only=True)
    size = int(rows.loc[rows["date"] == cohort, "customers"].sum())
    bought = rows["customers"].where(rows["customers"] > 0)
    return pd.DataFrame(
        {
            "date": rows["date"],
            "customers": rows["customers"],
            "purchases": rows["purchases"],
            "value": rows[value],
            "active_share": rows["customers"] / size,
            "purchases_per_customer": rows["purchases"] / bought,
            "value_per_purchase": rows[value] / rows["purchases"].where(rows["purchases"] > 0),
            "whole": rows["date"] <= whole,
        }
    ).reset_index(drop=True)


def per_customer_by_age(periods: pd.DataFrame, grain: Grain, whole: pd.Timestamp, value: str) -> pd.DataFrame:
    """Return what each cohort has brought per customer it began with, by whole periods since its own.

    Returns DataFrame sorted by cohort and age: cohort, size, age, value (in the period; what was taken back before the
    first counts as the first's), per_customer (cumulative, over `size`).
    """
    known = periods[periods["cohort"].notna()]
    seen = known[["cohort", "date"]].max(axis=1)
    code = PERIODS[grain]
    wide = known.assign(seen=seen).pivot_table(index="cohort", columns="seen", values=value, aggfunc="sum")
    if wide.empty:
        return pd.DataFrame(columns=["cohort", "size", "age", "value", "per_customer"])
    every = pd.period_range(wide.index.min(), whole, freq=code).start_time
    filled = wide.reindex(columns=every).fillna(0.0).reset_index()
    long = filled.melt(id_vars="cohort", var_name="date").sort_values(["cohort", "date"])
    long = long[long["date"] >= long["cohort"]].reset_index(drop=True)
    long["age"] = long.groupby("cohort").cumcount()
    size = known[known["cohort"] == known["date"]].set_index("cohort")["customers"]
    long["size"] = long["cohort"].map(size)
    long["per_customer"] = long.groupby("cohort")["value"].cumsum() / long["size"]
    return long[["cohort", "size", "age", "value", "per_customer"]]


def base_grain(months: int) -> Grain:
    """Return in which periods so many months with sales are shown."""
    return "month" if months <= 30 else "quarter" if months <= 120 else "year"


def whole_base(periods: pd.DataFrame, grain: Grain, value: str) -> pd.DataFrame:
    """Return what each layer of the base brought in each period: customers who may be old, then cohort on cohort.

    Returns DataFrame sorted by layer and date: layer (such as "2020" or "2020Q1"; "" for customers without a cohort;
    "-2018" for all up to 2018), date, value. At most `LAYERS` layers: cohorts in the finest periods that give so few,
    else the earliest in one.
    """
    names = _layers(periods["cohort"])
    dates = periods["date"].dt.to_period(PERIODS[grain]).dt.start_time
    table = pd.DataFrame({"layer": names, "date": dates, "value": periods[value].astype(float)})
    wide = table.pivot_table(index="layer", columns="date", values="value", aggfunc="sum").fillna(0.0)
    return wide.reset_index().melt(id_vars="layer", var_name="date").sort_values(["layer", "date"], ignore_index=True)


def _layers(cohorts: pd.Series) -> pd.Series:
    known = cohorts.dropna()
    room = LAYERS - 1
    for code in PERIODS.values():
        names = known.dt.to_period(code)
        if names.nunique() <= room:
            return names.astype(str).reindex(cohorts.index).fillna("")
    years = known.dt.year
    line = years.max() - room + 1
    named = years.astype(str).where(years > line, f"-{line}")
    return named.reindex(cohorts.index).fillna("")


def reconcile(sums: dict[str, float]) -> float:
    """Return the total that every lens shows.

    Raises RunError if two of them differ by a hundredth or more.

    Examples
    --------
    >>> reconcile({"one period": 100.0, "by cohort": 100.001})
    100.0
    """
    (first, total), *others = sums.items()
    for name, value in others:
        if round(value * 100) != round(total * 100):
            raise RunError(f"The lenses do not show the same total: {first} {total:.4f}, {name} {value:.4f}.")
    return total
