"""Seasons: how repeat purchases of a calendar month differ from what the customers' ages let expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.schema import NEEDED_MONTHS

CHANCE = 0.05

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Season:
    """Indices of the calendar months.

    Attributes
    ----------
    index : DataFrame indexed by calendar month, 1 to 12
        actual (repeat purchases), expected (with the growth below), index (their shrunk ratio; the year averages 1),
        low, high (95 %).
    dispersion : float
        Variance of a month's purchases around expected x index, over the Poisson's: 1 is chance alone.
    growth : float
        Log change a year of actual / expected that was taken out; it is not a season.
    p_value : float
        Of the months being alike.
    """

    index: pd.DataFrame
    dispersion: float
    growth: float
    p_value: float

    @property
    def worth_correcting(self) -> bool:
        """True if the months differ by more than chance between years explains."""
        return self.p_value < CHANCE


def full_months(table: pd.DataFrame) -> pd.DataFrame:
    """Return actual and expected repeat purchases of every calendar month that the days cover whole.

    `table` (DataFrame indexed by day): actual, expected, cumulated, from `tracking.repeats_up_to_each_day`.
    DataFrame indexed by month (its first day): actual, expected: in the month.
    """
    daily = table.diff().fillna(table.iloc[:1])
    sums = daily.resample("MS").agg(["sum", "size"])
    whole = sums[("actual", "size")] == sums.index.days_in_month
    return sums.loc[whole, [("actual", "sum"), ("expected", "sum")]].droplevel(1, axis=1)


def month_index(months: pd.DataFrame) -> Season | None:
    """Return the index of each calendar month, pooled over years and shrunk towards 1.

    `months` (DataFrame indexed by month (its first day)): actual, expected: repeat purchases in every full month.
    Season or None: None with fewer than 24 months, or where in some month no purchase was expected.

    A month's purchases have mean e x exp(growth x years) x index and variance dispersion x mean. Growth, which would
    else look like a season within each year, comes from the same months of different years: their split given their
    sum is multinomial whatever the index. Dispersion is what Pearson's chi-square of these splits leaves per degree
    of freedom, at least 1. The indices are then shrunk by empirical Bayes, gamma prior with mean 1 (Clayton & Kaldor
    1987) and the variance by moments (DerSimonian & Laird 1986). Intervals are the posterior's, widened for the prior
    and the dispersion being estimated too (Morris 1983: 2 / (12 - 3) x the square of the shrinkage; Student's t). That
    the months are alike is tested by F: chi-square between them over the dispersion.
    """
    if len(months) < NEEDED_MONTHS or not (months["expected"] > 0).all():
        return None
    from scipy.special import fdtrc, gammaincinv, ndtri, stdtrit  # scipy.stats takes a second to be imported

    actual, expected = months["actual"].to_numpy(float), months["expected"].to_numpy(float)
    which = months.index.month.to_numpy() - 1
    years = np.arange(actual.size) / 12
    growth = _growth(actual, expected, which, years)
    grown = expected * np.exp(growth * (years - years.mean()))
    came, due = (np.bincount(which, counted, 12).astype(float) for counted in (actual, grown))
    due, grown = due * came.sum() / due.sum(), grown * came.sum() / due.sum()
    fitted = (came / due)[which] * grown
    free = actual.size - 13
    dispersion = max(1.0, float(_chi_square(actual, fitted)) / free)
    between = _chi_square(came, due)
    spread = (between - 11 * dispersion) / (due.sum() - (due**2).sum() / due.sum())
    trust = max(float(spread), 1e-12)
    shape, rate = 1 / trust + came / dispersion, 1 / trust + due / dispersion
    index = shape / rate
    drawn = index - came / due
    wider = np.sqrt(1 + 2 / 9 * drawn**2 / (index / rate)) * stdtrit(free, 0.975) / ndtri(0.975)
    low, high = np.maximum(index + (gammaincinv(shape, [[0.025], [0.975]]) / rate - index) * wider, 0)
    table = pd.DataFrame({"actual": came, "expected": due, "index": index, "low": low, "high": high})
    table[["index", "low", "high"]] /= index.mean()
    table.index = pd.RangeIndex(1, 13, name="month")
    return Season(table, dispersion, growth, float(fdtrc(11, free, max(between, 0.0) / 11 / dispersion)))


def mean_index(season: Season, after: pd.Timestamp, days: int) -> float:
    """Return the mean index of the days ahead: about 1 over whole years.

    `after`: The days begin on the next one.

    Examples
    --------
    >>> index = pd.DataFrame({"index": [0.5, 1.5] + [1.0] * 10}, index=range(1, 13))
    >>> mean_index(Season(index, 1.0, 0.0, 0.0), pd.Timestamp("2022-12-31"), 31 + 28)
    0.9745762711864406
    """
    ahead = pd.date_range(after + pd.Timedelta(days=1), periods=days, freq="D")
    return float(season.index["index"].reindex(ahead.month).mean())


def _growth(actual: Array, expected: Array, which: NDArray[np.int64], years: Array) -> float:
    """Return the log growth a year at which the same months of different years split as they did; 0 if none does."""
    from scipy.optimize import brentq

    came = np.bincount(which, actual, 12)

    def missing(growth: float) -> float:
        grown = expected * np.exp(growth * (years - years.mean()))
        return float(years @ (actual - (came / np.bincount(which, grown, 12))[which] * grown))

    return float(brentq(missing, -10, 10)) if missing(-10) > 0 > missing(10) else 0.0


def _chi_square(actual: Array, expected: Array) -> float:
    return float(((actual - expected) ** 2 / np.where(expected > 0, expected, 1)).sum())
