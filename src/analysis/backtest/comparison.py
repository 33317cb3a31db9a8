"""Does a forecast beat the best naive rule: a paired bootstrap over customers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.backtest.facts import Rivalry
from analysis.backtest.holdout import Array, Forecast

RESAMPLES = 1000
LOSSES = ("brier", "squared error", "squared error of revenue")


def compare_with_best_naive(
    forecasts: Mapping[str, Forecast],
    chosen: str,
    purchases: Array,
    revenue: Array,
    loss: str,
    *,
    seed: int = 1,
) -> Rivalry | None:
    """Compare the chosen forecast with the best naive rule by a paired bootstrap over customers.

    Parameters
    ----------
    purchases, revenue : array
        What each customer bought and brought.
    loss : {"brier", "squared error", "squared error of revenue"}
        Mean squared error of the probability of "buys", of the number of purchases, or of the money they bring.

    Returns
    -------
    Rivalry or None
        A difference counts if its interval excludes 0. None if no naive rule or not the chosen one makes such a
        forecast.
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
    low, high = paired_interval(losses[chosen] - losses[rival], seed=seed)
    return Rivalry(
        chosen=chosen,
        rival=rival,
        loss=loss,
        chosen_loss=float(losses[chosen].mean()),
        rival_loss=float(rivals[rival]),
        low=low,
        high=high,
        outcome="beats" if high < 0 else "loses to" if low > 0 else "cannot be told from",
    )


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
