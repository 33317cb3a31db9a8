"""Gamma-Gamma: what a customer spends per purchase."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

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
