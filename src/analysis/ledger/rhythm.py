"""After which silence a customer of this client is late."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

GAP_QUANTILE = 0.90
UNLIKE = 4
"""So many times longer the gaps are where each customer counts alike: few who buy daily hide the rhythm of the rest."""
LONGEST = 365


def churn_window(gaps: pd.Series) -> int | None:
    """Return the window after which a silence is unusual for these customers: the 90th percentile of their gaps.

    Where few customers make most of the gaps (a hotel's agents beside its guests), each customer counts alike.

    `gaps`: Days between one purchase day and the next, over all customers; the index says whose they are.
    int or None: Whole days; None where nobody bought twice.

    Examples
    --------
    >>> import pandas as pd
    >>> churn_window(pd.Series([1] * 40 + [180, 190, 200], index=["agent"] * 40 + ["Ann", "Bob", "Cy"]))
    200
    """
    import numpy as np
    import pandas as pd

    if gaps.empty:
        return None
    usual = max(1, round(float(gaps.quantile(GAP_QUANTILE))))
    if gaps.max() < UNLIKE * usual:
        return usual
    whose = gaps.index.to_numpy() if gaps.index.dtype.kind == "i" else pd.factorize(gaps.index)[0]
    weights = np.bincount(gaps.to_numpy(dtype=int), 1 / np.bincount(whose)[whose])
    return of_customers(usual, range(len(weights)), weights.tolist())


def of_customers(usual: int, gaps: Sequence[int], weights: Sequence[float]) -> int:
    """Return the usual gap, or that of the customers, each counted alike, where it is far longer.

    `gaps`, `weights`: days, ascending, and how many customers' parts lie at each.
    """
    theirs = min(reached(gaps, weights), LONGEST)
    return theirs if theirs >= UNLIKE * usual else usual


def reached(gaps: Sequence[int], weights: Sequence[float]) -> int:
    """Return the gap (days) at which nine tenths of the weights are reached; ``gaps`` are in ascending order."""
    sums = list(accumulate(weights))
    return gaps[bisect_left(sums, GAP_QUANTILE * sums[-1])]
