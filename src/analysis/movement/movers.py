"""When customers came, and who of them rose, fell, is new, came back or is gone."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.ledger.customer_days import Days
from analysis.movement.bridge import ESTABLISHED, LAST_YEAR, NEW, UNKNOWN
from analysis.movement.spans import DAY, Spans

ROSE, FELL, STEADY, GONE = "rose", "fell", "steady", "gone"
NEWCOMER, CAME_BACK, NEW_OR_BACK, RETURNED_ONLY = "new", "came_back", "new_or_back", "returned_only"
MOVERS = (ROSE, FELL, NEWCOMER, CAME_BACK, NEW_OR_BACK, GONE, STEADY, RETURNED_ONLY)
LISTED = (ROSE, FELL, NEWCOMER, CAME_BACK, NEW_OR_BACK, GONE)
"""Those of whom a list is worth reading."""


def when_they_came(
    first_purchase: pd.Series, spans: Spans, first: dt.date, burn_in: int | None, acquired: pd.Series | None = None
) -> pd.Series:
    """Return when each customer came: before the earlier period, in it, in the later one, or nobody knows.

    Parameters
    ----------
    first_purchase : Series of day
        The first in the data; missing where there is none.
    spans : Spans
        The two periods.
    first : date
        The first day in the data.
    burn_in : int, optional
        Days from then on within which an old customer coming back looks like a new one; None where nobody comes back.
    acquired : Series of day, optional
        When a customer was won, by the client's own books; same index, missing where unknown.

    Returns
    -------
    Series of str, same index
    """
    known = pd.Series(pd.NaT, index=first_purchase.index) if acquired is None else acquired
    day = pd.to_datetime(known).fillna(first_purchase)
    old = known.isna() & (first_purchase < pd.Timestamp(first) + pd.Timedelta(days=burn_in or 0))
    before, period = pd.Timestamp(spans.before[0]), pd.Timestamp(spans.period[0])
    seen_late = first_purchase >= period
    kinds = np.select(
        [old & seen_late, old | (day < before), day < period], [UNKNOWN, ESTABLISHED, LAST_YEAR], default=NEW
    )
    return pd.Series(kinds, index=first_purchase.index)


def gone_and_back(days: Days, spans: Spans) -> tuple[int, int] | None:
    """Return how many were gone in the earlier period, and how many of them came back in the later one.

    Gone is who bought in as many days before the earlier period, and not in it. None where the data begin later.
    """
    (start, end), (_, last) = spans.before, spans.period
    edges = [(day - days.first).days for day in (start - (end - start) - DAY, start, end + DAY, last + DAY)]
    if edges[0] < 0:
        return None
    who, when, _ = days.purchases
    bought = [np.unique(who[(when >= low) & (when < high)]) for low, high in pairwise(edges)]
    gone = np.setdiff1d(bought[0], bought[1])
    return gone.size, np.intersect1d(gone, bought[2]).size


def kinds_of_movers(customers: pd.DataFrame, came: pd.Series, change: pd.Series) -> pd.Series:
    """Return what became of each customer between the two periods.

    `customers`: purchases_before, purchases_period.
    `came` (Series of str, same index): From `when_they_came`.
    `change` (Series of float, same index): Of what they brought.
    Returns Series of str, same index: One of `MOVERS`.
    """
    before, now = customers["purchases_before"] > 0, customers["purchases_period"] > 0
    moved = np.select([change > 0, change < 0], [ROSE, FELL], default=STEADY)
    arrived = np.select([came == ESTABLISHED, came == UNKNOWN], [CAME_BACK, NEW_OR_BACK], default=NEWCOMER)
    kinds = np.select(
        [before & now, before, now], [moved, np.full(len(customers), GONE), arrived], default=RETURNED_ONLY
    )
    return pd.Series(kinds, index=customers.index)
