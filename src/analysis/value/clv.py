"""What customers are worth: expected purchases x expected spend x margin, discounted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.spend import expected_spend
from analysis.btyd import PurchaseModel, SpendFit, Triples, group_triples
from analysis.schema import DAYS_PER_YEAR, FitError

SLICE_DAYS = DAYS_PER_YEAR / 12

Array = NDArray[np.float64]


class NotFiniteError(FitError):
    """A model forecasts no finite number for some customers."""

    def __init__(self, model: str):
        super().__init__(f"{model} forecasts no finite number for some customers")
        self.model = model


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


def score_customers(
    model: PurchaseModel,
    spend: SpendFit,
    customers: pd.DataFrame,
    horizon: Horizon,
    margin_rate: float | Array | None,
) -> pd.DataFrame:
    """Value each customer over a horizon.

    Parameters
    ----------
    model, spend : PurchaseModel, SpendFit
        Fitted on these customers.
    customers : DataFrame
        customer_id, frequency, recency, T (days), monetary_value, purchase_amount, revenue.
    horizon : Horizon
    margin_rate : float, array or None
        Margin per unit of revenue: one for all, or one per customer, below 0 for who costs money; None: clv is NaN.

    Returns
    -------
    DataFrame, in the order of `customers`
        customer_id, alive_in_value_model (P(alive) by `model`), expected_purchases, expected_spend, expected_revenue
        (discounted), revenue_if_alive (the same were it certain that they still are a customer), discount (mean
        factor), clv.

    Raises
    ------
    NotFiniteError
        If the model forecasts something that is no finite number.

    Notes
    -----
    clv = margin_rate x sum over slices of (E[Y(end)] - E[Y(start)]) x expected spend x discount factor.
    """
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    ahead = purchases_if_alive(model, triples, *discount_factors(horizon.days, horizon.annual_discount_rate))
    undiscounted, discounted = (purchases[triples.index] for purchases in ahead)
    p_alive = model.p_alive(triples.frequency, triples.recency, triples.T)[triples.index]
    spend_each = expected_spend(spend, customers)
    numbers = {
        "alive_in_value_model": p_alive,
        "expected_purchases": p_alive * undiscounted,
        "expected_spend": spend_each,
        "expected_revenue": p_alive * discounted * spend_each,
        "revenue_if_alive": discounted * spend_each,
        "discount": np.divide(discounted, undiscounted, out=np.ones_like(discounted), where=undiscounted > 0),
    }
    if not all(np.isfinite(column).all() for column in numbers.values()):
        raise NotFiniteError(model.name)
    scores = pd.DataFrame({"customer_id": customers["customer_id"].array} | numbers)
    scores["clv"] = scores["expected_revenue"] * (np.nan if margin_rate is None else margin_rate)
    return scores


def forward_classes(history: pd.Series, forward: pd.Series, worth: pd.Series) -> pd.DataFrame:
    """Return customers and future value by historic class (rows) and forward class (columns).

    Returns
    -------
    DataFrame
        historic, forward, customers, value: one row per pair that occurs.
    """
    table = pd.DataFrame({"historic": history, "forward": forward, "value": worth})
    return table.groupby(["historic", "forward"]).agg(customers=("value", "size"), value=("value", "sum")).reset_index()
