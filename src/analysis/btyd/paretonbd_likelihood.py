"""Mean negative log-likelihood of Pareto/NBD with its first and second derivatives."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammaln, zeta

from analysis.btyd.lifetime_integral import Nodes, integral_nodes
from analysis.btyd.newton import Objective, in_logs

Floats = NDArray[np.float64]


def pareto_objective(x: Floats, t_x: Floats, T: Floats, weight: Floats) -> Objective:
    """Return the function of log (r, alpha, s, beta) that a fit minimises.

    Parameters
    ----------
    x, t_x, T, weight : array, shape (n_triples,)
        Distinct triples and the customers of each; alpha and beta come in the unit of t_x and T.

    Notes
    -----
    Up to factors of r, alpha, s, beta alone, L is the sum of "alive at T", (alpha + T)^-k (beta + T)^-s, and of
    "left at u", s (alpha + u)^-k (beta + u)^-(s + 1), over u in (t_x, T); k = r + x. So the derivatives of
    ln L are those of a mixture: the gradient is the mean of the components' gradients, the Hessian the mean of
    theirs plus the covariance of the gradients, all under the shares that the quadrature nodes have in L.
    """
    total = float(weight.sum())
    distinct, where = np.unique(x, return_inverse=True)
    count_weight = np.bincount(where.reshape(-1), weight, distinct.size)

    def objective(log_parameters: Floats) -> tuple[float, Floats, Floats]:
        r, alpha, s, beta = parameters = np.exp(log_parameters)
        value, gradient, hessian = _mixture(parameters, x, t_x, T, weight)
        value += count_weight @ (gammaln(r + distinct) - gammaln(r)) + total * (r * np.log(alpha) + s * np.log(beta))
        gradient += total * np.array([np.log(alpha), r / alpha, np.log(beta), s / beta])
        gradient[0] += count_weight @ (digamma(r + distinct) - digamma(r))
        hessian[0, 0] += count_weight @ (zeta(2.0, r + distinct) - zeta(2.0, r))
        hessian[0, 1] += total / alpha
        hessian[2, 3] += total / beta
        hessian[1, 1] -= total * r / alpha**2
        hessian[3, 3] -= total * s / beta**2
        hessian = np.triu(hessian) + np.triu(hessian, 1).T
        return in_logs(parameters, -value / total, -gradient / total, -hessian / total)

    return objective


def _mixture(parameters: Floats, x: Floats, t_x: Floats, T: Floats, weight: Floats) -> tuple[float, Floats, Floats]:
    """Return the sum of w ln("alive at T" + "left in (t_x, T)") and its derivatives, the Hessian's upper half."""
    r, alpha, s, beta = parameters
    k, A, B, h = r + x, alpha + t_x, beta + t_x, T - t_x
    log_alive = -k * np.log1p(h / A) - s * np.log1p(h / B)  # relative to (alpha + t_x)^-k (beta + t_x)^-s
    log_sum = log_alive.copy()
    left, left_alpha, left_products = np.zeros((4, x.size)), np.zeros(x.size), np.zeros((4, 4))
    for nodes in integral_nodes(k, np.full(x.size, s + 1), A, B, h):
        rows = nodes.rows
        density = nodes.mass * (s / B[rows])[:, None]
        log_sum[rows] = np.logaddexp(log_alive[rows], np.log(density.sum(axis=1)))
        share = density * np.exp(-log_sum[rows])[:, None]
        slopes = _slopes(nodes, k[rows], A[rows], B[rows], s)
        left[:, rows] = np.einsum("ij,kij->ki", share, slopes)
        left_alpha[rows] = np.einsum("ij,ij->i", share, slopes[1] ** 2)
        flat = slopes.reshape(4, -1)
        left_products += (flat * (share * weight[rows, None]).reshape(-1)) @ flat.T

    stays = np.exp(log_alive - log_sum)  # P(alive)
    alive = np.stack([-np.log(alpha + T), -k / (alpha + T), -np.log(beta + T), -s / (beta + T)])
    alive_products = (alive * (weight * stays)) @ alive.T
    mean = left + stays * alive
    hessian = left_products + alive_products - (mean * weight) @ mean.T
    # Second derivatives of the components, written with their slopes: 1 / (alpha + u) = -slope / k, and so on.
    hessian[0, 1] += weight @ (mean[1] / k)
    hessian[1, 1] += weight @ ((left_alpha + stays * alive[1] ** 2) / k)
    hessian[2, 2] -= weight @ (1 - stays) / s**2
    hessian[2, 3] += weight @ (left[3] / (s + 1) + stays * alive[3] / s)
    hessian[3, 3] += left_products[3, 3] / (s + 1) + alive_products[3, 3] / s
    return float(weight @ (log_sum - k * np.log(A) - s * np.log(B))), mean @ weight, hessian


def _slopes(nodes: Nodes, k: Floats, A: Floats, B: Floats, s: float) -> Floats:
    """Return the derivatives of ln [s (alpha + u)^-k (beta + u)^-(s + 1)] by r, alpha, s, beta, stacked."""
    slopes = np.empty((4, *nodes.mass.shape))
    slopes[0] = -(nodes.log_a + np.log(A)[:, None])
    slopes[1] = np.exp(-nodes.log_a) * (-k / A)[:, None]
    slopes[2] = 1 / s - np.log(B)[:, None] - nodes.log_b
    slopes[3] = np.exp(-nodes.log_b) * (-(s + 1) / B)[:, None]
    return slopes
