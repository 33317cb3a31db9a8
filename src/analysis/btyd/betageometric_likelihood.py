"""Mean negative log-likelihood of BG/NBD and MBG/NBD with its first and second derivatives."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammaln, zeta

from analysis.btyd.newton import Objective, in_logs

Floats = NDArray[np.float64]


def beta_geometric_objective(x: Floats, t_x: Floats, T: Floats, weight: Floats, *, chances_at_start: int) -> Objective:
    """Return the function of log (r, alpha, a, b) that a fit minimises.

    Parameters
    ----------
    x, t_x, T, weight : array, shape (n_triples,)
        Distinct triples and the customers of each; alpha comes in the unit of t_x and T.
    chances_at_start : {0, 1}
        Chances to drop out before the first repeat purchase: 0 in BG/NBD, 1 in MBG/NBD.

    Notes
    -----
    ln L = f(x) + r ln alpha - (r + x) ln(alpha + T) + ln(1 + odds(x, t_x, T)). The first terms depend on x or
    T alone, so they are summed over the distinct x and T (hundreds of values); only the odds of being gone
    need every triple.
    """
    counts = _Counts(x, weight, chances_at_start)
    ages, age_weight, age_purchases = _by_value(T, weight, weight * x)
    odds = _Odds(x, t_x, T, weight, chances_at_start)
    total = float(weight.sum())

    def objective(log_parameters: Floats) -> tuple[float, Floats, Floats]:
        parameters = np.exp(log_parameters)
        r, alpha, _, _ = parameters
        value, gradient, hessian = counts(parameters)
        order = r * age_weight + age_purchases
        value += total * r * np.log(alpha) - order @ np.log(alpha + ages)
        gradient[0] += total * np.log(alpha) - age_weight @ np.log(alpha + ages)
        gradient[1] += total * r / alpha - order @ (1 / (alpha + ages))
        hessian[0, 1] += total / alpha - age_weight @ (1 / (alpha + ages))
        hessian[1, 1] += order @ (1 / (alpha + ages) ** 2) - total * r / alpha**2
        odds_value, odds_gradient, odds_hessian = odds(parameters)
        value, gradient, hessian = value + odds_value, gradient + odds_gradient, hessian + odds_hessian
        hessian = np.triu(hessian) + np.triu(hessian, 1).T
        return in_logs(parameters, -value / total, -gradient / total, -hessian / total)

    return objective


class _Counts:
    """Sum of ln [Gamma(r + x) / Gamma(r) · B(a, b + n) / B(a, b)], n the survived chances; depends on x only."""

    def __init__(self, x: Floats, weight: Floats, chances_at_start: int):
        self.x, self.weight = _by_value(x, weight)
        self.survived = self.x + chances_at_start

    def __call__(self, parameters: Floats) -> tuple[float, Floats, Floats]:
        r, _, a, b = parameters
        rises = [_rise(r, self.x), _rise(b, self.survived), _rise(a + b, self.survived)]
        (lr, dr, hr), (lb, db, hb), (lab, dab, hab) = [[float(self.weight @ d) for d in rise] for rise in rises]
        hessian = np.zeros((4, 4))
        hessian[0, 0], hessian[2, 2], hessian[2, 3], hessian[3, 3] = hr, -hab, -hab, hb - hab
        return lr + lb - lab, np.array([dr, 0.0, -dab, db - dab]), hessian


class _Odds:
    """Sum of ln(1 + odds of being gone), over the triples where a customer can be gone; upper half of the Hessian."""

    def __init__(self, x: Floats, t_x: Floats, T: Floats, weight: Floats, chances_at_start: int):
        can_be_gone = x + chances_at_start > 0
        self.x, self.weight = x[can_be_gone], weight[can_be_gone]
        self.earlier = self.x + chances_at_start - 1
        # Days repeat: a logarithm per distinct time, then looked up, costs a fraction of one per triple.
        self.times, where = np.unique(np.concatenate([t_x[can_be_gone], T[can_be_gone]]), return_inverse=True)
        self.at_t_x, self.at_T = np.split(where.reshape(-1), 2)

    def __call__(self, parameters: Floats) -> tuple[float, Floats, Floats]:
        r, alpha, a, b = parameters
        k, inverse = r + self.x, 1 / (alpha + self.times)
        log_time = np.log(alpha + self.times)
        d_r = log_time[self.at_T] - log_time[self.at_t_x]
        d_r_alpha = inverse[self.at_T] - inverse[self.at_t_x]
        d_alpha, d_b = k * d_r_alpha, -1 / (b + self.earlier)
        log_odds = np.log(a) + np.log(-d_b) + k * d_r
        # One exponential serves both the share gone and the logarithm.
        smaller = np.exp(-np.abs(log_odds))
        gone = np.where(log_odds > 0, 1.0, smaller) / (1 + smaller)
        value = self.weight @ (np.maximum(log_odds, 0) + np.log1p(smaller))
        w_gone = self.weight * gone
        w_both = w_gone * (1 - gone)
        slopes = np.stack([d_r, d_alpha, np.full(k.shape, 1 / a), d_b])
        hessian = (slopes * w_both) @ slopes.T
        hessian[0, 1] += w_gone @ d_r_alpha
        hessian[1, 1] += (w_gone * k) @ (inverse[self.at_t_x] ** 2 - inverse[self.at_T] ** 2)
        hessian[2, 2] -= w_gone.sum() / a**2
        hessian[3, 3] += w_gone @ d_b**2
        return float(value), slopes @ w_gone, np.triu(hessian)


def _rise(shape: float, n: Floats) -> tuple[Floats, Floats, Floats]:
    """Return ln Gamma(shape + n) - ln Gamma(shape) and its two derivatives by shape."""
    return (
        gammaln(shape + n) - gammaln(shape),
        digamma(shape + n) - digamma(shape),
        zeta(2.0, shape + n) - zeta(2.0, shape),
    )


def _by_value(values: Floats, *weights: Floats) -> tuple[Floats, ...]:
    """Return the distinct values, and each weight summed over them."""
    distinct, where = np.unique(values, return_inverse=True)
    sums = [np.bincount(where.reshape(-1), weight, distinct.size).astype(float) for weight in weights]
    return distinct, *sums
