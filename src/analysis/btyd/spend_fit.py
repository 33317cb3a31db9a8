"""Fit the spend model by maximum likelihood, or say why not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.btyd.fit import Fit, natural_scale
from analysis.btyd.flags import Reasons, forecast_flags, minimum_flags, status
from analysis.btyd.gammagamma import GammaGamma
from analysis.btyd.gammagamma_likelihood import spend_objective
from analysis.btyd.newton import Minimum, Objective, minimise_from
from analysis.btyd.rank_correlation import rank_correlation
from analysis.facts import refused
from analysis.schema import FEW_REPEATERS, DataError

Floats = NDArray[np.float64]
NAMES = ("p", "q", "gamma")
STARTS = np.log([[1.0, 2.0, 2.0], [5.0, 5.0, 1.0]])  # with amounts in units of their median
INDEPENDENT = 0.3  # |Spearman| up to which spend and frequency pass as unrelated


@dataclass(frozen=True, eq=False, kw_only=True)
class SpendFit(Fit[GammaGamma]):
    """A fitted Gamma-Gamma model, or the reasons why there is none; its customers are the repeat buyers used.

    Attributes
    ----------
    left_out : int
        Repeat buyers left out because their mean amount is not > 0.
    spearman : float or None
        Rank correlation of frequency and mean amount; None if either does not vary.
    """

    left_out: int
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
    x, mean, left_out = _repeat_spend(frequency, monetary_value)
    spearman = rank_correlation(x, mean)
    if x.size < FEW_REPEATERS:
        reason = refused("few_spenders", customers=int(x.size), needed=FEW_REPEATERS)
        return _spend_fit(None, (reason,), x, left_out, spearman)
    median = float(np.median(mean))
    objective = spend_objective(x, mean / median)
    minimum = minimise_from(STARTS, objective)
    reasons = _infinite_mean(minimum) or minimum_flags(minimum, NAMES, x.size)
    if not reasons:
        forecasts = _model(minimum, median).expected_spend(np.append(x, 0), np.append(mean, 0))
        reasons = forecast_flags(forecasts)
    if reasons:
        return _spend_fit(None, reasons, x, left_out, spearman)
    model = _model(minimum, median)
    log_likelihood = float(model.log_likelihood(x, mean).sum())
    return _spend_fit(model, (), x, left_out, spearman, (objective, minimum), log_likelihood)


def _repeat_spend(frequency: ArrayLike, monetary_value: ArrayLike) -> tuple[Floats, Floats, int]:
    x, mean = (np.asarray(values, dtype=float).reshape(-1) for values in (frequency, monetary_value))
    if x.size != mean.size:
        raise DataError(f"frequency and monetary_value need one row per customer, but have {x.size} and {mean.size}")
    used = (x > 0) & np.isfinite(mean) & (mean > 0)
    return x[used], mean[used], int(((x > 0) & ~used).sum())


def _infinite_mean(minimum: Minimum) -> Reasons:
    q = float(np.exp(minimum.log_parameters[1]))
    return (refused("infinite_mean", q=q),) if q <= 1 else ()


def _model(minimum: Minimum, median: float) -> GammaGamma:
    p, q, gamma = np.exp(minimum.log_parameters).tolist()
    return GammaGamma(p, q, gamma * median)


def _warnings(model: GammaGamma | None, spearman: float | None) -> Reasons:
    found = []
    if model is not None and model.q < 2:
        found.append(refused("unequal_spend", q=model.q))
    if spearman is not None and abs(spearman) > INDEPENDENT:
        found.append(refused("goes_with_frequency", spearman=spearman, most=INDEPENDENT))
    return tuple(found)


def _spend_fit(
    model: GammaGamma | None,
    reasons: Reasons,
    x: Floats,
    left_out: int,
    spearman: float | None,
    likelihood: tuple[Objective, Minimum] | None = None,
    log_likelihood: float | None = None,
) -> SpendFit:
    covariance = None if likelihood is None else np.linalg.inv(likelihood[1].hessian) / x.size
    parameters, errors = natural_scale(model, covariance, NAMES)
    return SpendFit(
        name=GammaGamma.name,
        model=model,
        parameters=parameters,
        standard_errors=errors,
        covariance_log=covariance,
        log_likelihood=log_likelihood,
        status=status(reasons),
        reasons=reasons,
        warnings=_warnings(model, spearman),
        customers=int(x.size),
        likelihood=likelihood,
        left_out=left_out,
        spearman=spearman,
    )
