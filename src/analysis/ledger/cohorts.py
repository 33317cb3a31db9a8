"""What customers who came together did since: by calendar period, and from one purchase to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analysis.ledger.days import purchase_days

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd

    from analysis.ledger.periods import Span

Grain = Literal["month", "quarter", "year"]
EVERY = {"month": "1mo", "quarter": "1q", "year": "1y"}
LATER = 4
"""Purchases whose following one is looked at."""


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
    transactions: nw.LazyFrame[Any],
    since: Since,
    *,
    grain: Grain = "month",
    spans: tuple[Span, Span] | None = None,
    paid: bool = True,
    zero_is_purchase: bool = False,
) -> pd.DataFrame:
    """Return what each cohort did in each calendar period.

    Parameters
    ----------
    transactions : lazy frame
        customer_id, date, amount.
    since : Since
        Who has a cohort.
    grain : {"month", "quarter", "year"}
        Of the cohorts and of the periods.
    spans : pair of (first day, last day), optional
        An earlier and a later one.
    paid : bool
        Whether the spans are of revenue; else of purchases.
    zero_is_purchase : bool
        See `days.purchase_days`.

    Returns
    -------
    DataFrame sorted by cohort and date
        cohort (first day of the period of the first purchase; missing where a customer may be old, or never had a
        purchase day), date (first day of the period), customers (with a purchase day in it), purchases (purchase
        days), revenue (net, all rows), before and period (what of it, or of the purchases, lies in the two spans).
    """
    import narwhals as nw
    import pandas as pd

    amount, net, day = nw.col("amount"), nw.col("net"), nw.col("date")
    days = transactions.group_by("customer_id", "date").agg(net=amount.sum(), has_sale=(amount >= 0).any())
    bought = net > 0
    if zero_is_purchase:
        bought = bought | ((net == 0) & nw.col("has_sale"))
    one = nw.when(bought).then(1).otherwise(0)
    inside = {
        name: nw.when((day >= span[0]) & (day <= span[1])).then(net if paid else one).otherwise(0).sum()
        for name, span in zip(("before", "period"), spans or (), strict=bool(spans))
    }
    each = days.with_columns(start=day.dt.truncate(EVERY[grain]), first=nw.when(bought).then(day))
    periods = each.group_by("customer_id", "start").agg(
        purchases=one.sum(), revenue=net.sum(), first=nw.col("first").min(), **inside
    )
    born = periods.group_by("customer_id").agg(born=nw.col("first").min())  # joined: quicker than a window
    active = nw.when(nw.col("purchases") > 0).then(1).otherwise(0)
    whole = periods.join(born, on="customer_id", how="left").with_columns(cohort=_cohort(since, grain), active=active)
    cohorts = whole.group_by("cohort", "start")
    names = ["active", "purchases", "revenue", *inside]
    table = cohorts.agg(*(nw.col(name).sum() for name in names)).collect("pandas").to_native()
    table = table.rename(columns={"start": "date", "active": "customers"})
    table[["cohort", "date"]] = table[["cohort", "date"]].apply(pd.to_datetime)
    table = table.astype({"customers": "int64", "purchases": "int64", "revenue": "float64"})
    table = table.astype(dict.fromkeys(inside, "float64"))
    columns = ["cohort", "date", "customers", "purchases", "revenue", *inside]
    return table[columns].sort_values(["cohort", "date"], ignore_index=True, na_position="first")


def times_between(
    transactions: nw.LazyFrame[Any], since: Since, until: dt.date, *, zero_is_purchase: bool = False
) -> pd.DataFrame:
    """Return how long it took from each of the first purchases to the next one, or how long it has not come.

    Parameters
    ----------
    transactions : lazy frame
        customer_id, date, amount.
    since : Since
        Who has a cohort.
    until : date
        The last day that is looked at.

    Returns
    -------
    DataFrame sorted by the columns before the last
        cohort (month of the first purchase; missing as in `cohort_periods`), nth (1 to `LATER`), days (to the next
        purchase, or to `until`), again (whether it came), customers.
    """
    import narwhals as nw
    import pandas as pd

    day = nw.col("date")
    days = purchase_days(transactions, zero_is_purchase=zero_is_purchase).with_columns(
        nth=day.rank("ordinal").over("customer_id"),
        after=day.shift(-1).over("customer_id", order_by="date"),
    )
    early = days.filter(nw.col("nth") <= LATER).with_columns(born=day.min().over("customer_id"))
    counted = (
        early.with_columns(cohort=_cohort(since, "month"))
        .group_by("cohort", "nth", "date", "after")
        .agg(customers=nw.len())
    )
    table = counted.collect("pandas").to_native()
    table[["cohort", "date", "after"]] = table[["cohort", "date", "after"]].apply(pd.to_datetime)
    table["again"] = table["after"].notna()
    table["days"] = (table["after"].fillna(pd.Timestamp(until)) - table["date"]).dt.days
    keys = ["cohort", "nth", "days", "again"]
    return table.groupby(keys, dropna=False)["customers"].sum().reset_index().astype({"nth": "int64"})


def _cohort(since: Since, grain: Grain) -> Any:
    """Return the period of a customer's first purchase (`born`); missing where it may not have been the first."""
    import narwhals as nw

    born = nw.col("born")
    known = born >= since.day
    if since.new:
        known = known | nw.col("customer_id").is_in(list(since.new))
    if since.old:
        known = known & ~nw.col("customer_id").is_in(list(since.old))
    return nw.when(known).then(born.dt.truncate(EVERY[grain]))
