"""After which silence a customer of this client is late."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

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
    return of_customers(usual, gaps, 1 / np.bincount(whose)[whose])


def of_customers(usual: int, gaps: ArrayLike, weights: ArrayLike) -> int:
    """Return the usual gap, or that of the customers, each counted alike, where it is far longer.

    `gaps`, `weights`: days, and the part of a customer's gaps that each is.
    """
    import numpy as np  # here, as the command line reaches this module

    reached = np.cumsum(np.bincount(np.asarray(gaps, dtype=int), np.asarray(weights, dtype=float)))
    theirs = min(int(np.searchsorted(reached, GAP_QUANTILE * reached[-1])), LONGEST)
    return theirs if theirs >= UNLIKE * usual else usual
