"""Expected purchases of a customer who may drop out after each of them (BG/NBD, MBG/NBD)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.btyd.quadrature import beta_rule, split_beta_rule

Floats = NDArray[np.float64]
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
