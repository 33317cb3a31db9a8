"""Minimise a smooth function of a few log parameters by damped Newton steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Objective = Callable[[Floats], tuple[float, Floats, Floats]]

LARGEST_STEP = 2.0  # in log units: a factor of seven
RUNAWAY = 12.0  # beyond exp(12) nothing will come back, and nothing overflows yet
MOST_STEPS = 100


@dataclass(frozen=True)
class Minimum:
    """Where the search ended.

    `log_parameters`, `gradient`: array, shape (k,).
    `hessian` (array, shape (k, k)): Both with respect to the log parameters, at that point.
    """

    log_parameters: Floats
    value: float
    gradient: Floats
    hessian: Floats


def minimise(objective: Objective, start: Floats, *, tolerance: float = 1e-12) -> Minimum:
    """Return the local minimum reached from ``start``.

    `objective`: Log parameters to (value, gradient, Hessian).
    `start` (array, shape (k,)): Log parameters to begin with.
    `tolerance`: Stop when a full step would lower the value by less than this.

    A step is -|H|^-1 g with the absolute eigenvalues of H, so that it descends where H is not positive definite
    too; it is shortened to at most 2 log units and halved until the value falls (Armijo). If a parameter
    runs beyond exp(12) or a derivative is not finite, the search ends there: the caller flags it.
    """
    here = Minimum(np.asarray(start, dtype=float), *objective(np.asarray(start, dtype=float)))
    for _ in range(MOST_STEPS):
        if np.abs(here.log_parameters).max() > RUNAWAY or not np.isfinite(here.hessian).all():
            break
        step = _descent(here)
        promised = -float(here.gradient @ step)
        if promised < tolerance:
            return _polished(objective, here, step)
        found = _first_better(objective, here, step, promised)
        if found is None:
            break
        here = found
    return here


def minimise_from(starts: Floats, objective: Objective) -> Minimum:
    """Return the lowest of the minima reached from several starts, shape (n_starts, k); NaN only if all are."""
    return min((minimise(objective, start) for start in starts), key=lambda end: (np.isnan(end.value), end.value))


def distinct_ends(starts: Floats, objective: Objective, *, apart: float = 0.1) -> Floats:
    """Return where the searches from several starts end, once if within ``apart`` log units of each other.

    For a rough objective: a search that runs away on it gives back its start.
    """
    ends: list[Floats] = []
    for start in starts:
        end = minimise(objective, start, tolerance=1e-6).log_parameters
        end = end if np.abs(end).max() <= RUNAWAY else start
        if all(np.abs(end - other).max() > apart for other in ends):
            ends.append(end)
    return np.stack(ends)


def _polished(objective: Objective, here: Minimum, step: Floats) -> Minimum:
    """Take a last full step, where only the gradient can still tell better from worse."""
    point = here.log_parameters + step
    there = Minimum(point, *objective(point))
    return there if np.abs(there.gradient).max() < np.abs(here.gradient).max() else here


def _descent(here: Minimum) -> Floats:
    values, vectors = np.linalg.eigh(here.hessian)
    curvature = np.maximum(np.abs(values), 1e-10 * max(1.0, np.abs(values).max()))
    step = -vectors @ ((vectors.T @ here.gradient) / curvature)
    return step * min(1.0, LARGEST_STEP / max(float(np.linalg.norm(step)), 1e-300))


def _first_better(objective: Objective, here: Minimum, step: Floats, promised: float) -> Minimum | None:
    """Halve the step until the value falls by a ten-thousandth of the promise; None if it never does."""
    for halvings in range(30):
        point = here.log_parameters + step / 2**halvings
        there = Minimum(point, *objective(point))
        if there.value <= here.value - 1e-4 * promised / 2**halvings:
            return there
    return None


def in_logs(parameters: Floats, value: float, gradient: Floats, hessian: Floats) -> tuple[float, Floats, Floats]:
    """Turn derivatives with respect to parameters into derivatives with respect to their logs."""
    slope = parameters * gradient
    return value, slope, np.outer(parameters, parameters) * hessian + np.diag(slope)
