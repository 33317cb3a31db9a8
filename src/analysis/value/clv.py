"""What customers are worth: expected purchases x expected spend x margin, discounted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import PurchaseModel, Triples, group_triples
from analysis.schema import DAYS_PER_YEAR

if TYPE_CHECKING:
    from analysis.backtest.made import Made

SLICE_DAYS = DAYS_PER_YEAR / 12

RANGES = {
    measure: [f"{measure}_{end}_{level}" for level in (80, 95) for end in ("low", "high")]
    for measure in ("purchases", "revenue")
}
"""Columns of one customer's own ranges."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Horizon:
    """How far customers are valued ahead, in days, and what a year of waiting costs, as a fraction."""

    days: int
    annual_discount_rate: float


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


def purchases_if_alive(model: PurchaseModel, triples: Triples, ends: Array, factors: Array) -> tuple[Array, Array]:
    """Return, per triple and for who is alive now, the purchases expected until the last end, and their discounted sum.

    Parameters
    ----------
    ends, factors : array, shape (n_slices,)
        Ends of the slices of the horizon, in days, and what a purchase in each counts.
    """
    # For who is alive t_x says nothing more, and pairs are a tenth as many as triples; complex numbers sort in one go.
    pairs, pair = np.unique(triples.frequency + 1j * triples.T, return_inverse=True)
    x, T = pairs.real, pairs.imag
    cumulative = model.expected_if_alive(ends[:, None] / 7, x, 0, T)
    return cumulative[-1][pair], (factors @ np.diff(cumulative, axis=0, prepend=0.0))[pair]


def ahead(made: Made, customers: pd.DataFrame, *, paid: bool) -> pd.DataFrame:
    """Return what the average forecast says of each customer, in their order: purchases, and money if there is any."""
    known = made.customers.set_index("customer_id").reindex(customers["customer_id"]).reset_index()
    money = ["expected_spend", "expected_revenue", *RANGES["revenue"]] if paid else []
    return known[["customer_id", "expected_purchases", *RANGES["purchases"], *money]]


def score_customers(
    made: Made, customers: pd.DataFrame, horizon: Horizon, margin_rate: float | Array | None
) -> pd.DataFrame:
    """Value each customer over a horizon.

    Parameters
    ----------
    made : Made
        The average forecast of these customers over the horizon.
    customers : DataFrame
        customer_id, frequency, recency, T (days).
    margin_rate : float, array or None
        Margin per unit of revenue: one for all, or one per customer, below 0 for who costs money; None: clv is NaN.

    Returns
    -------
    DataFrame, in the order of `customers`
        customer_id, expected_purchases, expected_spend, expected_revenue (discounted), discount (mean factor), clv,
        and the ranges of each customer's own purchases and revenue (discounted).

    Notes
    -----
    clv = margin_rate x expected purchases x expected spend x discount; when in the horizon purchases come, the
    model says whose total the forecast has.
    """
    scores = ahead(made, customers, paid=True)
    undiscounted, discounted = if_alive(made.model, customers, horizon)
    discount = np.divide(discounted, undiscounted, out=np.ones_like(discounted), where=undiscounted > 0)
    for name in ("expected_revenue", *RANGES["revenue"]):
        scores[name] = scores[name] * discount
    clv = scores["expected_revenue"] * (np.nan if margin_rate is None else margin_rate)
    return scores.assign(discount=discount, clv=clv)


def if_alive(model: PurchaseModel, customers: pd.DataFrame, horizon: Horizon) -> tuple[Array, Array]:
    """Return the purchases of each customer within the horizon were it certain that they are one, and discounted.

    `customers`: frequency, recency, T (days).
    """
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    slices = discount_factors(horizon.days, horizon.annual_discount_rate)
    undiscounted, discounted = purchases_if_alive(model, triples, *slices)
    return undiscounted[triples.index], discounted[triples.index]


def forward_classes(history: pd.Series, forward: pd.Series, worth: pd.Series) -> pd.DataFrame:
    """Return customers and future value by historic class (rows) and forward class (columns).

    DataFrame: historic, forward, customers, value: one row per pair that occurs.
    """
    table = pd.DataFrame({"historic": history, "forward": forward, "value": worth})
    return table.groupby(["historic", "forward"]).agg(customers=("value", "size"), value=("value", "sum")).reset_index()


Ends = tuple[float, float]


def interval_of(drawn: NDArray[np.float64]) -> Ends:
    """Return both ends of the middle 95 % of drawn values, in their unit."""
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)
