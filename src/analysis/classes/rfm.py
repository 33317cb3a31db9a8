"""Recency, frequency and money in five steps each, and the segments that they form."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.client.abc import Rfm
from analysis.shares import in_words

RFM = (
    "champions",
    "solid",
    "promising",
    "needs attention",
    "recent",
    "cannot lose",
    "gone quiet",
    "about to sleep",
    "hibernating",
    "asleep",
)
"""The best first."""
BEST, QUIET = ("champions", "solid"), ("cannot lose", "gone quiet")
GRID = (
    ("asleep", "asleep", "gone quiet", "cannot lose", "cannot lose"),
    ("hibernating", "hibernating", "gone quiet", "gone quiet", "gone quiet"),
    ("about to sleep", "about to sleep", "needs attention", "solid", "solid"),
    ("recent", "recent", "promising", "solid", "champions"),
    ("recent", "recent", "promising", "champions", "champions"),
)
"""Recency 1 to 5 from top to bottom, the mean of frequency and money 1 to 5 from left to right."""
Array = NDArray[np.float64]
Places = NDArray[np.int64]
PLACES = np.array([[RFM.index(name) for name in row] for row in GRID])


def fifths(value: pd.Series) -> pd.Series:
    """Return a score of 1 to 5 by rank: the fifth of the customers in whose middle an equal group lies.

    `value`: The more the better; a missing value is the worst.
    Returns Series of int, same index.

    1 + floor(5 (w + e / 2) / n), with w customers who are worse and e equal ones, the customer included. So equal
    customers get equal scores, all equal get 3, and no score depends on the unit.

    Examples
    --------
    >>> fifths(pd.Series([1, 1, 1, 2, 9])).tolist(), fifths(pd.Series([7, 7])).tolist(), fifths(pd.Series([4])).tolist()
    ([2, 2, 2, 4, 5], [3, 3], [3])
    """
    return pd.Series(_fifths(value.to_numpy(float)), value.index)


def _fifths(values: Array) -> Places:
    values = np.where(np.isnan(values), -np.inf, values)
    ordered = np.sort(values)
    opens = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: values.size])
    equal = np.diff(opens, append=values.size)
    # The rank is a multiple of one half: exact, unlike the quotient.
    score = 1 + (5 * (opens + equal / 2)) // max(values.size, 1)
    lines = np.append(ordered[opens], np.inf)[np.searchsorted(score, [2, 3, 4, 5])]
    return 1 + np.searchsorted(lines, values, side="right")


def _by_cuts(values: Array, cuts: list[float]) -> Places:
    """Return scores of 1 to 5 by four limits of the client's own; who reaches a limit is above it."""
    return 1 + np.searchsorted(cuts, np.where(np.isnan(values), -np.inf, values), side="right")


def rfm_scores(customers: pd.DataFrame, cuts: Rfm) -> pd.DataFrame:
    """Return the three scores and the segment of each customer.

    `customers`: T, recency (days; missing without a purchase), frequency (repeat purchase days), revenue.
    `cuts`: Limits of the client's own; where there are none, fifths.
    Returns DataFrame, same index: rfm_recency, rfm_frequency, rfm_money (1 to 5, 5 is best; money is missing where
    nobody brought any), rfm.
    """
    recency, frequency, money = scores = _scores(customers, cuts)
    found = {
        "rfm_recency": recency,
        "rfm_frequency": frequency,
        "rfm_money": np.nan if money is None else money.astype(float),
        "rfm": in_words(_segments(*scores), RFM),
    }
    return pd.DataFrame(found, index=customers.index)


def rfm_places(customers: pd.DataFrame, cuts: Rfm) -> Places:
    """Return the segments of `rfm_scores` as places in `RFM`."""
    return _segments(*_scores(customers, cuts))


def _segments(recency: Places, frequency: Places, money: Places | None) -> Places:
    worth = frequency if money is None else (frequency + money + 1) // 2
    found: Places = PLACES[recency - 1, worth - 1]
    return found


def _scores(customers: pd.DataFrame, cuts: Rfm) -> tuple[Places, Places, Places | None]:
    """Return recency, frequency and money; no money where nobody brought any."""
    age, recency, again, revenue = (
        customers[name].to_numpy(float) for name in ("T", "recency", "frequency", "revenue")
    )
    limits = None if cuts.recency_days is None else [-days for days in cuts.recency_days[::-1]]
    values = [recency - age, np.where(np.isnan(age), 0, again + 1), revenue]
    chosen = [limits, cuts.purchases, cuts.revenue]
    r, f, m = (_fifths(of) if to is None else _by_cuts(of, list(to)) for of, to in zip(values, chosen, strict=True))
    return r, f, m if revenue.any() else None
