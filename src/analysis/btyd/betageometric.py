"""BG/NBD and MBG/NBD: a customer may drop out after each purchase."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaln, expit, gammaln, xlog1py, xlogy

from analysis.btyd.quadrature import beta_rule, floats, split_beta_rule

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


FEWEST_NODES, MOST_NODES = 8, 64
AGREEMENT = 1e-10  # between n and 2n nodes; convergence is geometric, so 2n nodes are far better still
BLOCK = 200_000  # rows x nodes worked on at a time: stays in the cache


def expected_until_dropout(t: Floats, x: Floats, rate: Floats, r: float, a: float, b: float) -> Floats:
    """Return E[purchases in the next t] of a customer who is alive now.

    `t` (array, shape (n,)): Time ahead, >= 0.
    `x` (array, shape (n,)): Repeat purchases so far.
    `rate` (array, shape (n,)): A = alpha + T, the rate of the purchase intensity's posterior; unit of t.
    `r`, `a`, `b`: Shapes: lambda ~ Gamma(r + x, A), dropout chance p ~ Beta(a, b + x).

    Given lambda and p the mean is (1 - exp(-p lambda t)) / p; over lambda it is
    (1 - (1 + p t / A)^-(r + x)) / p. What remains is a mean over p, taken by a Gauss rule for its Beta
    density. Unlike the closed form (Fader, Hardie & Lee 2005a eq 10, a difference divided by a - 1) it
    has no singularity at a = 1 or a + b < 1. The nearest singularity of the integrand is p = -A / t: where
    that is so close to 0 that a Gauss rule of 64 nodes does not settle, (0, 1) is split, because in log p it is far.
    """
    result = np.empty(t.shape)
    ratio = t / rate
    order = np.argsort(x, kind="stable")
    values, starts = np.unique(x[order], return_index=True)
    nodes = FEWEST_NODES
    for value, rows in zip(values, np.split(order, starts[1:]), strict=True):
        hardest = ratio[rows].max()
        p, weights = _settled_rule(
            hardest, r + value, a, b + value, FEWEST_NODES if nodes > MOST_NODES else max(FEWEST_NODES, nodes // 4)
        )
        nodes = p.size
        for block in np.array_split(rows, rows.size * nodes // BLOCK + 1):
            result[block] = _mean(ratio[block], r + value, p, weights)
    # p <= 1 makes this a lower bound; rounding must not break P(buy) <= E.
    return np.maximum(result, -np.expm1(-(r + x) * np.log1p(ratio)))


def _mean(ratio: Floats, k: float, p: Floats, weights: Floats) -> Floats:
    return -np.expm1(-k * np.log1p(ratio[:, None] * p)) @ (weights / p)


def _settled_rule(ratio: float, k: float, a: float, b: float, n: int) -> tuple[Floats, Floats]:
    """Double the nodes until the mean for the largest t / A of the group no longer moves; beyond 64, split."""
    hardest = np.array([ratio])
    before = _mean(hardest, k, *beta_rule(a, b, n))
    while (n := 2 * n) <= MOST_NODES:
        rule = beta_rule(a, b, n)
        now = _mean(hardest, k, *rule)
        if abs(now - before) <= AGREEMENT * now:
            return rule
        before = now
    return split_beta_rule(a, b, min(0.25, 1 / (max(k, 1) * ratio), 1 / max(b, 1)))
