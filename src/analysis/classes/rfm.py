"""Recency, frequency and money in five steps each, and the segments that they form."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.client.rfm import Rfm
from analysis.coded import in_words

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
PLACES = np.array([[RFM.index(name) for name in row] for row in GRID])


def fifths(value: pd.Series) -> pd.Series:
    """Return a score of 1 to 5 by rank: the fifth of the customers in whose middle an equal group lies.

    Parameters
    ----------
    value : Series of float
        The more the better; a missing value is the worst.

    Returns
    -------
    Series of int, same index

    Notes
    -----
    1 + floor(5 (w + e / 2) / n), with w customers who are worse and e equal ones, the customer included. So equal
    customers get equal scores, all equal get 3, and no score depends on the unit.

    Examples
    --------
    >>> fifths(pd.Series([1, 1, 1, 2, 9])).tolist(), fifths(pd.Series([7, 7])).tolist(), fifths(pd.Series([4])).tolist()
    ([2, 2, 2, 4, 5], [3, 3], [3])
    """
    values = value.to_numpy(float)
    values = np.where(np.isnan(values), -np.inf, values)
    ordered = np.sort(values)
    opens = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: values.size])
    equal = np.diff(opens, append=values.size)
    # The rank is a multiple of one half: exact, unlike the quotient.
    score = 1 + (5 * (opens + equal / 2)) // max(values.size, 1)
    lines = np.append(ordered[opens], np.inf)[np.searchsorted(score, [2, 3, 4, 5])]
    return pd.Series(1 + np.searchsorted(lines, values, side="right"), value.index)


def by_cuts(value: pd.Series, cuts: list[float]) -> pd.Series:
    """Return a score of 1 to 5 by four limits of the client's own; who reaches a limit is above it.

    Examples
    --------
    >>> by_cuts(pd.Series([1, 2, 10]), [2, 3, 5, 10]).tolist()
    [1, 2, 5]
    """
    return pd.Series(1 + np.searchsorted(cuts, value.fillna(-np.inf), side="right"), value.index).astype("int64")


def rfm_scores(customers: pd.DataFrame, cuts: Rfm) -> pd.DataFrame:
    """Return the three scores and the segment of each customer.

    Parameters
    ----------
    customers : DataFrame
        T, recency (days; missing without a purchase), frequency (repeat purchase days), revenue.
    cuts : Rfm
        Limits of the client's own; where there are none, fifths.

    Returns
    -------
    DataFrame, same index
        rfm_recency, rfm_frequency, rfm_money (1 to 5, 5 is best; money is missing where nobody brought any), rfm.
    """
    recency, frequency, money = scores = _scores(customers, cuts)
    names = in_words(_segments(*scores), RFM)
    return pd.DataFrame(
        {
            "rfm_recency": recency,
            "rfm_frequency": frequency,
            "rfm_money": np.nan if money is None else money.astype("float64"),
            "rfm": pd.Series(names, customers.index),
        }
    )


def rfm_places(customers: pd.DataFrame, cuts: Rfm) -> NDArray[np.int64]:
    """Return the segments of `rfm_scores` as places in `RFM`."""
    return _segments(*_scores(customers, cuts))


def _segments(recency: pd.Series, frequency: pd.Series, money: pd.Series | None) -> NDArray[np.int64]:
    worth = frequency if money is None else (frequency + money + 1) // 2
    found: NDArray[np.int64] = PLACES[recency.to_numpy() - 1, worth.to_numpy() - 1]
    return found


def _scores(customers: pd.DataFrame, cuts: Rfm) -> tuple[pd.Series, pd.Series, pd.Series | None]:
    silent = customers["T"] - customers["recency"]
    bought = (customers["frequency"] + 1).where(customers["T"].notna(), 0)
    recency = fifths(-silent) if cuts.recency_days is None else by_cuts(-silent, [-d for d in cuts.recency_days[::-1]])
    frequency = fifths(bought) if cuts.purchases is None else by_cuts(bought, list(cuts.purchases))
    revenue = customers["revenue"]
    if not revenue.ne(0).any():
        return recency, frequency, None
    return recency, frequency, fifths(revenue) if cuts.revenue is None else by_cuts(revenue, list(cuts.revenue))
