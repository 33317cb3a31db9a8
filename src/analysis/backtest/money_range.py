"""How much one customer may bring: the quantiles of what like customers brought, over what was expected of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.backtest.holdout import Array
from analysis.backtest.inner import InnerWindow
from analysis.backtest.spread import LEVELS

PER_GROUP = 50  # customers, so that a 95 % quantile has some beyond it
MOST_GROUPS = 12


@dataclass(frozen=True, eq=False)
class MoneyRange:
    """Groups of customers by expected money over its mean.

    Attributes
    ----------
    edges : array, shape (n_groups - 1,)
        Between the groups.
    ratios : dict of float to array, shape (2, n_groups)
        Level -> quantiles of actual / expected; 0 where the group so often brought nothing, below 0 where goods came
        back.
    """

    edges: Array
    ratios: dict[float, Array]

    def ends(self, expected: Array, level: float, s: float) -> tuple[Array, Array]:
        """Return the ends of each customer's range, widened by s for what all share."""
        group = np.searchsorted(self.edges, expected / max(float(expected.mean()), 1e-300), side="right")
        low, high = (quantile[group] * expected for quantile in self.ratios[level])
        apart = np.exp(s)
        return np.where(low > 0, low / apart, low * apart), np.where(high > 0, high * apart, high / apart)


def money_range(windows: list[InnerWindow]) -> MoneyRange:
    """Return the quantiles of actual over expected money within groups of at least 50 customers.

    Split conformal prediction within groups: of n ratios the ceil((n + 1) q)-th, so that a new customer of the group
    lies within the ends as often as the level says, whatever the distribution. Each window is scaled to its own total.
    """
    expected, ratio = _ratios(windows)
    if expected.size == 0:
        wide = {level: np.array([[0.0], [1 / (1 - level)]]) for level in LEVELS}  # Markov's inequality
        return MoneyRange(np.empty(0), wide)
    groups = int(np.clip(expected.size // PER_GROUP, 1, MOST_GROUPS))
    edges = np.unique(np.quantile(expected, np.arange(1, groups) / groups))
    group = np.searchsorted(edges, expected, side="right")
    members = [np.sort(ratio[group == k]) if (group == k).any() else np.sort(ratio) for k in range(edges.size + 1)]
    found = {
        level: np.array([_outer_quantiles(sorted_ratios, level) for sorted_ratios in members]).T for level in LEVELS
    }
    return MoneyRange(edges, found)


def _ratios(windows: list[InnerWindow]) -> tuple[Array, Array]:
    levels, ratios = [], []
    for window in windows:
        expected, actual = window.expected_revenue, window.revenue
        if expected.sum() > 0 and actual.sum() > 0:
            kept = expected > 0
            scaled = expected[kept] * (actual.sum() / expected.sum())
            levels.append(expected[kept] / expected.mean())
            ratios.append(actual[kept] / scaled)
    if not levels:
        return np.empty(0), np.empty(0)
    return np.concatenate(levels), np.concatenate(ratios)


def _outer_quantiles(ratios: Array, level: float) -> tuple[float, float]:
    n = ratios.size
    rank = min(int(np.ceil((n + 1) * (1 + level) / 2)), n)
    return float(ratios[n - rank]), float(ratios[rank - 1])
