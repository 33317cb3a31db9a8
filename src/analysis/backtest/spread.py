"""How far a total may be off: what customers share, what they do each for themselves, and a floor under both.

Parameters and chance alone held the truth in half of the windows at 95 %: what customers share (drift, season,
prices, a bad year) is in neither. It is seen in the errors of windows inside the history.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.holdout import Array
from analysis.backtest.inner import InnerWindow, amounts

LEVELS = (0.80, 0.95)
SMALLEST_SHARE = 0.1  # of a class: what is known of smaller ones is no worse
GROUPS = 10
WIDEST = 50.0  # log of what an end may be a multiple of: beyond it no float would hold a sum


@dataclass(frozen=True)
class Constants:
    """What no single business can tell; from a study of 12 businesses, checked leave-one-business-out.

    Attributes
    ----------
    floor, floor_without_year : float
        Log sd of what no inner window shows, with and without a window of one year ago.
    weight : float
        Of the inner windows' shared error: the forecast has more history than they had.
    pooled, worth : float
        Shared log sd of all businesses, and how many windows of one's own it weighs.
    group : float
        Log sd of what only a class of customers shares, if it holds half of the total.
    beyond : float
        Factor on s of a horizon longer than the history.
    freedom : float
        Degrees of freedom of Student's t.
    """

    floor: float = 0.08
    floor_without_year: float = 0.12
    weight: float = 0.5
    pooled: float = 0.12
    worth: float = 2.0
    group: float = 0.05
    beyond: float = 2.5
    freedom: float = 6.0


STUDY = Constants()


@dataclass(frozen=True)
class Scatter:
    """Variance of what one customer brings around what is expected: per unit of expected, and per unit squared.

    V(m) = linear x size x m + square x m^2, `size` being the mean expectation weighted by itself, so that both
    coefficients are without unit.
    """

    linear: float
    square: float

    def variances(self, expected: Array) -> Array:
        """Return V of each customer."""
        total = expected.sum()
        size = (expected**2).sum() / total if total > 0 else 0.0
        return self.linear * size * expected + self.square * expected**2

    def chance(self, expected: Array, members: NDArray[np.bool_] | slice = slice(None)) -> float:
        """Return the variance of the log of a sum over members that customers, each for themselves, explain."""
        total = float(expected[members].sum())
        return float(self.variances(expected)[members].sum()) / total**2 if total > 0 else 0.0


def scatter(windows: list[InnerWindow], measure: str) -> Scatter:
    """Return the variance of customers around their expectation, from the windows' residuals.

    Non-negative least squares over tenths of the customers by expectation, then scaled so that the windows' sums of
    squares are met. The level of each window is taken out first: it is shared, not a customer's own.
    """
    from scipy.optimize import nnls

    sides, squares = [], []
    for window in windows:
        actual, expected = amounts(window, measure)
        if not (actual.sum() > 0 and expected.sum() > 0):
            continue
        expected = expected * (actual.sum() / expected.sum())
        size = (expected**2).sum() / expected.sum()
        order = np.argsort(expected, kind="stable")
        for rows in np.array_split(order, min(GROUPS, order.size)):
            sides.append((size * expected[rows].sum(), (expected[rows] ** 2).sum()))
            squares.append(((actual - expected)[rows] ** 2).sum())
    if not sides:
        return Scatter(1.0, 0.0)
    design, target = np.array(sides), np.array(squares)
    weight = 1 / np.maximum(design.sum(axis=1), 1e-300)
    (linear, square), _ = nnls(design * weight[:, None], target * weight)
    fitted = design @ np.array([linear, square])
    if not fitted.sum() > 0:
        return Scatter(float(target.sum() / design[:, 0].sum()), 0.0)
    return Scatter(*(np.array([linear, square]) * target.sum() / fitted.sum()).tolist())


@dataclass(frozen=True)
class Shared:
    """What customers shared in the log errors of inner windows.

    `seen`: Mean of log_error^2 - chance, at least 0.
    `count`: Windows it counts as: overlapping ones as many as fit end to end into their span; 0 if there are none.
    """

    seen: float
    count: float

    def variance(self, constants: Constants = STUDY) -> float:
        """Return the variance drawn to that of all businesses by how few windows there were."""
        c = constants
        return (c.worth * c.pooled**2 + self.count * self.seen) / (c.worth + self.count)


def shared_errors(errors: pd.DataFrame) -> Shared:
    """Return what customers shared in the errors of inner windows, from `log_errors`."""
    if errors.empty:
        return Shared(0.0, 0.0)
    seen = max(float((errors["log_error"] ** 2 - errors["chance"]).mean()), 0.0)
    start = pd.to_datetime(errors["origin"])
    span = (start + pd.to_timedelta(errors["days"], unit="D")).max() - start.min()
    return Shared(seen, float(np.clip(span.days / errors["days"].mean(), 1, len(errors))))


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """What the range of any sum of one measure is made of.

    `scatter`: What customers do each for themselves.
    `shared`: What they share.
    `year`, `beyond`: A window of a year ago corrects the forecast; the horizon is longer than the history.
    """

    scatter: Scatter
    shared: Shared
    year: bool
    beyond: bool
    constants: Constants = STUDY

    @property
    def wider(self) -> float:
        """Factor on s."""
        return self.constants.beyond if self.beyond else 1.0

    @property
    def together(self) -> float:
        """S of what all customers share: that of a sum over infinitely many."""
        c = self.constants
        floor = c.floor if self.year else c.floor_without_year
        return self.wider * float(np.sqrt(floor**2 + c.weight**2 * self.shared.variance(c)))

    def apart(self, share: float) -> float:
        """Return s of what only the members of a class share: the smaller their share of the total, the more."""
        held = min(max(share, SMALLEST_SHARE), 1.0)
        return self.wider * self.constants.group * float(np.sqrt((1 - held) / held))

    def log_sd(self, expected: Array, members: NDArray[np.bool_] | None = None) -> float:
        """Return s of the sum over all customers, or over the members of a class."""
        total = float(expected.sum())
        share = 1.0 if members is None or not total > 0 else float(expected[members].sum()) / total
        chance = self.scatter.chance(expected, slice(None) if members is None else members)
        return float(np.sqrt(self.together**2 + self.apart(share) ** 2 + self.wider**2 * chance))

    def range_of(self, expected: Array, members: NDArray[np.bool_] | None = None) -> dict[str, float]:
        """Return customers, point, s, low_80, high_80, low_95, high_95 of a sum, point x exp(-+ t s)."""
        some = expected if members is None else expected[members]
        point, s = float(some.sum()), self.log_sd(expected, members)
        row = {"customers": float(some.size), "point": point, "s": s}
        for level in LEVELS:
            low, high = factors(s, level, self.constants)
            row |= {f"low_{level * 100:.0f}": point * low, f"high_{level * 100:.0f}": point * high}
        return row


def factors(s: float, level: float, constants: Constants = STUDY) -> tuple[float, float]:
    """Return what a forecast is multiplied by for the ends of its range: exp(-t s) and exp(t s).

    Examples
    --------
    >>> [round(end, 3) for end in factors(0.1, 0.8)]
    [0.866, 1.155]
    >>> factors(1e6, 0.95)[1] < float("inf")
    True
    """
    from scipy.special import stdtrit

    half = min(float(stdtrit(constants.freedom, 0.5 + level / 2)) * s, WIDEST)
    return float(np.exp(-half)), float(np.exp(half))
