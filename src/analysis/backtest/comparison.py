"""Does a forecast beat the best naive rule: a paired bootstrap over customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.backtest.holdout import Array, Forecast

RESAMPLES = 1000
LOSSES = ("brier", "squared error", "squared error of revenue")


@dataclass(frozen=True)
class Comparison:
    """A chosen forecast against one naive rule: the difference of mean losses and its 95 % interval."""

    chosen: str
    rival: str
    loss: str
    chosen_loss: float
    rival_loss: float
    low: float
    high: float

    @property
    def outcome(self) -> str:
        """Say "beats", "loses to" or "cannot be told from"; a difference counts if its interval excludes 0."""
        return "beats" if self.high < 0 else "loses to" if self.low > 0 else "cannot be told from"


def compare_with_best_naive(
    forecasts: Mapping[str, Forecast], chosen: str, purchases: Array, revenue: Array, loss: str, *, seed: int = 1
) -> Comparison | None:
    """Compare the chosen forecast with the best naive rule by a paired bootstrap over customers.

    Parameters
    ----------
    purchases, revenue : array
        What each customer bought and brought.
    loss : {"brier", "squared error", "squared error of revenue"}
        Mean squared error of the probability of "buys", of the number of purchases, or of the money they bring.

    Returns
    -------
    Comparison or None
        None if no naive rule or not the chosen one makes such a forecast.
    """
    losses = {}
    for name, forecast in forecasts.items():
        errors = _errors(forecast, purchases, revenue, loss)
        if errors is not None and (forecast.naive or name == chosen):
            losses[name] = errors**2
    rivals = {name: values.mean() for name, values in losses.items() if name != chosen}
    if chosen not in losses or not rivals:
        return None
    rival = min(rivals, key=lambda name: rivals[name])
    ends = paired_interval(losses[chosen] - losses[rival], seed=seed)
    return Comparison(chosen, rival, loss, float(losses[chosen].mean()), float(rivals[rival]), *ends)


def paired_interval(difference: Array, *, seed: int = 1) -> tuple[float, float]:
    """Return the 95 % interval of the mean difference of two losses by customer (paired bootstrap)."""
    rng, n = np.random.default_rng(seed), difference.size
    means = [difference[rng.integers(0, n, n)].mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def _errors(forecast: Forecast, purchases: Array, revenue: Array, loss: str) -> Array | None:
    if loss == "brier":
        return None if forecast.probability is None else forecast.probability - (purchases > 0)
    if loss == "squared error":
        return None if forecast.purchases is None else forecast.purchases - purchases
    return forecast.value - revenue if forecast.money and forecast.value is not None else None
