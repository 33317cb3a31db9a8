"""What it costs to keep customers, for as long as they are expected to stay, taken off the value where it is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import PurchaseModel, group_triples
from analysis.facts import refused
from analysis.schema import DAYS_PER_YEAR
from analysis.value.clv import discount_factors
from analysis.value.facts_beyond import StatedCosts
from analysis.value.scenario import Ahead

if TYPE_CHECKING:
    from analysis.value.clv import Horizon

Array = NDArray[np.float64]

STATED = ("cost_to_serve", "upfront_cost")


def stated_costs(accounts: pd.DataFrame | None, customer_id: pd.Series) -> pd.DataFrame | None:
    """Return cost_to_serve and upfront_cost of these customers, missing where not stated; None if none is."""
    if accounts is None:
        return None
    stated = accounts.reindex(customer_id).reindex(columns=list(STATED)).astype(float)
    return stated if stated.notna().any(axis=None) else None


def deduct_costs(
    accounts: pd.DataFrame | None,
    scores: pd.DataFrame,
    customers: pd.DataFrame,
    model: PurchaseModel,
    horizon: Horizon,
) -> tuple[pd.DataFrame, StatedCosts | None]:
    """Return the scores after the costs that are stated, and how much that is; None where none is stated.

    Parameters
    ----------
    accounts : DataFrame indexed by customer_id, or None
        cost_to_serve, which is deducted, and upfront_cost, which is spent; where the client states them.
    scores : DataFrame
        customer_id, clv (missing without a margin: then nothing is deducted).
    customers : DataFrame, same rows
        frequency, recency, T.
    model : PurchaseModel
        Of who is still a customer.

    Returns
    -------
    DataFrame
        As from `deduct`; without stated costs or without a margin only expected_margin and served_if_alive are
        added.
    StatedCosts or None
    """
    stated = stated_costs(accounts, scores["customer_id"])
    scores = scores.assign(expected_margin=scores["clv"], served_if_alive=0.0)
    if stated is None:
        return scores, None
    known = {name: int(stated[name].notna().sum()) for name in STATED}
    found = StatedCosts(customers=len(scores), known=known, model=model.name)
    if scores["clv"].isna().all():
        return scores, found.model_copy(update={"refusal": refused("costs_without_margin")})
    years, p_alive = np.zeros(len(customers)), np.zeros(len(customers))
    served = stated["cost_to_serve"].notna().to_numpy()
    if served.any():
        of = customers[served]
        years[served] = years_if_alive(
            model, of, horizon_days=horizon.days, annual_discount_rate=horizon.annual_discount_rate
        )
        history = (of[name].to_numpy(float) / unit for name, unit in (("frequency", 1), ("recency", 7), ("T", 7)))
        p_alive[served] = model.p_alive(*history)
    scores = deduct(scores, stated, p_alive, years)
    sums = {"cost_to_serve": scores["cost_to_serve"].sum(), "upfront_cost": stated["upfront_cost"].sum()}
    return scores, found.model_copy(update={name: float(value) for name, value in sums.items()})


def years_if_alive(
    model: PurchaseModel, customers: pd.DataFrame, *, horizon_days: int, annual_discount_rate: float
) -> Array:
    """Return the discounted years that each customer is expected to stay within the horizon, if they are one now.

    `customers`: frequency, recency, T (days).
    `annual_discount_rate`: Fraction per year.

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

    `scores`: clv: expected margin.
    `stated` (DataFrame, same rows): cost_to_serve (money per year); missing where not stated: nothing is deducted then.
    `p_alive`: P(still a customer), by the model of `years`.
    `years`: From `years_if_alive`.
    DataFrame: expected_margin (the old clv); cost_to_serve (expected over the horizon, discounted: cost a year x
    p_alive x years; missing where not stated); clv less it; served_if_alive (cost_to_serve were it certain that they
    still are a customer, 0 where not stated).

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
