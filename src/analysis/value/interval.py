"""The middle 95 % of what was drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Interval:
    """A 95 % interval; `low` and `high` in the unit of what it is an interval of."""

    low: float
    high: float


def interval_of(drawn: NDArray[np.float64]) -> Interval:
    """Return the middle 95 % of drawn values."""
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(float(low), float(high))
