"""What it costs to keep customers, for as long as they are expected to stay."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import PurchaseModel, group_triples
from analysis.schema import DAYS_PER_YEAR
from analysis.value.clv import discount_factors
from analysis.value.scenario import Ahead

Array = NDArray[np.float64]


def years_if_alive(
    model: PurchaseModel, customers: pd.DataFrame, *, horizon_days: int, annual_discount_rate: float
) -> Array:
    """Return the discounted years that each customer is expected to stay within the horizon, if they are one now.

    Parameters
    ----------
    model : PurchaseModel
    customers : DataFrame
        frequency, recency, T (days).
    horizon_days : int
    annual_discount_rate : float
        Fraction per year.

    Notes
    -----
    The integral of P(alive at t | alive now) x discount over the horizon, in slices of at most a month taken at their
    middle. Pareto/NBD: P = ((beta + T) / (beta + T + t))^s. BG/NBD and MBG/NBD: the mean of
    (1 + p t / (alpha + T))^-(r + x) over p ~ Beta(a, b + x) (MBG: b + x + 1): a customer of given traits leaves at
    the constant rate mu, or lambda p.
    """
    ends, factors = discount_factors(horizon_days, annual_discount_rate)
    length = horizon_days / ends.size
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    # For who is alive the last purchase says nothing more.
    pairs, pair = np.unique(np.stack([triples.frequency, triples.T]), axis=1, return_inverse=True)
    ahead = Ahead(model, horizon_days / 7, *pairs)
    years = sum(factor * ahead.stays((end - length / 2) / 7) for end, factor in zip(ends, factors, strict=True))
    return (years * length / DAYS_PER_YEAR)[pair.reshape(-1)][triples.index]


def deduct(scores: pd.DataFrame, stated: pd.DataFrame, p_alive: Array, years: Array) -> pd.DataFrame:
    """Return the scores with clv after the stated costs.

    Parameters
    ----------
    scores : DataFrame
        clv: expected margin.
    stated : DataFrame, same rows
        cost_to_serve (money per year); missing where not stated: nothing is deducted then.
    p_alive : array
        P(still a customer), by the model of `years`.
    years : array
        From `years_if_alive`.

    Returns
    -------
    DataFrame
        expected_margin (the old clv); cost_to_serve (expected over the horizon, discounted: cost a year x p_alive x
        years; missing where not stated); clv less it; served_if_alive (cost_to_serve were it certain that they still
        are a customer, 0 where not stated).

    Notes
    -----
    What was spent up front is sunk for whom we already have: it takes nothing off what is ahead.
    """
    yearly = stated["cost_to_serve"].to_numpy(float)
    served = yearly * p_alive * years
    return scores.assign(
        expected_margin=scores["clv"],
        cost_to_serve=served,
        served_if_alive=np.nan_to_num(yearly * years),
        clv=scores["clv"] - np.nan_to_num(served),
    )
