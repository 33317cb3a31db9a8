"""How sure the value is: sums of money simulated, from the doubt about the models to the chance in every purchase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import PurchaseFit, PurchaseModel, SpendFit, draw_models, group_triples
from analysis.value.margins import Margins, one_rate

SIMULATIONS = 1000
CUSTOMERS_SIMULATED = 5_000

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A 95 % interval; `low` and `high` in the unit of what it is an interval of."""

    low: float
    high: float


def interval_of(simulated: Array) -> Interval:
    """Return the middle 95 % of simulated values."""
    low, high = np.quantile(simulated, [0.025, 0.975])
    return Interval(float(low), float(high))


def simulate_totals(
    fit: PurchaseFit,
    spend: SpendFit,
    customers: pd.DataFrame,
    scores: pd.DataFrame,
    horizon_days: int,
    rng: np.random.Generator,
) -> Array:
    """Return simulated totals of discounted revenue: what the expectation leaves open."""
    everyone, revenue_only = np.zeros(len(customers), dtype=np.int64), one_rate(1.0, len(customers))
    return simulate_sums(fit, spend, customers, scores, horizon_days, rng, everyone, revenue_only)[0][:, 0]


def simulate_sums(
    fit: PurchaseFit,
    spend: SpendFit,
    customers: pd.DataFrame,
    scores: pd.DataFrame,
    horizon_days: int,
    rng: np.random.Generator,
    group: NDArray[np.int64],
    margins: Margins,
) -> tuple[Array, Array]:
    """Return simulated sums of discounted revenue and of its margin, one row per simulation, one column per group.

    Parameters
    ----------
    group : array of int, one per customer
        0, 1, …: where a customer is counted.
    margins : Margins
        Its `doubt` is drawn once per customer and simulation, its `noise` on top of what is then bought.

    Notes
    -----
    Up to 5,000 customers everyone is simulated under every drawn parameter set. Above, the parameters move the
    expectation of each group to first order (delta method; who costs money apart, so that every sum has one sign),
    and chance is simulated on 5,000 customers drawn anew each time, its deviation from their expectation scaled by
    sqrt(n / 5,000).
    """
    n, weeks, groups = len(customers), horizon_days / 7, int(group.max()) + 1
    columns = (customers["frequency"], customers["recency"] / 7, customers["T"] / 7, customers["monetary_value"])
    x, t_x, age, mean = (column.to_numpy(float) for column in columns)
    discount, amount = scores["discount"].to_numpy(float), scores["expected_spend"].to_numpy(float)
    expected = scores["expected_revenue"].to_numpy(float)

    def simulate(model: PurchaseModel, some: NDArray[np.int64] | slice) -> Array:
        bought = model.simulate_purchases(weeks, x[some], t_x[some], age[some], rng)
        revenue = _simulate_spend(spend, bought, x[some], mean[some], amount[some], rng) * discount[some]
        return np.stack([revenue, _simulate_margin(margins, revenue, some, rng)])

    def summed(values: Array, some: NDArray[np.int64] | slice) -> Array:
        return np.stack([np.bincount(group[some], row, groups) for row in values])

    if n <= CUSTOMERS_SIMULATED:
        models = cast("list[PurchaseModel]", draw_models(fit, SIMULATIONS, rng))
        sums = np.stack([summed(simulate(model, slice(None)), slice(None)) for model in models])
        return sums[:, 0], sums[:, 1]
    assert fit.model is not None
    scale = np.sqrt(n / CUSTOMERS_SIMULATED)
    both = np.stack([expected, expected * margins.rate])
    cell, cells = group * 2 + (margins.rate < 0), groups * 2
    moved = np.exp(_log_moves(fit, customers, weeks, amount * discount, cell, rng))
    sums = np.stack([moved * np.bincount(cell, row, cells) for row in both], axis=1)
    sums = sums.reshape(SIMULATIONS, 2, groups, 2).sum(axis=3)
    for i in range(SIMULATIONS):
        some = rng.choice(n, CUSTOMERS_SIMULATED, replace=False)
        sums[i] += summed(simulate(fit.model, some) - both[:, some], some) * scale
    return sums[:, 0], sums[:, 1]


def _simulate_margin(
    margins: Margins, revenue: Array, some: NDArray[np.int64] | slice, rng: np.random.Generator
) -> Array:
    rate = margins.rate[some]
    if margins.half is not None:  # else the rate is given, and nothing about it is left open
        rate = rate + margins.doubt[some] * rng.standard_normal(rate.size)
        return rate * revenue + np.sqrt(margins.noise * revenue) * rng.standard_normal(rate.size)
    return rate * revenue


def _log_moves(
    fit: PurchaseFit,
    customers: pd.DataFrame,
    weeks: float,
    weight: Array,
    cell: NDArray[np.int64],
    rng: np.random.Generator,
) -> Array:
    """Return draws of how far the log of each cell's expected sum moves with the uncertainty of the log parameters."""
    assert fit.model is not None
    assert fit.covariance_log is not None
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    cells = range(int(cell.max()) // 2 * 2 + 2)
    weights = np.stack([np.bincount(triples.index, weight * (cell == k), triples.T.size) for k in cells])
    held = weights.sum(axis=1) > 0
    centre = np.log(list(fit.model.parameters.values()))

    def log_sums(log_parameters: Array) -> Array:
        model = type(fit.model)(*np.exp(log_parameters).tolist())  # type: ignore[misc]
        bought = model.expected_purchases(weeks, triples.frequency, triples.recency, triples.T)
        return np.log(weights @ bought, out=np.zeros(len(weights)), where=held)

    step = 0.01
    slopes = [(log_sums(centre + e) - log_sums(centre - e)) / (2 * step) for e in np.eye(centre.size) * step]
    return rng.multivariate_normal(np.zeros(centre.size), fit.covariance_log, SIMULATIONS) @ np.array(slopes)


def _simulate_spend(
    spend: SpendFit, bought: NDArray[np.int64], x: Array, mean: Array, amount: Array, rng: np.random.Generator
) -> Array:
    """Draw what the purchases bring, around the expected amount; without a spend model only the purchases vary."""
    if spend.model is None:
        return bought * amount
    unscaled = spend.model.expected_spend(x, mean)
    return spend.model.simulate_spend(bought, x, mean, rng) * (amount / unscaled)
