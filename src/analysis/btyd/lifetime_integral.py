"""The integral over an unseen moment in time that the Pareto/NBD formulas are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.btyd.quadrature import legendre_rule

Floats = NDArray[np.float64]
NEGLIGIBLE = 37.0  # exp(-37) < 1e-16: what lies beyond adds nothing
NODE_COUNTS = np.array([8, 12, 16, 20, 24, 32, 48, 64, 96, 128])
BLOCK = 65_536  # rows x nodes worked on at a time: stays in the cache


@dataclass(frozen=True)
class Nodes:
    """Quadrature nodes of some rows.

    `rows` (array of int, shape (m,)): The rows these nodes belong to.
    `log_a`, `log_b` (array, shape (m, n_nodes)): log(1 + u / A), log(1 + u / B) at each node u.
    `mass` (array, shape (m, n_nodes)): Share of each node in the integral; its sum over nodes is the integral.
    """

    rows: NDArray[np.intp]
    log_a: Floats
    log_b: Floats
    mass: Floats


def lifetime_integral(p: Floats, q: Floats, A: Floats, B: Floats, h: Floats) -> Floats:
    """Return the integral over u in (0, h) of (1 + u / A)^-p (1 + u / B)^-q, per row.

    `p`, `q` (array, shape (n,)): Exponents > 0; p may be tens of thousands.
    `A`, `B`, `h` (array, shape (n,)): Rates > 0 and length >= 0, all in one unit of time.

    With p = r + x, q = s + 1 from t_x on it is the likelihood of a customer who left unseen (note 009 before
    its hypergeometric form); with p = r + x + 1, q = s from T on, the density of the next purchase.
    """
    result = np.zeros(h.shape)
    for nodes in integral_nodes(p, q, A, B, h):
        result[nodes.rows] = nodes.mass.sum(axis=1)
    return result


def integral_nodes(p: Floats, q: Floats, A: Floats, B: Floats, h: Floats) -> Iterator[Nodes]:
    """Yield the quadrature nodes of ``lifetime_integral``, a block of rows at a time; rows with h = 0 have none.

    In w = log(1 + u / min(A, B)) the integrand is exp(-phi(w)), phi convex, and analytic for |Im w| < pi,
    because the other factor's singularity lies at exp(w) = 1 - max / min <= 0. Gauss-Legendre
    on (0, w_end) thus converges geometrically; w_end is where the integrand has fallen to exp(-37).
    The number of nodes, 8 to 128, was set by experiment so that the relative error stays under 1e-12.
    """
    a_smaller = A <= B
    near, far = np.where(a_smaller, A, B), np.where(a_smaller, B, A)
    p_near, p_far = np.where(a_smaller, p, q), np.where(a_smaller, q, p)
    phi = _Exponent(p_near - 1, p_far, near / far)
    end = _where_negligible(phi, np.log1p(h / near))
    needed = np.maximum(5 + 4 * end, np.minimum(7 + 0.6 * phi.value(end), 20))
    size = np.minimum(np.searchsorted(NODE_COUNTS, needed), NODE_COUNTS.size - 1)
    for i, n in enumerate(NODE_COUNTS):
        y, weights = legendre_rule(int(n))
        members = np.flatnonzero((size == i) & (h > 0))
        for rows in np.array_split(members, members.size * n // BLOCK + 1) if members.size else ():
            w = end[rows, None] * y
            other = np.log1p((near / far)[rows, None] * np.expm1(w))
            mass = np.exp(-(p_near - 1)[rows, None] * w - p_far[rows, None] * other)
            mass *= (near * end)[rows, None] * weights
            first = a_smaller[rows, None]
            yield Nodes(rows, np.where(first, w, other), np.where(first, other, w), mass)


@dataclass(frozen=True)
class _Exponent:
    """phi(w) = slope w + power log(1 + c (exp(w) - 1)), convex for 0 < c <= 1."""

    slope: Floats
    power: Floats
    c: Floats

    def value(self, w: Floats) -> Floats:
        return self.slope * w + self.power * np.log1p(self.c * np.expm1(w))

    def derivative(self, w: Floats) -> Floats:
        grown = self.c * np.exp(w)
        return self.slope + self.power * grown / (1 - self.c + grown)

    def at(self, rows: NDArray[np.intp]) -> _Exponent:
        return _Exponent(self.slope[rows], self.power[rows], self.c[rows])


def _where_negligible(phi: _Exponent, w: Floats) -> Floats:
    """Move w left to where phi = 37, if it is beyond; Newton on a convex function stays on the right of the root."""
    end = w.copy()
    beyond = np.flatnonzero(phi.value(w) > NEGLIGIBLE)
    for _ in range(8):
        part = phi.at(beyond)
        end[beyond] -= (part.value(end[beyond]) - NEGLIGIBLE) / part.derivative(end[beyond])
    return end
