"""Reasons not to trust a fit, as sentences (STATISTICS.md §4.4 and §4.5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.btyd.newton import Minimum
from analysis.btyd.runaway import runaway_sentences
from analysis.display.formats import listed
from analysis.schema import FEW_REPEATERS, FEW_SHARE

Floats = NDArray[np.float64]

INDICATIVE_CUSTOMERS = 150  # below, nominal 95 % intervals covered .86
STEEPEST_GRADIENT = 1e-4
LEAST_CURVATURE = 1e-6
PLAUSIBLE = (1e-4, 1e4)  # parameters, with time scaled by the mean T or money by the median
LARGEST_LOG_ERROR = 2.0


def data_flags(customers: int, repeat_buyers: int, longest_T: float) -> tuple[str, ...]:
    """Return why the data cannot carry a purchase model; empty if they can.

    Parameters
    ----------
    customers, repeat_buyers : int
    longest_T : float
        Age of the oldest customer; any unit.
    """
    if customers == 0:
        return ("there are no customers",)
    if longest_T == 0:
        return ("every customer came on the last day of observation, so nobody had time to buy again",)
    if repeat_buyers < FEW_REPEATERS:
        return (f"{_bought_again(repeat_buyers)} and {FEW_REPEATERS} are needed",)
    share = repeat_buyers / customers
    if share < FEW_SHARE:
        return (f"{share:.1%} of the customers bought again and {FEW_SHARE:.0%} are needed",)
    return ()


def minimum_flags(minimum: Minimum, names: tuple[str, ...], observations: float) -> tuple[str, ...]:
    """Return why the end of a search is not a trustworthy estimate; empty if it is.

    Parameters
    ----------
    minimum : Minimum
        Of the mean negative log-likelihood over log parameters, in scaled units.
    names : tuple of str
        The parameters' names, in order.
    observations : float
        Customers behind the mean.
    """
    scaled = np.exp(minimum.log_parameters)
    if not all(np.isfinite(part).all() for part in (scaled, minimum.value, minimum.gradient, minimum.hessian)):
        return ("the search for the best parameters broke down",)
    runaways = {
        name: "infinity" if value > 1 else "zero"
        for name, value in zip(names, scaled, strict=True)
        if not PLAUSIBLE[0] <= value <= PLAUSIBLE[1]
    }
    if runaways:  # the search stopped there, so its gradient and curvature say nothing more
        return runaway_sentences(runaways)
    reasons = []
    steepest = np.abs(minimum.gradient).max()
    if steepest > STEEPEST_GRADIENT:
        reasons.append(f"the search did not settle on a best fit (gradient {steepest:.1g})")
    if np.linalg.eigvalsh(minimum.hessian).min() <= LEAST_CURVATURE:
        reasons.append("many different parameters fit the data equally well")
    else:
        reasons += _imprecise(minimum, names, observations)
    return tuple(reasons)


def size_warning(customers: int) -> tuple[str, ...]:
    """Return a sentence if there are too few customers for intervals to be taken at their word."""
    if customers >= INDICATIVE_CUSTOMERS:
        return ()
    return (f"intervals are indicative only: {customers} customers, and {INDICATIVE_CUSTOMERS} are needed",)


def forecast_flags(forecasts: Floats) -> tuple[str, ...]:
    """Return a reason if any forecast is not a finite number >= 0."""
    wrong = int((~(np.isfinite(forecasts) & (forecasts >= 0))).sum())
    return (f"{wrong} of {forecasts.size} forecasts are negative or not finite",) if wrong else ()


def status(reasons: tuple[str, ...]) -> str:
    """Return "fitted", or "not fitted, because …".

    Examples
    --------
    >>> status(("there are no customers",))
    'not fitted, because there are no customers'
    """
    return f"not fitted, because {'; '.join(reasons)}" if reasons else "fitted"


def _imprecise(minimum: Minimum, names: tuple[str, ...], observations: float) -> list[str]:
    errors = np.sqrt(np.diag(np.linalg.inv(minimum.hessian)) / observations)
    vague = [name for name, error in zip(names, errors, strict=True) if error > LARGEST_LOG_ERROR]
    if not vague:
        return []
    largest = errors.max()
    factor = f"{np.exp(largest):.0f}" if largest < np.log(1000) else "1,000 or more"
    return [f"the data hardly determine {listed(vague)} (known no better than to a factor of {factor})"]


def _bought_again(repeat_buyers: int) -> str:
    if repeat_buyers == 0:
        return "no customer bought again"
    return f"only {repeat_buyers} customer{'s' if repeat_buyers > 1 else ''} bought again"
