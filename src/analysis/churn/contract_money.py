"""What customers under contract bring per month, and brought before they left."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.ledger.customer_days import Days

MONTH, YEAR = 30.4375, 365
SLACK = 4
"""Days by which a payment may come before its term."""


def monthly_revenue(days: Days, found: pd.DataFrame, until: pd.Timestamp, term_days: float) -> NDArray[np.float64]:
    """Return what each spell brought per month in its last year of terms, net of returns.

    Parameters
    ----------
    days : Days
        Of the ledger.
    found : DataFrame
        customer_id, start, end (NaT: it runs), from `contracts.spells`.
    until : Timestamp
        The last day that is looked at.
    term_days : float
        Of a contract, at least one of which is looked at.
    """
    first = pd.Timestamp(days.first)
    start, last = ((day - first).dt.days.to_numpy() for day in (found["start"], found["end"].fillna(until)))
    # What is paid at the start of a term is for all of it: terms that have begun are counted, and what came since.
    running = found["end"].isna().to_numpy()
    begun = np.maximum(np.ceil((last - start + running) / term_days - 0.05), 1)
    seen = np.maximum(np.floor((last + SLACK) / term_days), 1)
    terms = np.minimum(np.minimum(begun, seen), max(np.round(YEAR / term_days), 1))
    low = np.round(start + (begun - terms) * term_days).astype(int) - SLACK
    who = pd.Index(days.customer_id).get_indexer(found["customer_id"])
    return np.where(who < 0, 0.0, _between(days, who, low, last)) / (terms * term_days / MONTH)


def first_payment(days: Days, found: pd.DataFrame) -> NDArray[np.float64]:
    """Return what each spell paid within the first 31 days; NaN where it began before the data, or paid nothing."""
    start = (found["start"] - pd.Timestamp(days.first)).dt.days.to_numpy()
    who = pd.Index(days.customer_id).get_indexer(found["customer_id"])
    paid = _between(days, who, start - 1, start + 30)
    return np.where((start >= 0) & (who >= 0) & (paid > 0), paid, np.nan)


def _between(
    days: Days, who: NDArray[np.int64], low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the net amount of customers in the days after `low` up to `high`; rows of `days` are sorted by both."""
    width = int(days.day.max(initial=0)) + 2
    place = days.customer.astype(np.int64) * width + days.day
    sums = np.concatenate([[0.0], np.cumsum(days.net)])
    # Days outside the data must not reach into the neighbour's rows.
    ends = [np.searchsorted(place, who * width + np.clip(day, -1, width - 2), "right") for day in (low, high)]
    return np.asarray(sums[ends[1]] - sums[ends[0]])
