"""Reasons not to trust a fit, as codes with facts (STATISTICS.md §4.4 and §4.5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.btyd.newton import Minimum
from analysis.facts import Refusal, refused
from analysis.schema import FEW_REPEATERS

Floats = NDArray[np.float64]
Reasons = tuple[Refusal, ...]

FEW_SHARE = 0.02  # of the customers: with fewer repeat buyers parameters are not to be trusted
STEEPEST_GRADIENT = 1e-4
LEAST_CURVATURE = 1e-6
PLAUSIBLE = (1e-4, 1e4)  # parameters, with time scaled by the mean T or money by the median
LARGEST_LOG_ERROR = 2.0


def data_flags(customers: int, repeat_buyers: int, longest_T: float) -> Reasons:
    """Return why the data cannot carry a purchase model; empty if they can.

    `longest_T`: Age of the oldest customer; any unit.
    """
    if customers == 0:
        return (refused("no_customers"),)
    if longest_T == 0:
        return (refused("nobody_had_time"),)
    if repeat_buyers < FEW_REPEATERS:
        return (refused("few_repeat_buyers", repeat_buyers=repeat_buyers, needed=FEW_REPEATERS),)
    share = repeat_buyers / customers
    if share < FEW_SHARE:
        return (refused("low_repeat_share", share=share, needed=FEW_SHARE),)
    return ()


def minimum_flags(minimum: Minimum, names: tuple[str, ...], observations: float) -> Reasons:
    """Return why the end of a search is not a trustworthy estimate; empty if it is.

    `minimum`: Of the mean negative log-likelihood over log parameters, in scaled units.
    `names`: The parameters' names, in order.
    `observations`: Customers behind the mean.
    """
    scaled = np.exp(minimum.log_parameters)
    if not all(np.isfinite(part).all() for part in (scaled, minimum.value, minimum.gradient, minimum.hessian)):
        return (refused("search_broke_down"),)
    runaways = {
        name: "infinity" if value > 1 else "zero"
        for name, value in zip(names, scaled, strict=True)
        if not PLAUSIBLE[0] <= value <= PLAUSIBLE[1]
    }
    if runaways:  # the search stopped there, so its gradient and curvature say nothing more
        return (refused("runaway", parameters=runaways),)
    reasons: list[Refusal] = []
    steepest = np.abs(minimum.gradient).max()
    if steepest > STEEPEST_GRADIENT:
        reasons.append(refused("unsettled", gradient=float(steepest)))
    if np.linalg.eigvalsh(minimum.hessian).min() <= LEAST_CURVATURE:
        reasons.append(refused("flat"))
    else:
        reasons += _imprecise(minimum, names, observations)
    return tuple(reasons)


def forecast_flags(forecasts: Floats) -> Reasons:
    """Return a reason if any forecast is not a finite number >= 0."""
    wrong = int((~(np.isfinite(forecasts) & (forecasts >= 0))).sum())
    return (refused("wrong_forecasts", wrong=wrong, of=int(forecasts.size)),) if wrong else ()


def _imprecise(minimum: Minimum, names: tuple[str, ...], observations: float) -> list[Refusal]:
    errors = np.sqrt(np.diag(np.linalg.inv(minimum.hessian)) / observations)
    vague = [name for name, error in zip(names, errors, strict=True) if error > LARGEST_LOG_ERROR]
    if not vague:
        return []
    largest = errors.max()
    factor = 1000.0 if largest >= np.log(1000) else float(np.exp(largest))
    return [refused("undetermined", parameters=vague, factor=factor)]
