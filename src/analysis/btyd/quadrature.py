"""Gauss rules: for a Beta density on (0, 1), and plain ones."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
PIECE = 14  # nodes of each piece of a split rule: its nearest singularity lets 12 reach rounding


def floats(*values: ArrayLike) -> list[Floats]:
    """Return numbers as arrays of one shape."""
    return list(np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values)))


def beta_rule(a: float, b: float, n: int) -> tuple[Floats, Floats]:
    """Return n nodes and weights such that E[f(p)], p ~ Beta(a, b), is ``weights @ f(nodes)``.

    `a`, `b`: Shapes of the Beta distribution, > 0; b may be tens of thousands.
    `n`: Number of nodes; exact for polynomials of degree 2 n - 1.
    array of float, shape (n,): Nodes ascending inside (0, 1); weights >= 0 with sum 1.

    Golub & Welsch (1969) on the Jacobi matrix in the canonical moments of the Beta distribution
    (Dette & Studden 1997): c_{2i-1} = (a + i - 1) / (a + b + 2i - 2), c_{2i} = i / (a + b + 2i - 1).
    All terms are ratios between 0 and 1, so no gamma function is needed and nothing overflows.
    """
    from scipy.linalg import eigh_tridiagonal

    i = np.arange(1, n + 1, dtype=float)
    odd, even = (a + i - 1) / (a + b + 2 * i - 2), i / (a + b + 2 * i - 1)
    not_odd, not_even = (b + i - 1) / (a + b + 2 * i - 2), (a + b + i - 1) / (a + b + 2 * i - 1)
    zeta_odd = odd * np.concatenate(([1.0], not_even[:-1]))
    zeta_even = not_odd * even
    diagonal = zeta_odd + np.concatenate(([0.0], zeta_even[:-1]))
    nodes, vectors = eigh_tridiagonal(diagonal, np.sqrt(zeta_odd[:-1] * zeta_even[:-1]))
    return np.clip(nodes, np.finfo(float).tiny, 1.0), vectors[0] ** 2


def split_beta_rule(a: float, b: float, first: float) -> tuple[Floats, Floats]:
    """Return a rule for E[f(p)], p ~ Beta(a, b), for an f that varies over many decades of p.

    `a`, `b`: Shapes of the Beta distribution, > 0.
    `first`: Below this p, at most 1/4, f and (1 - p)^b hardly change; above, f is smooth in log p.

    (0, first) with the weight p^(a - 1), (1/2, 1) with the weight (1 - p)^(b - 1), and equal panels of
    log p of at most 1 between. The weights are scaled to the sum 1, which spares the Beta function.
    """
    low, w_low = beta_rule(a, 1.0, PIECE)
    high, w_high = beta_rule(b, 1.0, PIECE)
    y, w = legendre_rule(PIECE)
    panels = int(np.ceil(np.log(0.5 / first)))
    width = np.log(0.5 / first) / panels
    log_p = (np.log(first) + width * (np.arange(panels)[:, None] + y)).reshape(-1)
    log_low = np.log(first) + np.log(low)
    log_one_less = np.log(0.5 * high)  # log (1 - p) of the upper piece
    log_weights = np.concatenate(
        [
            np.log(w_low) + a * np.log(first) - np.log(a) + (b - 1) * np.log1p(-np.exp(log_low)),
            np.log(width * np.tile(w, panels)) + a * log_p + (b - 1) * np.log1p(-np.exp(log_p)),
            np.log(w_high) + b * np.log(0.5) - np.log(b) + (a - 1) * np.log1p(-np.exp(log_one_less)),
        ]
    )
    weights = np.exp(log_weights - log_weights.max())
    nodes = np.concatenate([np.exp(log_low), np.exp(log_p), -np.expm1(log_one_less)])
    return np.maximum(nodes, np.finfo(float).tiny), weights / weights.sum()


@lru_cache(maxsize=64)
def legendre_rule(n: int) -> tuple[Floats, Floats]:
    """Return n nodes and weights for the integral of f over (0, 1)."""
    nodes, weights = np.polynomial.legendre.leggauss(n)
    nodes, weights = (1 + nodes) / 2, weights / 2
    nodes.flags.writeable = weights.flags.writeable = False
    return nodes, weights
