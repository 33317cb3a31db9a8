"""What customers are worth: expected purchases x expected spend x margin, discounted, with a predictive interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import PurchaseFit, PurchaseModel, SpendFit, Triples, draw_models, group_triples
from analysis.margins import Margins, one_rate
from analysis.schema import FitError

DAYS_PER_YEAR = 365.25
SLICE_DAYS = DAYS_PER_YEAR / 12
SIMULATIONS = 1000
CUSTOMERS_SIMULATED = 5_000
BANDS = (0, 1, 3, np.inf)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A 95 % interval; `low` and `high` in the unit of what it is an interval of."""

    low: float
    high: float


def discount_factors(horizon_days: int, annual_discount_rate: float) -> tuple[Array, Array]:
    """Return the ends of equal slices of at most a month (days) and what money in each is worth today.

    A slice is discounted at its middle, (1 + r)^-(years); a year has 365.25 days.

    Examples
    --------
    >>> ends, factors = discount_factors(365, 0.10)
    >>> len(ends), round(float(factors[-1]), 4)
    (12, 0.9128)
    """
    slices = int(np.ceil(horizon_days / SLICE_DAYS))
    ends = np.linspace(0, horizon_days, slices + 1)[1:]
    middles = ends - horizon_days / slices / 2
    return ends, (1 + annual_discount_rate) ** -(middles / DAYS_PER_YEAR)


def expected_spend(spend: SpendFit, customers: pd.DataFrame) -> Array:
    """Return the expected net amount of a customer's next purchase.

    Gamma-Gamma where it is trusted, else the mean amount of a purchase day within bands of frequency
    (0, 1, 2-3, more repeat purchases). Both are scaled by revenue / sum of purchase days, because goods that
    come back on a later day stand in revenue only.
    """
    kept = customers["revenue"].sum() / customers["purchase_amount"].sum()
    if spend.model is not None:
        amount = spend.model.expected_spend(
            customers["frequency"].to_numpy(float), customers["monetary_value"].to_numpy(float)
        )
    else:
        band = np.searchsorted(BANDS, customers["frequency"].to_numpy(float))
        days = customers["frequency"] + 1
        sums = pd.DataFrame({"amount": customers["purchase_amount"], "days": days}).groupby(band).transform("sum")
        amount = (sums["amount"] / sums["days"]).to_numpy(float)
    return amount * kept


def purchases_if_alive(model: PurchaseModel, triples: Triples, ends: Array, factors: Array) -> tuple[Array, Array]:
    """Return, per triple and for who is alive now, the purchases expected until the last end, and their discounted sum.

    Parameters
    ----------
    model : PurchaseModel
    triples : Triples
    ends, factors : array, shape (n_slices,)
        Ends of the slices of the horizon, in days, and what a purchase in each counts.
    """
    # For who is alive t_x says nothing more, and pairs are a tenth as many as triples; complex numbers sort in one go.
    pairs, pair = np.unique(triples.frequency + 1j * triples.T, return_inverse=True)
    x, T = pairs.real, pairs.imag
    cumulative = model.expected_if_alive(ends[:, None] / 7, x, 0, T)
    return cumulative[-1][pair], (factors @ np.diff(cumulative, axis=0, prepend=0.0))[pair]


def no_spend(_: SpendFit, customers: pd.DataFrame) -> Array:
    """Return 0 for every customer: what a purchase brings where the data hold no amounts."""
    return np.zeros(len(customers))


def score_customers(
    model: PurchaseModel,
    spend: SpendFit,
    customers: pd.DataFrame,
    *,
    horizon_days: int,
    annual_discount_rate: float,
    margin_rate: float | Array | None,
) -> pd.DataFrame:
    """Value each customer over a horizon.

    Parameters
    ----------
    model, spend : PurchaseModel, SpendFit
        Fitted on these customers.
    customers : DataFrame
        customer_id, frequency, recency, T (days), monetary_value, purchase_amount, revenue.
    horizon_days : int
    annual_discount_rate : float
        Fraction per year.
    margin_rate : float, array or None
        Margin per unit of revenue: one for all, or one per customer, below 0 for who costs money; None: clv is NaN.

    Returns
    -------
    DataFrame, in the order of `customers`
        customer_id, p_alive, expected_purchases, expected_spend, expected_revenue (discounted), revenue_if_alive
        (the same were it certain that they still are a customer), discount (mean factor), clv.

    Raises
    ------
    FitError
        If the model forecasts something that is no finite number.

    Notes
    -----
    clv = margin_rate x sum over slices of (E[Y(end)] - E[Y(start)]) x expected spend x discount factor.
    """
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    ahead = purchases_if_alive(model, triples, *discount_factors(horizon_days, annual_discount_rate))
    undiscounted, discounted = (purchases[triples.index] for purchases in ahead)
    p_alive = model.p_alive(triples.frequency, triples.recency, triples.T)[triples.index]
    spend_each = expected_spend(spend, customers)
    numbers = {
        "p_alive": p_alive,
        "expected_purchases": p_alive * undiscounted,
        "expected_spend": spend_each,
        "expected_revenue": p_alive * discounted * spend_each,
        "revenue_if_alive": discounted * spend_each,
        "discount": np.divide(discounted, undiscounted, out=np.ones_like(discounted), where=undiscounted > 0),
    }
    if not all(np.isfinite(column).all() for column in numbers.values()):
        raise FitError(f"{model.name}: not fitted, because it forecasts no finite number for some customers")
    scores = pd.DataFrame({"customer_id": customers["customer_id"].array} | numbers)
    scores["clv"] = scores["expected_revenue"] * (np.nan if margin_rate is None else margin_rate)
    return scores


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


def forward_classes(history: pd.Series, forward: pd.Series, worth: pd.Series) -> pd.DataFrame:
    """Return customers and future value by historic class (rows) and forward class (columns).

    Returns
    -------
    DataFrame
        historic, forward, customers, value: one row per pair that occurs.
    """
    table = pd.DataFrame({"historic": history, "forward": forward, "value": worth})
    return table.groupby(["historic", "forward"]).agg(customers=("value", "size"), value=("value", "sum")).reset_index()
