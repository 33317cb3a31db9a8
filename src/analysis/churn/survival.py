"""How long customers under contract stay: survival, competing ways of leaving, and what goes with leaving."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
Z95 = 1.959964
ENOUGH_AT_RISK = 10
"""With fewer under observation a single leaver would move the curve by a tenth."""


def kaplan_meier(tenure: Array, left: NDArray[np.bool_], entry: Array) -> pd.DataFrame:
    """Return the share that is still a customer by days since the start (Kaplan & Meier 1958, delayed entry).

    Parameters
    ----------
    tenure : array
        Days until the end, or so far.
    left : array of bool
        Whether it ended.
    entry : array
        Days at which each came under observation.

    Returns
    -------
    DataFrame
        days (of the first ends on; row 0 is the start), share, low, high (95 %, log-log), at_risk. It starts at the
        age from which on ten were under observation: the shares are of those who reached it.
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    begin = _watched_from(tenure, entry)
    entry = np.maximum(entry, begin)
    seen = tenure > entry
    start = pd.DataFrame({"days": [begin], "share": [1.0], "low": [1.0], "high": [1.0], "at_risk": [np.nan]})
    start["at_risk"] = float((seen & (entry <= begin)).sum())
    if not (left & seen).any():
        return start
    made = SurvfuncRight(tenure[seen], left[seen].astype(int), entry=entry[seen] if entry.any() else None)
    share, error = np.asarray(made.surv_prob), np.asarray(made.surv_prob_se)
    inside = (share > 0) & (share < 1)
    half = np.zeros(share.size)
    half[inside] = Z95 * error[inside] / (share[inside] * np.abs(np.log(share[inside])))
    curve = pd.DataFrame({"days": made.surv_times, "share": share, "at_risk": made.n_risk})
    curve["low"], curve["high"] = share ** np.exp(half), share ** np.exp(-half)
    curve = curve[np.asarray(made.n_events) > 0]
    return pd.concat([start, curve[start.columns]], ignore_index=True)


def _watched_from(tenure: Array, entry: Array) -> float:
    """Return the age from which on ten are under observation; 0 where that many were from their start."""
    if (entry <= 0).sum() >= ENOUGH_AT_RISK:
        return 0.0
    ages = np.unique(entry)
    enough = [age for age in ages if ((entry <= age) & (tenure > age)).sum() >= ENOUGH_AT_RISK]
    return float(enough[0]) if enough else float(ages[0])


def share_at(curve: pd.DataFrame, days: float) -> dict[str, float] | None:
    """Return share, low, high and at_risk after so many days; None before the curve begins, or without ten at risk."""
    rows = curve[curve["days"] <= days]
    beyond = curve["days"] > days
    watched = curve.loc[beyond, "at_risk"].iloc[0] if beyond.any() else 0.0
    if rows.empty or watched < ENOUGH_AT_RISK:
        return None
    return rows.iloc[-1][["share", "low", "high"]].astype(float).to_dict()


def median_days(curve: pd.DataFrame) -> float | None:
    """Return the days after which half have left; None while more than half stay."""
    gone = curve[curve["share"] <= 0.5]
    return float(gone["days"].iloc[0]) if len(gone) else None


def cumulative_incidence(tenure: Array, cause: NDArray[np.int64], entry: Array) -> pd.DataFrame:
    """Return the share that has left by each cause, by days since the start (Aalen & Johansen 1978).

    Unlike 1 - Kaplan-Meier of one cause, which takes who left by another for somebody who could still leave, the
    shares add up to those who left.

    Parameters
    ----------
    cause : array of int
        0: still a customer; 1, 2, …: how they left.

    Returns
    -------
    DataFrame
        days, one column per cause (its number).
    """
    begin = _watched_from(tenure, entry)
    entry = np.maximum(entry, begin)
    seen = tenure > entry
    tenure, cause, entry = tenure[seen], cause[seen], entry[seen]
    times = np.unique(tenure[cause > 0])
    leaving, entering = np.sort(tenure), np.sort(entry)
    # At risk at t: came under observation before t, and had not gone before t.
    at_risk = np.searchsorted(entering, times, "left") - np.searchsorted(leaving, times, "left")
    causes = np.unique(cause[cause > 0])
    events = {k: _counted(tenure[cause == k], times) for k in causes}
    hazard = sum(events.values(), np.zeros(times.size)) / at_risk
    stayed = np.concatenate([[1.0], np.cumprod(1 - hazard)[:-1]])
    table = pd.DataFrame({"days": np.concatenate([[begin], times])})
    for k in causes:
        table[int(k)] = np.concatenate([[0.0], np.cumsum(stayed * events[k] / at_risk)])
    return table


def _counted(days: Array, times: Array) -> Array:
    return np.bincount(np.searchsorted(times, days), minlength=times.size).astype(float)


def log_rank(tenure: Array, left: NDArray[np.bool_], entry: Array, group: NDArray[np.object_]) -> float:
    """Return the probability of so different curves by chance (log-rank test)."""
    from statsmodels.duration.survfunc import survdiff

    seen = tenure > entry
    _, p = survdiff(tenure[seen], left[seen].astype(int), group[seen], entry=entry[seen] if entry.any() else None)
    return float(p)


def cox(tenure: Array, left: NDArray[np.bool_], entry: Array, covariates: pd.DataFrame) -> pd.DataFrame:
    """Return how much faster customers with a sign leave than those without, all else of the signs alike (Cox 1972).

    Parameters
    ----------
    covariates : DataFrame of float, one row per spell
        Known at the start.

    Returns
    -------
    DataFrame
        covariate, hazard_ratio (per unit), low, high (95 %), p_value. Ties by Efron's method.
    """
    from statsmodels.duration.hazard_regression import PHReg

    seen = tenure > entry
    made = PHReg(
        tenure[seen],
        covariates[seen].to_numpy(float),
        status=left[seen].astype(int),
        entry=entry[seen] if entry.any() else None,
        ties="efron",
    ).fit()
    low, high = made.conf_int().T
    rows = {"covariate": covariates.columns, "hazard_ratio": np.exp(made.params)}
    return pd.DataFrame(rows | {"low": np.exp(low), "high": np.exp(high), "p_value": made.pvalues})
