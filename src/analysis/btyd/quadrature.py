"""Gauss rules: for a Beta density on (0, 1), and plain ones."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def beta_rule(a: float, b: float, n: int) -> tuple[Floats, Floats]:
    """Return n nodes and weights such that E[f(p)], p ~ Beta(a, b), is ``weights @ f(nodes)``.

    Parameters
    ----------
    a, b : float
        Shapes of the Beta distribution, > 0; b may be tens of thousands.
    n : int
        Number of nodes; exact for polynomials of degree 2 n - 1.

    Returns
    -------
    nodes, weights : array of float, shape (n,)
        Nodes ascending inside (0, 1); weights >= 0 with sum 1.

    Notes
    -----
    Golub & Welsch (1969) on the Jacobi matrix in the canonical moments of the Beta distribution
    (Dette & Studden 1997, example 1.5.3): c_{2i-1} = (a + i - 1) / (a + b + 2i - 2), c_{2i} = i / (a + b + 2i - 1).
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


@lru_cache(maxsize=64)
def legendre_rule(n: int) -> tuple[Floats, Floats]:
    """Return n nodes and weights for the integral of f over (0, 1)."""
    nodes, weights = np.polynomial.legendre.leggauss(n)
    nodes, weights = (1 + nodes) / 2, weights / 2
    nodes.flags.writeable = weights.flags.writeable = False
    return nodes, weights
