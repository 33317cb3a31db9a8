"""Renewals of contracts: the shifted beta-geometric model (sBG) of Fader & Hardie.

Each customer renews with a probability of their own at every opportunity; over customers the chance not to renew is
beta(alpha, beta). Who is likely to leave leaves early, so the renewal rate of a cohort rises although nobody changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
TERMS = {"year": 365.25, "half-year": 182.625, "quarter": 91.3125, "month": 30.4375}
"""Days of a term, the longest first."""
ON_RHYTHM = 0.8
BOUNDS = (-7.0, 9.0)  # of log alpha and log beta: beyond, all customers are alike


@dataclass(frozen=True)
class Term:
    """How often a contract is renewed.

    Attributes
    ----------
    name : str
        year, half-year, quarter or month.
    days : float
    kept : bool
        At least four fifths of the ends lie at the end of a term; else contracts end on any day and months are counted.
    """

    name: str
    days: float
    kept: bool

    def ended_in(self, tenure: ArrayLike) -> NDArray[np.int64]:
        """Return at which renewal customers left, from 1."""
        terms = np.asarray(tenure, float) / self.days
        return np.maximum(np.round(terms) if self.kept else np.ceil(terms), 1).astype(np.int64)

    def renewed(self, tenure: ArrayLike) -> NDArray[np.int64]:
        """Return how often customers of so many days have renewed."""
        return np.floor(np.asarray(tenure, float) / self.days).astype(np.int64)


def term_of(ended: pd.Series) -> Term:
    """Return the term after which contracts end, judged by the days that ended ones had lasted.

    Examples
    --------
    >>> term_of(pd.Series([365, 730, 364, 366, 1096])).name
    'year'
    """
    days = ended.to_numpy(float)
    for name, length in TERMS.items():
        terms = np.maximum(np.round(days / length), 1)
        if days.size and (np.abs(days - terms * length) <= max(3.0, 0.03 * length)).mean() >= ON_RHYTHM:
            return Term(name, length, kept=True)
    return Term("month", TERMS["month"], kept=False)


@dataclass(frozen=True)
class SBG:
    """Shifted beta-geometric model.

    Attributes
    ----------
    alpha, beta : float
        Of the beta distribution of the probability not to renew.
    covariance : array (2, 2), optional
        Of log alpha and log beta.
    """

    alpha: float
    beta: float
    covariance: Array | None = None

    def survival(self, t: ArrayLike) -> Array:
        """Return the share that is still a customer after t renewals (Fader & Hardie 2007, eq 6)."""
        from scipy.special import betaln

        return np.exp(betaln(self.alpha, self.beta + np.asarray(t, float)) - betaln(self.alpha, self.beta))

    def renewal(self, n: ArrayLike) -> Array:
        """Return the probability of the n-th renewal by who is there before it (eq 8).

        Examples
        --------
        >>> [round(float(p), 3) for p in SBG(0.668, 3.806).renewal([1, 2, 7])]
        [0.851, 0.878, 0.936]
        """
        n = np.asarray(n, float)
        return (self.beta + n - 1) / (self.alpha + self.beta + n - 1)

    def renewal_interval(self, n: float) -> tuple[float, float] | None:
        """Return the 95 % interval of a renewal probability, on the scale of log odds (delta method)."""
        if self.covariance is None:
            return None
        top = self.beta + n - 1
        # log odds = log(beta + n - 1) - log(alpha)
        slope = np.array([-1.0, self.beta / top])
        half = 1.959964 * float(np.sqrt(slope @ self.covariance @ slope))
        odds = np.log(top / self.alpha)
        return float(1 / (1 + np.exp(half - odds))), float(1 / (1 + np.exp(-half - odds)))

    def derl(self, n: ArrayLike, discount: float) -> Array:
        """Return the discounted expected residual lifetime just before the n-th renewal, in terms.

        Fader & Hardie 2010, eq 6: the payment of the n-th renewal, if it comes, is not discounted; `discount` is the
        rate per term.

        Examples
        --------
        >>> [round(float(x), 2) for x in SBG(3.80, 15.20).derl([1, 2, 5], 0.10)]
        [3.31, 3.45, 3.84]
        """
        from scipy.special import hyp2f1

        n = np.asarray(n, float)
        top = self.beta + n
        return self.renewal(n) * hyp2f1(1.0, top, self.alpha + top, 1 / (1 + discount))


def fit_sbg(ended: ArrayLike, running: ArrayLike, entered: ArrayLike | None = None, near: SBG | None = None) -> SBG:
    """Fit the model by maximum likelihood.

    Parameters
    ----------
    ended : array of int
        At which renewal each customer left, from 1.
    running : array of int
        How often each of the others has renewed.
    entered : array of int, optional
        How often each customer had renewed before the record begins, leavers first, then the others: the likelihood is
        of what came after.
    near : SBG, optional
        Of all customers, to whom these belong: log alpha and log beta are drawn to its with N(0, 1²), so that a segment
        of which few left has a model too.

    Raises
    ------
    ValueError
        If nobody left.
    """
    from scipy.optimize import minimize
    from scipy.special import betaln

    ended, running = np.asarray(ended, float), np.asarray(running, float)
    if not ended.size:
        raise ValueError("nobody left: the probability not to renew is not determined")
    before = np.zeros(ended.size + running.size) if entered is None else np.asarray(entered, float)
    parts = [np.unique(part, return_counts=True) for part in (ended, running, before)]

    def loss(theta: Array) -> float:
        alpha, beta = np.exp(theta)
        none = betaln(alpha, beta)
        (gone, n_gone), (here, n_here), (old, n_old) = parts
        left = n_gone @ (betaln(alpha + 1, beta + gone - 1) - none)
        stayed = n_here @ (betaln(alpha, beta + here) - none) - n_old @ (betaln(alpha, beta + old) - none)
        drawn = 0.0 if near is None else float(((theta - np.log([near.alpha, near.beta])) ** 2).sum()) / 2
        return (drawn - float(left + stayed)) / (ended.size + running.size)

    tries = [
        minimize(loss, np.log(start), method="L-BFGS-B", bounds=[BOUNDS, BOUNDS], options={"ftol": 1e-14, "gtol": 1e-9})
        for start in ((1.0, 1.0), (0.7, 4.0))
    ]
    best = min(tries, key=lambda one: float(one.fun)).x
    alpha, beta = np.exp(best).tolist()
    return SBG(alpha, beta, _covariance(loss, best, ended.size + running.size))


def _covariance(loss: object, at: Array, n: int, step: float = 1e-3) -> Array | None:
    """Return the inverse Hessian of the log likelihood; None at a bound, or where it is flat."""
    if np.any(at <= BOUNDS[0] + step) or np.any(at >= BOUNDS[1] - step):
        return None
    move = np.eye(2) * step
    hessian = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            corners = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
            values = [a * b * loss(at + a * move[i] + b * move[j]) for a, b in corners]  # type: ignore[operator]
            hessian[i, j] = n * sum(values) / (4 * step**2)
    if np.linalg.eigvalsh(hessian)[0] <= 1e-6:
        return None
    return np.asarray(np.linalg.inv(hessian), float)
