"""Demand: the calendar months, Spring Festival, and the mix of categories."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.backtest.past import Past
from analysis.backtest.spring_festival import NEW_YEAR, keeps_spring_festival

NONE = ""
"""Category of rows that have none."""


def whole_months(purchases: pd.Series, first: dt.date, end: dt.date, *, together: bool = False) -> pd.DataFrame:
    """Return purchases in every calendar month that the days cover whole, beside an even spread over the days.

    Parameters
    ----------
    purchases : Series of int indexed by day
    first, end : date
        Of the data.
    together : bool
        Whether January and February of a year are spread evenly over their days: Spring Festival falls now in the one,
        now in the other.

    Returns
    -------
    DataFrame indexed by month (its first day)
        actual, expected, as `backtest.seasonality.month_index` takes them.

    Examples
    --------
    >>> days = pd.Series([31.0, 28.0], pd.to_datetime(["2021-01-05", "2021-02-20"]))
    >>> whole_months(days, dt.date(2021, 1, 1), dt.date(2021, 3, 30))["actual"].tolist()
    [31.0, 28.0]
    """
    every = purchases.reindex(pd.date_range(first, end, freq="D"), fill_value=0).astype(float)
    sums = every.resample("MS").agg(["sum", "size"])
    whole = sums[sums["size"] == sums.index.days_in_month].rename(columns={"sum": "actual"})
    if together:
        early = whole[whole.index.month <= 2]
        years = early.index.year
        shared = early.groupby(years)["actual"].transform("sum") / early.groupby(years)["size"].transform("sum")
        both = early.groupby(years)["size"].transform("count") == 2
        whole.loc[early.index[both], "actual"] = (shared * early["size"])[both]
    return whole.assign(expected=whole["size"] * whole["actual"].sum() / whole["size"].sum())[["actual", "expected"]]


def keeps_festival(purchases: pd.Series, first: dt.date, end: dt.date) -> bool:
    """Say whether purchases fell below half of the usual in every Spring Festival seen (`backtest.spring_festival`)."""

    def observe(after: dt.date, until: dt.date) -> pd.DataFrame:
        inside = purchases[(purchases.index > pd.Timestamp(after)) & (purchases.index <= pd.Timestamp(until))]
        return pd.DataFrame({"purchases": [inside.sum()]})

    return keeps_spring_festival(Past(lambda _: pd.DataFrame(), observe, first), end)


def festivals_in(span: tuple[dt.date, dt.date]) -> list[dt.date]:
    """Return the first days of the Chinese years that begin in a span.

    Examples
    --------
    >>> festivals_in((dt.date(2023, 2, 1), dt.date(2024, 1, 31)))
    []
    """
    return [day for day in NEW_YEAR.values() if span[0] <= day <= span[1]]


def category_mix(sums: pd.DataFrame) -> pd.DataFrame:
    """Return what each category brought in two periods, the largest of the later one first.

    `sums`: category (missing where a row has none), before, period; any number of rows per category.
    Returns DataFrame: category ("" for rows that have none), before, period, change, share_before, share, share_change
    (fractions of the total; missing where that is not above 0).

    Examples
    --------
    >>> rows = pd.DataFrame({"category": ["a", "b"], "before": [3.0, 1.0], "period": [2.0, 2.0]})
    >>> category_mix(rows)["share_change"].tolist()
    [-0.25, 0.25]
    """
    named = sums.assign(category=sums["category"].fillna(NONE).astype(str))
    table = named.groupby("category")[["before", "period"]].sum()
    table = table.sort_values("period", ascending=False, kind="stable").reset_index()
    table["change"] = table["period"] - table["before"]
    for name, share in (("before", "share_before"), ("period", "share")):
        total = table[name].sum()
        table[share] = table[name] / total if total > 0 else float("nan")
    return table.assign(share_change=table["share"] - table["share_before"])


def mix_by_class(sums: pd.DataFrame, classes: pd.Series) -> pd.DataFrame:
    """Return the same mix within each class of customers.

    `sums`: customer_id, category, before, period.
    `classes`: Series of str indexed by customer_id.
    Returns DataFrame: class, and the columns of `category_mix`; in the order of the classes.
    """
    of = sums["customer_id"].map(classes)
    parts = [category_mix(rows).assign(**{"class": name}) for name, rows in sums.groupby(of)]
    return pd.concat(parts, ignore_index=True) if parts else category_mix(sums).assign(**{"class": ""}).iloc[:0]
