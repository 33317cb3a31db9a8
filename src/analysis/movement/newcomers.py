"""Who is known to be new, and whether customers came in one intake or all along."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from analysis.ledger.cohorts import Grain, Since

NEARLY_ALL = 0.95
SHORT = 0.25
"""Of the days of data: customers who all came within them are one intake."""
PERIODS = {"month": "M", "quarter": "Q", "year": "Y"}


@dataclass(frozen=True)
class Intake:
    """When customers came.

    Attributes
    ----------
    one : bool
        Nearly all came within a short time at the start.
    first, last : date
        The first purchases of nearly all of them.
    since : Since
        Who has a cohort; with one intake, everybody.
    new, old : int
        Customers with a cohort, and without.
    dated : bool
        Whether days of acquisition say of some customers that they are new or old.
    """

    one: bool
    first: dt.date
    last: dt.date
    since: Since
    new: int
    old: int
    dated: bool


def intake_of(
    customers: pd.DataFrame, first: dt.date, end: dt.date, burn_in: int, acquired: pd.Series | None = None
) -> Intake:
    """Return when customers came, and who of them is known to be new.

    Parameters
    ----------
    customers : DataFrame
        customer_id, first_purchase (missing where there is none).
    first, end : date
        Of the data.
    burn_in : int
        Days from `first` within which an old customer coming back looks like a new one (STATISTICS.md §4.8). Cohorts
        begin with the first whole month after them.
    acquired : Series of day indexed by customer_id, optional
        Settles it where it is known and not later than the first purchase seen.
    """
    buyers = customers[customers["first_purchase"].notna()]
    born = buyers["first_purchase"].sort_values(ignore_index=True)
    last = born.iloc[max(round(NEARLY_ALL * len(born)) - 1, 0)].date()
    one = (last - first).days <= SHORT * (end - first).days
    day = first.replace(day=1) if one else next_start(first + dt.timedelta(days=burn_in + 1), "month")
    since = Since(day) if one or acquired is None else _dated(buyers, acquired, first, day)
    known = buyers["first_purchase"] >= pd.Timestamp(day)
    new = int(known.sum()) + len(since.new) - len(since.old)
    span = born.iloc[0].date(), last
    return Intake(one, *span, since, new, len(buyers) - new, dated=bool(since.new or since.old))


def next_start(day: dt.date, grain: Grain) -> dt.date:
    """Return the first day of the first whole period from a day on.

    Examples
    --------
    >>> next_start(dt.date(2020, 2, 1), "month"), next_start(dt.date(2020, 2, 2), "quarter")
    (datetime.date(2020, 2, 1), datetime.date(2020, 4, 1))
    """
    period = pd.Period(day, freq=PERIODS[grain])
    return day if period.start_time.date() == day else (period + 1).start_time.date()


def _dated(buyers: pd.DataFrame, acquired: pd.Series, first: dt.date, day: dt.date) -> Since:
    """Return who is new or old by the client's own books, where the first purchase alone would say otherwise."""
    seen = buyers["first_purchase"]
    won = pd.to_datetime(buyers["customer_id"].map(acquired))
    told, early = won <= seen, seen < pd.Timestamp(day)
    new = buyers.loc[told & early & (won >= pd.Timestamp(first)), "customer_id"]
    old = buyers.loc[told & ~early & (won < pd.Timestamp(first)), "customer_id"]
    return Since(day, new.tolist(), old.tolist())
