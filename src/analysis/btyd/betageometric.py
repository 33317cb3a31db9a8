"""BG/NBD and MBG/NBD: a customer may drop out after each purchase."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaln, expit, gammaln, xlog1py, xlogy

from analysis.btyd.dropout import expected_until_dropout
from analysis.btyd.quadrature import floats

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BetaGeometric:
    """What BG/NBD and MBG/NBD share; times in weeks throughout.

    Purchases are Poisson with intensity lambda ~ Gamma(r, alpha); after each purchase the customer drops
    out with chance p ~ Beta(a, b). In MBG/NBD there is one more such chance at time 0.

    `r`, `alpha`: Shape and rate (weeks) of the purchase intensity.
    `a`, `b`: Shapes of the dropout chance.

    Every method broadcasts over its arguments. x: repeat purchases; t_x: age at the last one; T: age now;
    t: time ahead.
    """

    r: float
    alpha: float
    a: float
    b: float
    name: ClassVar[str]
    chances_at_start: ClassVar[int]

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name; alpha in weeks."""
        return asdict(self)

    def log_likelihood(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return ln L per row (FHL 2005a §7 in the stable form of note 027 eq 4; MBG: Wagner & Hoppe 2008)."""
        x, t_x, T = floats(x, t_x, T)
        survived = x + self.chances_at_start
        return (
            _log_rising(self.r, x)
            + _log_rising(self.b, survived)
            - _log_rising(self.a + self.b, survived)
            - self.r * np.log1p(T / self.alpha)
            - x * np.log(self.alpha + T)
            + np.logaddexp(0, self._log_odds_gone(x, t_x, T))
        )

    def p_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return P(still a customer at T) (note 021); BG/NBD: exactly 1 for every one-time buyer."""
        return expit(-self._log_odds_gone(*floats(x, t_x, T)))

    def expected_purchases(self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return E[purchases in (T, T + t] | x, t_x, T] (the quantity of FHL 2005a eq 10)."""
        return self.p_alive(x, t_x, T) * self.expected_if_alive(t, x, t_x, T)

    def expected_if_alive(self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return the same expectation given that the customer is alive at T."""
        t, x, t_x, T = floats(t, x, t_x, T)
        flat = t.reshape(-1), x.reshape(-1), (self.alpha + T).reshape(-1)
        mean = expected_until_dropout(*flat, self.r, self.a, self.b + self.chances_at_start)
        return mean.reshape(t.shape)[()]

    def expected_purchases_new(self, t: ArrayLike) -> Floats:
        """Return E[X(t)], the repeat purchases of a just-acquired customer (FHL 2005a eq 9)."""
        return self.expected_purchases(t, 0, 0, 0)

    def probability_of_purchase(self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return P(at least one purchase in the next t) = 1 - churn probability (note 029 eq 14)."""
        t, x, t_x, T = floats(t, x, t_x, T)
        return self.p_alive(x, t_x, T) * -np.expm1(-(self.r + x) * np.log1p(t / (self.alpha + T)))

    def probability_of_count_new(self, n: ArrayLike, t: ArrayLike) -> Floats:
        """Return P(X(t) = n), the repeat purchases of a just-acquired customer (FHL 2005a eq 8)."""
        n, t = floats(n, t)
        survived, share = n + self.chances_at_start, t / (self.alpha + t)
        alive = _log_beta_ratio(self.a, self.b, 0, survived) + _log_count(n, self.r, share)
        at_least_n = np.where(n > 0, betainc(np.maximum(n, 1), self.r, share), 1.0)
        gone = np.exp(_log_beta_ratio(self.a, self.b, 1, np.maximum(survived - 1, 0))) * at_least_n
        return np.exp(alive) + np.where(survived > 0, gone, 0.0)

    def _log_odds_gone(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """Return ln of P(gone) / P(alive): a / (b + x - 1) ((alpha + T) / (alpha + t_x))^(r + x); MBG: b + x."""
        earlier = x + self.chances_at_start - 1
        waited = (self.r + x) * np.log1p((T - t_x) / (self.alpha + t_x))
        odds = np.log(self.a) - np.log(self.b + np.maximum(earlier, 0)) + waited
        return np.where(earlier >= 0, odds, -np.inf)


@dataclass(frozen=True)
class BGNBD(BetaGeometric):
    """BG/NBD (Fader, Hardie & Lee 2005a): one-time buyers cannot have dropped out."""

    name: ClassVar[str] = "BG/NBD"
    chances_at_start: ClassVar[int] = 0


@dataclass(frozen=True)
class MBGNBD(BetaGeometric):
    """MBG/NBD (Batislam et al. 2007, erratum Wagner & Hoppe 2008): also one chance of dropping out at time 0."""

    name: ClassVar[str] = "MBG/NBD"
    chances_at_start: ClassVar[int] = 1


def _log_rising(shape: float, n: Floats) -> Floats:
    """Return ln Gamma(shape + n) - ln Gamma(shape)."""
    return gammaln(shape + n) - gammaln(shape)


def _log_beta_ratio(a: float, b: float, dropouts: int, survived: Floats) -> Floats:
    """Return ln B(a + dropouts, b + survived) / B(a, b)."""
    return betaln(a + dropouts, b + survived) - betaln(a, b)


def _log_count(n: Floats, r: float, share: Floats) -> Floats:
    """Return ln of the NBD probability of n, with share = t / (alpha + t)."""
    return _log_rising(r, n) - gammaln(n + 1) + xlog1py(r, -share) + xlogy(n, share)
