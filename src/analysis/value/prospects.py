"""What a new customer is worth, and how many of them replace one that is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import PurchaseFit, PurchaseModel, SpendFit, draw_models
from analysis.value.clv import discount_factors
from analysis.value.prediction import Interval, interval_of

DRAWS = 400

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class NewCustomer:
    """What one new customer is expected to bring within the horizon; money in the report's currency.

    Attributes
    ----------
    repeat_purchases : float
        Expected after the first one, not discounted.
    first_purchase, repeat_spend : float
        Net amount of the first purchase and of a later one, less what comes back.
    revenue : float
        First purchase at its day, the others discounted.
    revenue_interval : Interval
        Of the expectation, from the purchase model's uncertainty; chance is not in it.
    cumulative : array, shape (n_slices,)
        `revenue` up to the end of each slice of at most a month.
    drawn : array, shape (n_draws, n_slices)
        The same under models drawn from the fit: what `revenue_interval` comes from.
    """

    repeat_purchases: float
    first_purchase: float
    repeat_spend: float
    revenue: float
    revenue_interval: Interval
    cumulative: Array
    drawn: Array


def possibly_old(
    customers: pd.DataFrame, first_day: dt.date, burn_in_days: int, acquired_on: pd.Series | None = None
) -> NDArray[np.bool_]:
    """Return who may have been a customer before the data begin.

    Parameters
    ----------
    customers : DataFrame
        customer_id, first_purchase.
    first_day : date
        First day in the data.
    burn_in_days : int
        The 90th percentile of the gaps between purchases: who is first seen within so many days of the first day may
        be an old customer coming back, with a history that the data do not hold.
    acquired_on : Series of days indexed by customer_id, optional
        Settles it where it is known and not later than the first purchase seen.
    """
    start = pd.Timestamp(first_day)
    old = customers["first_purchase"] <= start + pd.Timedelta(days=burn_in_days)
    if acquired_on is not None:
        known = customers["customer_id"].map(acquired_on)
        old = old.where(~(known <= customers["first_purchase"]), known < start)
    return old.to_numpy(bool)


def value_new_customer(
    fit: PurchaseFit,
    spend: SpendFit,
    newcomers: pd.DataFrame,
    *,
    horizon_days: int,
    annual_discount_rate: float,
    seed: int = 1,
) -> NewCustomer:
    """Return the expected revenue of one new customer over the horizon, the first purchase included.

    Parameters
    ----------
    fit : PurchaseFit
        Trusted, fitted on `newcomers`: only there is age 0 known to be the beginning.
    spend : SpendFit
        On the same customers; without a trusted model a later purchase brings the mean of all later purchases.
    newcomers : DataFrame
        frequency, monetary_value, purchase_amount, revenue.

    Notes
    -----
    revenue = kept x (mean first purchase + sum over slices of (E[X(end)] - E[X(start)]) x discount x mean spend), with
    kept = revenue / sum of purchase days, since goods that come back later stand in revenue only.
    """
    assert fit.model is not None
    ends, factors = discount_factors(horizon_days, annual_discount_rate)
    repeats = (newcomers["monetary_value"] * newcomers["frequency"]).sum()
    kept = newcomers["revenue"].sum() / newcomers["purchase_amount"].sum()
    first = kept * (newcomers["purchase_amount"].sum() - repeats) / len(newcomers)
    each = spend.model.population_mean if spend.model else repeats / max(newcomers["frequency"].sum(), 1)

    def brought(model: PurchaseModel) -> Array:
        steps = np.diff(model.expected_purchases_new(ends / 7), prepend=0.0)
        return first + kept * each * np.cumsum(factors * steps)

    models = cast("list[PurchaseModel]", draw_models(fit, DRAWS, np.random.default_rng(seed)))
    cumulative, drawn = brought(fit.model), np.stack([brought(model) for model in models])
    return NewCustomer(
        repeat_purchases=float(fit.model.expected_purchases_new(horizon_days / 7)),
        first_purchase=float(first),
        repeat_spend=float(kept * each),
        revenue=float(cumulative[-1]),
        revenue_interval=interval_of(drawn[:, -1]),
        cumulative=cumulative,
        drawn=drawn,
    )


def replacement_ratio(worth: pd.Series, p_alive: pd.Series, new_value: float) -> float | None:
    """Return how many new customers bring what one lost customer would have brought.

    Parameters
    ----------
    worth, p_alive : Series
        Expected value over the horizon and probability of still being a customer, of the class that one is lost from:
        its sums' ratio is what a customer of it who still is one brings on average.
    new_value : float
        Value of a new customer over the same horizon.

    Returns
    -------
    float or None
        None if either side is not above 0: nothing is then to be replaced, or nothing replaces it.

    Examples
    --------
    >>> replacement_ratio(pd.Series([90.0, 30.0]), pd.Series([0.9, 0.6]), 20.0)
    4.0
    """
    alive, total = float(p_alive.sum()), float(worth.sum())
    return total / alive / new_value if alive > 0 and total > 0 and new_value > 0 else None
