"""Gamma-Gamma: what a customer spends per purchase."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import digamma, gammaln, zeta

from analysis.btyd.newton import Objective, in_logs
from analysis.btyd.quadrature import floats
from analysis.schema import FitError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GammaGamma:
    """Gamma-Gamma spend model (note 025).

    Amounts of a customer are Gamma(p, nu) with nu ~ Gamma(q, gamma), independent of how often they buy.

    `p`, `q`: Shapes. The population mean is infinite for q <= 1, its variance for q <= 2.
    `gamma`: Rate of nu; report currency.

    Every method broadcasts. x: purchases behind the mean; mean: their mean amount (ignored where x = 0).
    """

    p: float
    q: float
    gamma: float
    name: ClassVar[str] = "Gamma-Gamma"

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name; gamma in the report currency."""
        return asdict(self)

    @property
    def population_mean(self) -> float:
        """Mean amount per purchase over customers, p gamma / (q - 1) (note 025 eq 3).

        Raises FitError if q <= 1: the mean is infinite.
        """
        if self.q <= 1:
            raise FitError(f"the mean spend is infinite for q = {self.q:.3g}; q > 1 is needed")
        return self.p * self.gamma / (self.q - 1)

    def expected_spend(self, x: ArrayLike, mean: ArrayLike) -> Floats:
        """Return the expected amount per future purchase (note 025 eq 5); the population mean for x = 0."""
        x, mean = floats(x, mean)
        total = np.where(x > 0, x * np.where(x > 0, mean, 0.0), 0.0)
        self.population_mean  # noqa: B018 - refuses an infinite mean
        return self.p * (self.gamma + total) / (self.p * x + self.q - 1)

    def log_likelihood(self, x: ArrayLike, mean: ArrayLike) -> Floats:
        """Return ln of the density of the mean amount of x > 0 purchases, per row (note 025 eq 1a)."""
        x, mean = floats(x, mean)
        px, total = self.p * x, x * mean
        return (
            gammaln(px + self.q)
            - gammaln(px)
            - gammaln(self.q)
            - self.q * np.log1p(total / self.gamma)
            - px * np.log1p(self.gamma / total)
            - np.log(mean)
        )


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
