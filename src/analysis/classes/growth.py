"""Who rises and who falls: the last year against the year before, and the trend over both, beyond chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.shares import in_words

GROWTH = ("rising", "new", "steady", "falling", "gone")
BAND = 0.10
"""A change of the year's money that is smaller than this is none, whatever chance says."""
T_LIMIT = 1.943
"""Student's t with 6 degrees of freedom: by chance alone one customer of ten lies beyond it, on either side."""
BY_CHANCE = 0.05
"""On one side."""
Bools = NDArray[np.bool_]


def growth_places(values: NDArray[np.float64], bought_before: Bools, bought_lately: Bools) -> NDArray[np.int64]:
    """Return the place in `GROWTH` of each customer: the later four quarters against the earlier.

    Parameters
    ----------
    values : array, shape (n_customers, 8)
        Money of the quarters, the oldest first (`quarters.quarters`).
    bought_before, bought_lately : array of bool, shape (n_customers,)
        Whether they bought before the last four quarters; whether they did within them.

    Notes
    -----
    new: first bought within the last four quarters. gone: bought nothing in them. rising, falling: a change of more
    than 10 % that is beyond chance, or back after four quarters of nothing. steady: all others. Beyond chance:
    |t| > 1.943 in a test of two times four quarters with pooled variance (6 degrees of freedom, 90 % two-sided), so
    among customers who do not change at most about 5 % seem to rise and 5 % to fall.
    """
    earlier, later = np.split(np.ascontiguousarray(values.T), 2)
    before, after = earlier.sum(axis=0), later.sum(axis=0)
    spread = np.sqrt((earlier.var(axis=0, ddof=1) + later.var(axis=0, ddof=1)) / 4)
    t = _ratio((after - before) / 4, spread)
    size = np.abs(before)
    rises, falls = (after - before > BAND * size) & (t > T_LIMIT), (before - after > BAND * size) & (t < -T_LIMIT)
    back = (earlier == 0).all(axis=0)
    tests = [~bought_lately, ~bought_before, rises | (back & (after > 0)), falls]
    names = ("gone", "new", "rising", "falling")
    return np.select(tests, [GROWTH.index(name) for name in names], GROWTH.index("steady")).astype(np.int64)


def trend(quarters: pd.DataFrame) -> pd.Series:
    """Return whether the line through each customer's eight quarters goes up or down beyond chance.

    Returns Series of str, same index: "up", "down", or "level": the slope's |t| is 1.943 or less (6 degrees of freedom,
    90 % two-sided).

    Examples
    --------
    >>> trend(pd.DataFrame([[1, 2, 3, 4, 5, 6, 7, 8], [5, 5, 5, 5, 5, 5, 5, 5]], columns=range(1, 9))).tolist()
    ['up', 'level']
    """
    values = quarters.loc[:, 1:8].to_numpy(float)
    at = np.arange(8) - 3.5
    slope = values @ at / (at @ at)
    rest = values - values.mean(axis=1, keepdims=True) - slope[:, None] * at
    error = np.sqrt((rest**2).sum(axis=1) / 6 / (at @ at))
    t = _ratio(slope, error)
    found = in_words(np.select([t > T_LIMIT, t < -T_LIMIT], [0, 1], 2), ("up", "down", "level"))
    return pd.Series(found, quarters.index, name="trend")


def growth_rates(quarters: pd.DataFrame) -> pd.DataFrame:
    """Return revenue of the last three stretches and how it grew; rates are missing where nothing was before.

    Returns DataFrame, same index: revenue, revenue_before, growth (to the last stretch), growth_before (to the one
    before it), and growth_both, the smaller of the two: so much at least in each of two stretches running.
    """
    oldest, before = quarters[0], quarters.loc[:, 1:4].sum(axis=1)
    last = quarters.loc[:, 5:8].sum(axis=1)
    now, then = (last / before.where(before > 0)) - 1, (before / oldest.where(oldest > 0)) - 1
    both = pd.concat([now, then], axis=1).min(axis=1, skipna=False)
    return pd.DataFrame(
        {"revenue": last, "revenue_before": before, "growth": now, "growth_before": then, "growth_both": both}
    )


def _ratio(part: np.ndarray, error: np.ndarray) -> np.ndarray:
    """Return a t value; without any spread a difference is beyond chance, and none is none."""
    tiny = 1e-9 * np.maximum(np.abs(part), error) + 1e-300
    return np.where(error > tiny, part / np.where(error > tiny, error, 1), np.sign(part) * np.where(part != 0, 1e9, 0))
