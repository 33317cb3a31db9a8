"""Fit the spend model by maximum likelihood, or say why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.btyd.fit import Fit
from analysis.btyd.flags import Reasons, forecast_flags, minimum_flags
from analysis.btyd.gammagamma import GammaGamma, spend_objective
from analysis.btyd.newton import Minimum, minimise_from
from analysis.facts import refused
from analysis.schema import FEW_REPEATERS, DataError

Floats = NDArray[np.float64]
NAMES = ("p", "q", "gamma")
STARTS = np.log([[1.0, 2.0, 2.0], [5.0, 5.0, 1.0]])  # with amounts in units of their median


@dataclass(frozen=True, eq=False, kw_only=True)
class SpendFit(Fit[GammaGamma]):
    """A fitted Gamma-Gamma model, or the reasons why there is none; its customers are the repeat buyers used.

    `spearman`: Rank correlation of frequency and mean amount; None if either does not vary.
    """

    spearman: float | None


def fit_spend(frequency: ArrayLike, monetary_value: ArrayLike) -> SpendFit:
    """Return the maximum-likelihood fit of the Gamma-Gamma model.

    Parameters
    ----------
    frequency : array_like, shape (n_customers,)
        Repeat purchase days.
    monetary_value : array_like, shape (n_customers,)
        Mean amount per repeat purchase day; one-time buyers and amounts that are not > 0 are left out.

    Returns
    -------
    SpendFit
        Data that cannot carry the model give a fit whose ``status`` says why; they never raise.
    """
    x, mean = _repeat_spend(frequency, monetary_value)
    known: dict[str, Any] = {
        "name": GammaGamma.name,
        "names": NAMES,
        "customers": int(x.size),
        "spearman": _rank_correlation(x, mean),
    }
    if x.size < FEW_REPEATERS:
        reason = refused("few_spenders", customers=int(x.size), needed=FEW_REPEATERS)
        return SpendFit(**known, reasons=(reason,))
    median = float(np.median(mean))
    objective = spend_objective(x, mean / median)
    minimum = minimise_from(STARTS, objective)
    reasons = _infinite_mean(minimum) or minimum_flags(minimum, NAMES, x.size)
    if not reasons:
        reasons = forecast_flags(_model(minimum, median).expected_spend(np.append(x, 0), np.append(mean, 0)))
    if reasons:
        return SpendFit(**known, reasons=reasons)
    model = _model(minimum, median)
    log_likelihood = float(model.log_likelihood(x, mean).sum())
    return SpendFit(**known, model=model, log_likelihood=log_likelihood, likelihood=(objective, minimum))


def _repeat_spend(frequency: ArrayLike, monetary_value: ArrayLike) -> tuple[Floats, Floats]:
    x, mean = (np.asarray(values, dtype=float).reshape(-1) for values in (frequency, monetary_value))
    if x.size != mean.size:
        raise DataError(f"frequency and monetary_value need one row per customer, but have {x.size} and {mean.size}")
    used = (x > 0) & np.isfinite(mean) & (mean > 0)
    return x[used], mean[used]


def _infinite_mean(minimum: Minimum) -> Reasons:
    q = float(np.exp(minimum.log_parameters[1]))
    return (refused("infinite_mean", q=q),) if q <= 1 else ()


def _model(minimum: Minimum, median: float) -> GammaGamma:
    p, q, gamma = np.exp(minimum.log_parameters).tolist()
    return GammaGamma(p, q, gamma * median)


def _rank_correlation(first: Floats, second: Floats) -> float | None:
    """Return Spearman's correlation, ties at their mean rank; None if either does not vary."""
    if first.size < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(np.corrcoef(*(pd.Series(values).rank() for values in (first, second)))[0, 1])
