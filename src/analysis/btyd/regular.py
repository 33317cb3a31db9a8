"""MBG/CNBD-k: customers who buy at regular intervals, and whose silence therefore says more."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln, expit, gammaln, logsumexp, xlogy

from analysis.btyd.betageometric import expected_until_dropout
from analysis.btyd.map_fit import PRIOR_SD
from analysis.btyd.quadrature import floats
from analysis.btyd.triples import Triples
from analysis.schema import DataError

Floats = NDArray[np.float64]

REGULAR = 3.0  # Wheat & Morrison's k from which purchases count as regular
LARGEST_K = 8  # beyond, one silent interval decides who is gone


@dataclass(frozen=True)
class MBGCNBDk:
    """MBG/CNBD-k (Reutterer, Platzer & Schröder 2020); times in weeks.

    Times between purchases are Erlang of k stages, each of rate lambda ~ Gamma(r, alpha); a customer drops out with
    chance p ~ Beta(a, b) at time 0 and after each purchase. k = 1 is MBG/NBD.

    `k`: Stages between two purchases, given, not fitted.
    `r`, `alpha`, `a`, `b`: Shape and rate (weeks) of the stages' intensity; shapes of the dropout chance.
    """

    k: int
    r: float
    alpha: float
    a: float
    b: float
    name: ClassVar[str] = "MBG/CNBD-k"

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name; alpha in weeks."""
        return asdict(self)

    def log_likelihood(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return ln L per row, up to a term that holds the times between purchases and no parameter."""
        gone, alive = self._log_terms(*floats(x, t_x, T))
        return np.logaddexp(gone, alive)

    def p_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return P(still a customer at T)."""
        gone, alive = self._log_terms(*floats(x, t_x, T))
        return expit(alive - gone)

    def expected_purchases(self, t: float, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return about E[purchases in (T, T + t]].

        The stages of the interval that has begun are not counted: exact for k = 1, else too low by less than one
        purchase of who is alive. It serves as a shape, whose sum comes from elsewhere.
        """
        x, t_x, T = floats(x, t_x, T)
        if_alive = np.empty(x.shape)
        for value in np.unique(x):
            rows = x == value
            rate = self.k * (self.alpha + T[rows])
            ahead, none = np.full(rate.shape, float(t)), np.zeros(rate.shape)
            if_alive[rows] = expected_until_dropout(
                ahead, none, rate, self.r + self.k * value, self.a, self.b + 1 + value
            )
        return self.p_alive(x, t_x, T) * if_alive

    def _log_terms(self, x: Floats, t_x: Floats, T: Floats) -> tuple[Floats, Floats]:
        """Return ln of "left at t_x" and of "alive at T", both with what they share.

        Alive and silent since t_x: fewer than k stages have passed, a sum over their number.
        """
        shape = self.r + self.k * x
        shared = self.r * np.log(self.alpha) - gammaln(self.r) - betaln(self.a, self.b)
        gone = shared + betaln(self.a + 1, self.b + x) + gammaln(shape) - shape * np.log(self.alpha + t_x)
        stage = np.arange(self.k).reshape(-1, *([1] * x.ndim))
        passed = gammaln(shape + stage) - gammaln(stage + 1) + xlogy(stage, T - t_x)
        silent = logsumexp(passed - (shape + stage) * np.log(self.alpha + T), axis=0)
        return gone, shared + betaln(self.a, self.b + 1 + x) + silent


def fit_regular(triples: Triples, k: float) -> MBGCNBDk:
    """Return the MBG/CNBD-k of highest posterior density, with the prior of `map_fit`.

    `triples`: Weeks.
    `k`: Regularity by Wheat & Morrison; rounded, at most 8.
    Raises DataError if no customer is older than 0.
    """
    from scipy.optimize import minimize

    if not triples.T.max(initial=0) > 0:
        raise DataError("a purchase model needs a customer who came before the last day; all came on it")
    stages = int(np.clip(round(min(k, LARGEST_K)), 1, LARGEST_K))
    mean_T = float(np.average(triples.T, weights=triples.weight))
    x, t_x, T = triples.frequency, triples.recency / mean_T, triples.T / mean_T

    def loss(log_parameters: Floats) -> float:
        model = MBGCNBDk(stages, *np.exp(log_parameters).tolist())
        likelihood = float(triples.weight @ model.log_likelihood(x, t_x, T))
        return (float(log_parameters @ log_parameters) / (2 * PRIOR_SD**2) - likelihood) / triples.customers

    found = minimize(loss, np.zeros(4), method="L-BFGS-B", bounds=[(-10.0, 10.0)] * 4)
    r, alpha, a, b = np.exp(found.x).tolist()
    return MBGCNBDk(stages, r, alpha * mean_T, a, b)
