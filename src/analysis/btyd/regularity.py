"""How regularly customers buy; the models suppose that a purchase is as likely on any day, whenever the last was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.schema import DataError

if TYPE_CHECKING:
    import pandas as pd

LEAST_DAYS = 8
ENOUGH = 30


@dataclass(frozen=True)
class Regularity:
    """Shape of the gamma distribution of the times between purchases, with a 95 % interval.

    1: at random, as the purchase models suppose; larger: more regular; below 1: in bursts.
    """

    k: float
    low: float
    high: float
    customers: int


def estimate_regularity(first: pd.Series, second: pd.Series) -> Regularity | None:
    """Return k of gamma times between purchases, from two of them per customer.

    `first`, `second` (Series of int, one row per customer): Two successive gaps between purchase days; days, >= 1.
    Regularity or None: None with fewer than 30 customers whose gaps add up to 8 days.
    Raises DataError if a gap is below 1 day.

    Wheat & Morrison (1990), "Estimating purchase regularity with two interpurchase times": if every customer's times
    are gamma with shape k at a rate of their own, M = T1 / (T1 + T2) is beta(k, k) for all of them, its variance about
    1/2 is 1 / (4 (2k + 1)), and k = (1 - 4 var) / (8 var). M does not depend on T1 + T2, so leaving out customers by
    that sum (those with three purchases too late for the data, or within a week) biases nothing. Times are known in
    whole days, therefore M = (T1 - 1/2) / (T1 + T2 - 1), which is even over its range for purchases at random.
    The interval is that of the variance (normal).
    """
    if ((first < 1) | (second < 1)).any():
        raise DataError("gaps between purchase days need at least 1 day each")
    total = (first + second).to_numpy(float)
    kept = total >= LEAST_DAYS
    if kept.sum() < ENOUGH:
        return None
    squares = ((first.to_numpy(float)[kept] - 0.5) / (total[kept] - 1) - 0.5) ** 2
    variance, doubt = squares.mean(), 1.96 * squares.std() / np.sqrt(kept.sum())

    def shape(v: float) -> float:
        return float((1 - 4 * v) / (8 * v)) if v > 0 else float("inf")

    high = shape(variance - doubt) if variance > doubt else float("inf")
    return Regularity(shape(variance), max(shape(variance + doubt), 0.0), high, int(kept.sum()))
