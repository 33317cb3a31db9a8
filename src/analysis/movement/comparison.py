"""Whether later customers return as well as earlier ones, at equal age, and as far as can be in equal seasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.movement.cohorts import ENOUGH

PAIRS = 6
"""Calendar months that must be there in two years before seasons can be kept out."""
Z = 0.975


@dataclass(frozen=True)
class Side:
    """Earlier or later customers.

    `first`, `last`: First day of their first month, last of their last.
    `share`: Fraction who bought again.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    months: int
    customers: int
    share: float


@dataclass(frozen=True)
class Comparison:
    """Later customers against earlier ones; low and high are the 95 % interval of the difference of the shares.

    `dispersion`: Variance between months over that of chance alone, at least 1.
    `same_seasons`: Whether each month is held against the same month a year earlier.
    `weight` (Series indexed by cohort): Of one customer in the shares.
    """

    earlier: Side
    later: Side
    difference: float
    low: float
    high: float
    dispersion: float
    same_seasons: bool
    weight: pd.Series

    @property
    def outcome(self) -> str:
        """Better or worse where the interval excludes 0, else alike."""
        return "better" if self.low > 0 else "worse" if self.high < 0 else "alike"


def compare(months: pd.DataFrame) -> Comparison | None:
    """Compare later customers with earlier ones: month by month a year apart, or else the later half with the earlier.

    Parameters
    ----------
    months : DataFrame indexed by cohort (first day of a month)
        customers, again (how many of them bought again within the same number of days).

    Returns
    -------
    Comparison or None
        None where either side has fewer than 30 customers or two months.

    Notes
    -----
    Customers of one month share a season, prices, a campaign: months differ by more than chance. The interval is
    therefore widened by the dispersion between months, Pearson's chi-square per degree of freedom and at least 1
    (McCullagh & Nelder 1989, section 4.5), with Student's t. Who comes in December returns less often than who comes in
    May in any year: where six months or more of the last year are there a year earlier as well, their differences are
    pooled with the weights of Mantel and Haenszel (1959).
    """
    filled = months[months["customers"] > 0].sort_index()
    pairs = year_apart(filled)
    enough = len(pairs) >= PAIRS and min(pairs["was"].sum(), pairs["now"].sum()) >= ENOUGH
    return _paired(pairs) if enough else _halves(filled)


def year_apart(months: pd.DataFrame) -> pd.DataFrame:
    """Return the months of the last year that are there a year earlier as well, by the earlier month.

    Returns DataFrame: was, now (customers), was_again, now_again.

    Examples
    --------
    >>> index = pd.to_datetime(["2020-05-01", "2021-05-01"])
    >>> year_apart(pd.DataFrame({"customers": [40, 50], "again": [20, 30]}, index)).to_numpy().tolist()
    [[40, 50, 20, 30]]
    """
    recent = months[months.index > months.index.max() - pd.DateOffset(years=1)]
    later = recent.set_axis(recent.index - pd.DateOffset(years=1)).add_prefix("now_")
    both = months.add_prefix("was_").join(later, how="inner")
    names = {"was_customers": "was", "now_customers": "now"}
    return both.rename(columns=names)[["was", "now", "was_again", "now_again"]]


def _paired(pairs: pd.DataFrame) -> Comparison:
    was, now = pairs["was"].to_numpy(float), pairs["now"].to_numpy(float)
    p, q = pairs["was_again"].to_numpy() / was, pairs["now_again"].to_numpy() / now
    weight = was * now / (was + now)
    weight /= weight.sum()
    pooled = (pairs["was_again"] + pairs["now_again"]).to_numpy() / (was + now)
    variance = pooled * (1 - pooled) * (1 / was + 1 / now)
    difference = float(weight @ (q - p))
    told = variance > 0
    free = len(pairs) - 1
    dispersion = max(1.0, float((((q - p - difference)[told]) ** 2 / variance[told]).sum()) / free)
    half = _t(free) * float(np.sqrt(dispersion * (weight**2 @ variance)))
    before, after = pairs.index, pairs.index + pd.DateOffset(years=1)
    sides = _side(before, was, float(weight @ p)), _side(after, now, float(weight @ q))
    each = pd.concat([pd.Series(weight / was, before), pd.Series(weight / now, after)])
    return Comparison(
        *sides, difference, difference - half, difference + half, dispersion, same_seasons=True, weight=each
    )


def _halves(filled: pd.DataFrame) -> Comparison | None:
    cut = _middle(filled["customers"].to_numpy(float))
    if cut is None:
        return None
    halves = filled.iloc[:cut], filled.iloc[cut:]
    earlier, later = (
        _side(half.index, half["customers"].to_numpy(), float(half["again"].sum() / half["customers"].sum()))
        for half in halves
    )
    if min(earlier.customers, later.customers) < ENOUGH:
        return None
    free = len(filled) - 2
    chi = sum(_chi_square(half, side.share) for half, side in zip(halves, (earlier, later), strict=True))
    dispersion = max(1.0, chi / free)
    variance = sum(side.share * (1 - side.share) / side.customers for side in (earlier, later))
    half_width = _t(free) * float(np.sqrt(dispersion * variance))
    difference = later.share - earlier.share
    ends = difference - half_width, difference + half_width
    each = pd.Series(1.0, filled.index)
    return Comparison(earlier, later, difference, *ends, dispersion, same_seasons=False, weight=each)


def _t(free: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(free, Z))


def _middle(customers: np.ndarray) -> int | None:
    """Return after how many months half of the customers had come, leaving two months on either side."""
    if customers.size < 4:
        return None
    behind = np.abs(np.cumsum(customers) - customers.sum() / 2)[1:-2]
    return int(behind.argmin()) + 2


def _side(months: pd.DatetimeIndex, customers: np.ndarray, share: float) -> Side:
    return Side(months[0], months[-1] + pd.offsets.MonthEnd(1), len(months), int(customers.sum()), share)


def _chi_square(half: pd.DataFrame, share: float) -> float:
    if share in (0.0, 1.0):
        return 0.0
    due = half["customers"] * share
    return float(((half["again"] - due) ** 2 / (due * (1 - share))).sum())
