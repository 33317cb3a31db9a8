"""Whether probabilities of not buying came true: tenths of the customers, a band of chance and bad years, a slope."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from analysis.backtest.buying import Buying
from analysis.backtest.holdout import Array, auc, wilson

GROUPS = 10
Z95 = 1.959964
CALIBRATED = 0.8
"""Share of the groups that must lie within their band: of ten groups at 95 % eight or more do in 99 of 100 cases."""
SINGLED_OUT = 0.6
"""AUC below which nobody can be singled out, whatever the interval."""


def tenths(made: Buying, silent: NDArray[np.bool_]) -> pd.DataFrame:
    """Return forecast and outcome of ten groups of like many customers; equal probabilities stay together.

    Parameters
    ----------
    made : Buying
    silent : array of bool
        Who did not buy in its window, in its order.

    Returns
    -------
    DataFrame
        low, high (range of the forecast), predicted (mean probability not to buy), observed (share that did not),
        customers, band_low, band_high (95 % of what may come of such a forecast: chance of the customers, and a shared
        level as uncertain as earlier windows were), observed_low, observed_high (95 % of the share, Wilson), within.
    """
    leaving = 1 - made.probability.to_numpy()
    if not leaving.size:
        return pd.DataFrame(columns=[*_COLUMNS])
    rank = pd.Series(leaving).rank(method="average").to_numpy()
    return banded(made, silent, np.minimum(((rank - 0.5) / leaving.size * GROUPS).astype(int), GROUPS - 1))


def banded(made: Buying, silent: NDArray[np.bool_], group: NDArray[np.int_]) -> pd.DataFrame:
    """Return forecast and outcome by group of customers, in the order of its numbers; columns as of `tenths`."""
    leaving = 1 - made.probability.to_numpy()
    values = {"p": leaving, "y": silent.astype(float), "v": leaving * (1 - leaving)}
    # The more all buy, the fewer are silent.
    values |= {"few": 1 - made.at(0.95, high=True), "many": 1 - made.at(0.95, high=False)}
    table = pd.DataFrame(values).groupby(group)
    out = table.agg(low=("p", "min"), high=("p", "max"), predicted=("p", "mean"), observed=("y", "mean"))
    out["customers"] = table.size()
    chance = Z95 * np.sqrt(table["v"].sum()) / out["customers"]
    out["band_low"] = (out["predicted"] - np.hypot(chance, out["predicted"] - table["few"].mean())).clip(lower=0)
    out["band_high"] = (out["predicted"] + np.hypot(chance, table["many"].mean() - out["predicted"])).clip(upper=1)
    out["observed_low"], out["observed_high"] = wilson(out["observed"], out["customers"])
    out["within"] = out["observed"].between(out["band_low"] - 1e-9, out["band_high"] + 1e-9)
    return out.reset_index(drop=True)[[*_COLUMNS]]


_COLUMNS = (
    "low", "high", "predicted", "observed", "customers", "band_low", "band_high", "observed_low", "observed_high",
    "within",
)  # fmt: skip


def slope(leaving: Array, silent: NDArray[np.bool_]) -> tuple[float, float, float] | None:
    """Return the calibration slope with its 95 % interval: of the outcome's log odds on the forecast's (Cox 1958).

    1 is right; below 1 high forecasts were too high and low ones too low. None where all or none bought.

    Examples
    --------
    >>> said = np.repeat([0.2, 0.8], 500)
    >>> came = np.concatenate([np.arange(500) < 100, np.arange(500) < 400])
    >>> round(slope(said, came)[0], 2)
    1.0
    """
    if silent.all() or not silent.any():
        return None
    odds = logit(np.clip(leaving, 1e-6, 1 - 1e-6))
    if np.ptp(odds) < 1e-9:
        return None
    theta, covariance = logistic(np.column_stack([np.ones_like(odds), odds]), silent)
    half = Z95 * float(np.sqrt(covariance[1, 1]))
    return float(theta[1]), float(theta[1]) - half, float(theta[1]) + half


def logistic(
    design: Array, happened: NDArray[np.bool_], offset: Array | float = 0.0, prior: Array | float = 1e-9
) -> tuple[Array, Array]:
    """Return the weights of a logistic regression and their covariance.

    Parameters
    ----------
    design : array, shape (n, k)
    offset : array
        Log odds that are given.
    prior : array
        Precision of each weight around 0.
    """
    theta, penalty = np.zeros(design.shape[1]), np.zeros(design.shape[1]) + prior + 1e-9
    for _ in range(100):
        p = expit(design @ theta + offset)
        information = (design * (p * (1 - p))[:, None]).T @ design + np.diag(penalty)
        move = np.linalg.solve(information, design.T @ (happened - p) - penalty * theta)
        theta = theta + np.clip(move, -2, 2)
        if np.abs(move).max() < 1e-9:
            break
    return theta, np.linalg.inv(information)


def ranking(leaving: Array, silent: NDArray[np.bool_]) -> tuple[float, float] | None:
    """Return the AUC of "did not buy" and the lower end of its 95 % interval (Hanley & McNeil 1982)."""
    area = auc(leaving, silent)
    if area is None:
        return None
    n1, n0 = int(silent.sum()), int((~silent).sum())
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = (area * (1 - area) + (n1 - 1) * (q1 - area**2) + (n0 - 1) * (q2 - area**2)) / (n1 * n0)
    return area, area - Z95 * float(np.sqrt(max(variance, 0.0)))
