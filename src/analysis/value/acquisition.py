"""What winning customers costs, against what they bring: the month of payback, and value to cost by source."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FEW = 30

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Payback:
    """The month by whose end a new customer has brought what winning them cost; 0: with the first purchase.

    Attributes
    ----------
    month, low, high : int or None
        Expected, and its 95 % interval; None: not within the horizon.
    """

    month: int | None
    low: int | None
    high: int | None


def payback(first: float, cumulative: Array, drawn: Array, cost: float) -> Payback:
    """Return when a new customer has brought `cost`.

    Parameters
    ----------
    first : float
        Margin of the first purchase.
    cumulative : array, shape (n_months,)
        Expected discounted margin up to the end of each month, the first purchase included.
    drawn : array, shape (n_draws, n_months)
        The same under models drawn from the uncertainty of the fit.
    cost : float

    Examples
    --------
    >>> payback(5.0, np.array([9.0, 12.0]), np.array([[8.0, 9.0], [9.0, 12.0], [11.0, 14.0]]), 10.0)
    Payback(month=2, low=1, high=None)
    """
    if first >= cost:
        return Payback(0, 0, 0)

    def months(curves: Array) -> Array:
        reached = curves >= cost
        return np.where(reached.any(axis=-1), reached.argmax(axis=-1) + 1.0, np.inf)

    ends = np.quantile(months(drawn), [0.025, 0.975], method="inverted_cdf")
    found = [None if np.isinf(month) else int(month) for month in (months(cumulative), *ends)]
    return Payback(*found)


def value_to_cost(table: pd.DataFrame) -> pd.DataFrame:
    """Return the value that customers of each source bring per unit of what winning them cost.

    Parameters
    ----------
    table : DataFrame
        source (text, may be missing), cost, value: one row per customer.

    Returns
    -------
    DataFrame
        source, customers, cost and value (means), ratio (of the sums; missing where nothing was spent), low, high
        (95 %; missing with fewer than two customers), indicative (fewer than 30 customers); the best first.

    Notes
    -----
    The interval takes the customers of a source for a sample of those it brings: the linearised variance of a ratio
    of sums (Cochran 1977, eq 6.13), s2(value - ratio x cost) / n / mean(cost)^2, with Student's t.

    Examples
    --------
    >>> rows = {"source": ["web", "web", "fair"], "cost": [10.0, 30.0, 50.0], "value": [60.0, 60.0, 40.0]}
    >>> value_to_cost(pd.DataFrame(rows))[["source", "ratio"]].to_dict("records")
    [{'source': 'web', 'ratio': 3.0}, {'source': 'fair', 'ratio': 0.8}]
    """
    groups = table.groupby("source", dropna=False)
    found = pd.DataFrame([_ratio(of["value"].to_numpy(float), of["cost"].to_numpy(float)) for _, of in groups])
    names = pd.Series([None if pd.isna(source) else source for source, _ in groups], dtype=object)
    found.insert(0, "source", names)
    return found.sort_values("ratio", ascending=False, kind="stable", ignore_index=True)


def _ratio(value: Array, cost: Array) -> dict[str, float | int | bool]:
    from scipy.special import stdtrit

    n, spent = cost.size, float(cost.mean())
    ratio = float(value.mean()) / spent if spent > 0 else np.nan
    half = np.nan
    if n > 1 and spent > 0:
        left = value - ratio * cost
        half = stdtrit(n - 1, 0.975) * float(np.sqrt((left**2).sum() / (n - 1) / n)) / spent
    measured = {"cost": spent, "value": float(value.mean()), "ratio": ratio, "low": ratio - half, "high": ratio + half}
    return {"customers": n, **measured, "indicative": n < FEW}
