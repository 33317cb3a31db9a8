"""Costs that the table of customers states, taken off the value where a margin is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.facts import refused
from analysis.value.costs import deduct, years_if_alive
from analysis.value.facts_costs import StatedCosts

if TYPE_CHECKING:
    from analysis.btyd import PurchaseModel
    from analysis.value.clv import Horizon

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
    horizon : Horizon

    Returns
    -------
    DataFrame
        As from `costs.deduct`; without stated costs or without a margin only expected_margin and served_if_alive are
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
