"""The middle 95 % of what was drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ends = tuple[float, float]


def interval_of(drawn: NDArray[np.float64]) -> Ends:
    """Return both ends of the middle 95 % of drawn values, in their unit."""
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)
