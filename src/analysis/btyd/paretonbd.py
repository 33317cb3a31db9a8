"""Pareto/NBD: a customer may leave at any moment, unseen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, exprel, gammaln, xlogy

from analysis.btyd.lifetime_integral import lifetime_integral
from analysis.btyd.quadrature import floats, legendre_rule

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ParetoNBD:
    """Pareto/NBD (Schmittlein, Morrison & Colombo 1987; formulas of note 009); times in weeks throughout.

    Purchases are Poisson with intensity lambda ~ Gamma(r, alpha); the lifetime is exponential with
    rate mu ~ Gamma(s, beta).

    `r`, `alpha`: Shape and rate (weeks) of the purchase intensity.
    `s`, `beta`: Shape and rate (weeks) of the dropout rate.

    Every method broadcasts over its arguments. x: repeat purchases; t_x: age at the last one; T: age now;
    t: time ahead.
    """

    r: float
    alpha: float
    s: float
    beta: float
    name: ClassVar[str] = "Pareto/NBD"

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name; alpha and beta in weeks."""
        return asdict(self)

    def log_likelihood(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return ln L per row (note 009 eq 18, as the integral over the unseen end of the lifetime)."""
        x, t_x, T = floats(x, t_x, T)
        A, B, waited, log_gone = self._since_last_purchase(x, t_x, T)
        return (
            gammaln(self.r + x)
            - gammaln(self.r)
            - self.r * np.log1p(t_x / self.alpha)
            - x * np.log(A)
            - self.s * np.log1p(t_x / self.beta)
            + np.logaddexp(-waited, log_gone)
        )

    def p_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return P(still a customer at T) (note 009 eqs 36-37)."""
        _, _, waited, log_gone = self._since_last_purchase(*floats(x, t_x, T))
        return expit(-(log_gone + waited))

    def expected_purchases(self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return E[purchases in (T, T + t] | x, t_x, T] (note 009 eq 41)."""
        return self.p_alive(x, t_x, T) * self.expected_if_alive(t, x, t_x, T)

    def expected_if_alive(self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return the same expectation given that the customer is alive at T; smooth at s = 1."""
        t, x, t_x, T = floats(t, x, t_x, T)
        grown = np.log1p(t / (self.beta + T))
        alive_time = (self.beta + T) * grown * exprel(-(self.s - 1) * grown)
        return (self.r + x) / (self.alpha + T) * alive_time

    def expected_purchases_new(self, t: ArrayLike) -> Floats:
        """Return E[X(t)], the repeat purchases of a just-acquired customer (Schmittlein et al. 1987)."""
        return self.expected_if_alive(t, 0, 0, 0)

    def probability_of_purchase(self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return P(at least one purchase in the next t) = 1 - churn probability.

        The integral over the moment of the next purchase, which comes before the end of the lifetime;
        equal to the hypergeometric form (note 013 eq 24) without its cancellation for small t.
        """
        t, x, t_x, T = floats(t, x, t_x, T)
        k, A, B = self.r + x, self.alpha + T, self.beta + T
        if_alive = k / A * _per_row(k + 1, self.s + 0 * x, A, B, t)
        # Never more likely than expected purchases: rounding must not break it.
        return self.p_alive(x, t_x, T) * np.minimum(if_alive, self.expected_if_alive(t, x, t_x, T))

    def probability_of_count_new(self, n: ArrayLike, t: ArrayLike) -> Floats:
        """Return P(X(t) = n), the repeat purchases of a just-acquired customer.

        The NBD count until t if alive then, else until the moment of leaving, averaged over that moment.
        """
        n, t = floats(n, t)
        end = np.log1p(t / min(self.alpha, self.beta))
        panels = int(np.ceil((1 + np.sqrt(n.max(initial=0))) * (1 + end.max(initial=0))))
        y, weights = legendre_rule(16)
        y = ((np.arange(panels)[:, None] + y) / panels).reshape(-1)
        u = min(self.alpha, self.beta) * np.expm1(end[..., None] * y)
        width = end[..., None] * np.tile(weights, panels) / panels * (u + min(self.alpha, self.beta))
        leaves = self.s / self.beta * np.exp(-(self.s + 1) * np.log1p(u / self.beta))
        gone = (self._count_if_alive(n[..., None], u) * leaves * width).sum(axis=-1)
        return self._count_if_alive(n, t) * np.exp(-self.s * np.log1p(t / self.beta)) + gone

    def _since_last_purchase(self, x: Floats, t_x: Floats, T: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return A, B at t_x, and -ln of "alive, no purchase since" and ln of "left since", both relative to t_x."""
        k, A, B, h = self.r + x, self.alpha + t_x, self.beta + t_x, T - t_x
        waited = k * np.log1p(h / A) + self.s * np.log1p(h / B)
        gone = self.s / B * _per_row(k, self.s + 1 + 0 * x, A, B, h)
        return A, B, waited, np.log(gone, out=np.full(gone.shape, -np.inf), where=gone > 0)

    def _count_if_alive(self, n: Floats, u: Floats) -> Floats:
        """Return the NBD probability of n purchases in (0, u] while alive."""
        rising = gammaln(self.r + n) - gammaln(self.r) - gammaln(n + 1)
        return np.exp(rising - self.r * np.log1p(u / self.alpha) + xlogy(n, u / (self.alpha + u)))


def _per_row(p: Floats, q: Floats, A: Floats, B: Floats, h: Floats) -> Floats:
    flat = (values.reshape(-1) for values in np.broadcast_arrays(p, q, A, B, h))
    return lifetime_integral(*flat).reshape(np.shape(h))
