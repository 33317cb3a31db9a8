"""Spearman's rank correlation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def rank_correlation(first: Floats, second: Floats) -> float | None:
    """Return Spearman's correlation, ties at their mean rank; None if either does not vary.

    Examples
    --------
    >>> round(rank_correlation(np.array([1, 2, 3]), np.array([5, 6, 60])), 12)
    1.0
    """
    if first.size < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])


def _ranks(values: Floats) -> Floats:
    _, where, ties = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(ties) - (ties - 1) / 2)[where]
