"""What a new customer is worth, and how many of them replace one that is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import ParetoNBD, group_triples
from analysis.btyd.map_fit import draw_map
from analysis.value.clv import Ends, discount_factors, interval_of

if TYPE_CHECKING:
    from analysis.value.clv import Horizon

DRAWS = 400

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class NewCustomer:
    """What one new customer is expected to bring within the horizon; money in the report's currency.

    Attributes
    ----------
    model : ParetoNBD
        Of the newcomers.
    repeat_purchases : float
        Expected after the first one, not discounted.
    first_purchase, repeat_spend : float
        Net amount of the first purchase and of a later one, less what comes back.
    revenue : float
        First purchase at its day, the others discounted.
    revenue_interval : tuple of float
        Of the expectation, from the model's uncertainty and what customers will share; chance is not in it.
    cumulative : array, shape (n_slices,)
        `revenue` up to the end of each slice of at most a month.
    drawn : array, shape (n_draws, n_slices)
        The same under models drawn from the posterior: what `revenue_interval` comes from.
    """

    model: ParetoNBD
    repeat_purchases: float
    first_purchase: float
    repeat_spend: float
    revenue: float
    revenue_interval: Ends
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


def value_new_customer(newcomers: pd.DataFrame, *, horizon: Horizon, shared: float = 0.0, seed: int = 1) -> NewCustomer:
    """Return the expected revenue of one new customer over the horizon, the first purchase included.

    Parameters
    ----------
    newcomers : DataFrame
        frequency, recency, T (days), monetary_value, purchase_amount, revenue: only of them is age 0 known to be the
        beginning.
    shared : float
        Log sd of what customers will share in the horizon, of which their past says nothing.

    Notes
    -----
    revenue = kept x (mean first purchase + sum over slices of (E[X(end)] - E[X(start)]) x discount x mean spend), with
    E[X] by Pareto/NBD (MAP) of these customers and kept = revenue / sum of purchase days, since goods that come back
    later stand in revenue only. Parameters are drawn from the normal limit of their posterior, times exp(shared z).
    """
    triples = group_triples(newcomers["frequency"], newcomers["recency"], newcomers["T"])
    ends, factors = discount_factors(horizon.days, horizon.annual_discount_rate)
    times = newcomers["frequency"].sum()
    repeats = (newcomers["monetary_value"] * newcomers["frequency"]).sum()
    kept = newcomers["revenue"].sum() / newcomers["purchase_amount"].sum()
    first = kept * (newcomers["purchase_amount"].sum() - repeats) / len(newcomers)
    each = repeats / max(times, 1)

    def brought(model: ParetoNBD) -> Array:
        steps = np.diff(model.expected_purchases_new(ends / 7), prepend=0.0)
        return first + kept * each * np.cumsum(factors * steps)

    rng = np.random.default_rng(seed)
    model, drawn_models = draw_map(triples, DRAWS, rng)
    cumulative, curves = brought(model), np.stack([brought(one) for one in drawn_models])
    drawn = curves * np.exp(shared * rng.standard_normal((DRAWS, 1)))
    return NewCustomer(
        model=model,
        repeat_purchases=float(model.expected_purchases_new(horizon.days / 7)),
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
