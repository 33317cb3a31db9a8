"""95 % intervals of parameters by profile likelihood: as far as the likelihood itself lets a parameter go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.btyd.flags import PLAUSIBLE
from analysis.btyd.newton import LARGEST_STEP, RUNAWAY, Minimum, Objective

Floats = NDArray[np.float64]
End = float | None

QUANTILE = 3.841458820694124  # .95 of chi-squared with one degree of freedom
EDGE = float(np.log(PLAUSIBLE[1]))  # the flags refuse parameters beyond; PLAUSIBLE[0] is its reciprocal
MOST_STEPS = 60
# Shares of the rise that is looked for: how much the other parameters may still gain before the parameter moves on, and
# at an end; how far an end may be off before its last step; how much others may gain beyond their bounds.
NEAR, SETTLED, ARRIVED, BEYOND = 0.05, 1e-5, 1e-4, 1e-2


def profile_interval(objective: Objective, minimum: Minimum, i: int, observations: float) -> tuple[End, End]:
    """Return both ends of the 95 % interval of one log parameter.

    Parameters
    ----------
    objective : callable
        Log parameters to the mean negative log-likelihood, its gradient and Hessian, in the units of the flags.
    minimum : Minimum
        Of the objective, with a positive definite Hessian.
    i : int
        The parameter's position.
    observations : float
        Customers behind the mean.

    Returns
    -------
    tuple of float or None
        Where the log-likelihood, at its best over the other parameters, is half the quantile of chi-squared below its
        maximum (1.92). None where it is not that low anywhere between the estimate and the plausible bound, and where
        that was not found.

    Notes
    -----
    Venzon & Moolgavkar (1988, Applied Statistics 37, 87-94): Newton steps of all parameters at once towards "half the
    quantile lower" and "the best of the others". The parameter's own step is taken on the signed root of the
    likelihood ratio, which is nearly a straight line; steps of the others alone come first where they still gain much.
    The others go as far as exp(12), since the likelihood may rise all the way to infinity; an end counts only if
    nothing to speak of can be gained beyond.
    """
    rise = QUANTILE / 2 / observations
    covariance = np.linalg.inv(minimum.hessian)
    wald = covariance[:, i] * np.sqrt(2 * rise / covariance[i, i])
    wald *= min(1.0, LARGEST_STEP / abs(wald[i]))
    low, high = (_Walk(objective, minimum, i, side, rise).end(side * wald) for side in (-1, 1))
    return low, high


@dataclass(frozen=True)
class _Walk:
    """The way from the estimate to one end, on which the other parameters are kept at their best."""

    objective: Objective
    minimum: Minimum
    i: int
    side: int
    rise: float

    def end(self, first_step: Floats) -> End:
        inside, outside = float(self.minimum.log_parameters[self.i]), None
        here = self._at(self.minimum.log_parameters + first_step)
        for _ in range(MOST_STEPS):
            if not np.isfinite(here.hessian).all():
                return None
            best = _Best(here, self.i, self._bounds())
            if not best.gain < NEAR * self.rise:
                lower = self._descend(here, best)
                if lower is None:
                    return None
                here = lower
                continue
            at, risen = float(here.log_parameters[self.i]), best.value - self.minimum.value
            move = self._move(best, risen)
            if best.gain < SETTLED * self.rise:
                if abs(risen - self.rise) < ARRIVED * self.rise:
                    return at + move if best.beyond < BEYOND * self.rise else None
                if risen > self.rise:
                    outside = at
                elif self.side * at >= EDGE:
                    return None
                else:
                    inside = at
            if outside is not None and not min(inside, outside) < at + move < max(inside, outside):
                move = (inside + outside) / 2 - at
            move = float(np.clip(at + move, -EDGE, EDGE)) - at
            here = self._at(here.log_parameters + best.step + move * best.tangent)
        return None

    def _bounds(self) -> Floats:
        bounds = np.full(self.minimum.log_parameters.size, RUNAWAY)
        bounds[self.i] = EDGE
        return bounds

    def _at(self, point: Floats) -> Minimum:
        point = np.clip(point, -self._bounds(), self._bounds())
        return Minimum(point, *self.objective(point))

    def _move(self, best: _Best, risen: float) -> float:
        """Return the parameter's Newton step on the root of the rise; a long one outwards where there is no rise."""
        if risen <= 0 or best.slope * self.side <= 0:
            return self.side * LARGEST_STEP
        root, wanted = np.sqrt(risen), np.sqrt(self.rise)
        return float(np.clip(2 * root * (wanted - root) / best.slope, -LARGEST_STEP, LARGEST_STEP))

    def _descend(self, here: Minimum, best: _Best) -> Minimum | None:
        """Halve the others' step until the value falls; None if it never does."""
        step = best.step * min(1.0, LARGEST_STEP / max(float(np.linalg.norm(best.step)), 1e-300))
        for halvings in range(30):
            there = self._at(here.log_parameters + step / 2**halvings)
            if there.value < here.value:
                return there
        return None


class _Best:
    """The best over the other parameters as a point's derivatives foresee it.

    Attributes
    ----------
    step : array, shape (k,)
        To the best of the others.
    gain : float
        By how much the step would lower the value; infinite where they are not near a minimum.
    value, slope : float
        The best value, and its derivative by the parameter.
    tangent : array, shape (k,)
        How the best of the others changes with the parameter; 1 for the parameter itself.
    beyond : float
        How fast the value would fall if those of the others that are held at a bound could go on.
    """

    def __init__(self, here: Minimum, i: int, bounds: Floats):
        point, gradient, hessian = here.log_parameters, here.gradient, here.hessian
        held = (np.abs(point) >= bounds) & (gradient * point < 0)  # at a bound, and better beyond
        held[i] = False
        self.beyond = float(np.abs(gradient[held]).sum())
        held[i] = True
        free = np.flatnonzero(~held)
        values, vectors = np.linalg.eigh(hessian[np.ix_(free, free)])
        curvature = np.maximum(np.abs(values), 1e-10 * max(1.0, np.abs(values).max(initial=0)))
        inverse = (vectors / curvature) @ vectors.T
        self.step, self.tangent = np.zeros((2, point.size))
        self.step[free] = -inverse @ gradient[free]
        self.tangent[free] = -inverse @ hessian[free, i]
        self.tangent[i] = 1.0
        # Far out, where the likelihood is level, a second derivative is only rounding error, of either sign.
        convex = bool((values > -1e-3 * values.max(initial=0)).all())
        self.gain = float(-gradient @ self.step) / 2 if convex else np.inf
        self.value = here.value - self.gain
        self.slope = float(gradient[i] + hessian[i] @ self.step)
