"""Mean negative log-likelihood of Gamma-Gamma with its first and second derivatives."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammaln, zeta

from analysis.btyd.newton import Objective, in_logs

Floats = NDArray[np.float64]


def spend_objective(x: Floats, mean: Floats) -> Objective:
    """Return the function of log (p, q, gamma) that a fit minimises (note 025 eq 1a).

    Parameters
    ----------
    x, mean : array, shape (n_customers,)
        Repeat purchases and their mean amount, both > 0; gamma comes in the unit of the amounts.
    """
    total, n = x * mean, x.size
    constant = np.log(mean).sum()
    counts, where = np.unique(x, return_inverse=True)
    customers = np.bincount(where)

    def objective(log_parameters: Floats) -> tuple[float, Floats, Floats]:
        p, q, gamma = parameters = np.exp(log_parameters)
        both, alone = p * counts + q, p * counts
        log_gamma, log_total = -np.log1p(total / gamma).sum(), -(x @ np.log1p(gamma / total))
        inverse = 1 / (gamma + total)
        power = p * x + q
        value = customers @ (gammaln(both) - gammaln(alone)) - n * gammaln(q) + q * log_gamma + p * log_total
        gradient = np.array([
            customers @ (counts * (digamma(both) - digamma(alone))) + log_total,
            customers @ digamma(both) - n * digamma(q) + log_gamma,
            n * q / gamma - power @ inverse,
        ])  # fmt: skip
        hessian = np.diag([
            customers @ (counts**2 * (zeta(2.0, both) - zeta(2.0, alone))),
            customers @ zeta(2.0, both) - n * zeta(2.0, q),
            power @ inverse**2 - n * q / gamma**2,
        ])  # fmt: skip
        hessian[0, 1] = hessian[1, 0] = customers @ (counts * zeta(2.0, both))
        hessian[0, 2] = hessian[2, 0] = -(x @ inverse)
        hessian[1, 2] = hessian[2, 1] = n / gamma - inverse.sum()
        return in_logs(parameters, (constant - value) / n, -gradient / n, -hessian / n)

    return objective
