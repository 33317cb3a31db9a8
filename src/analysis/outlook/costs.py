"""Costs that the table of customers states, taken off the value where a margin is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.value.costs import deduct, years_if_alive

if TYPE_CHECKING:
    from analysis.btyd import PurchaseModel
    from analysis.run.run import Run

STATED = ("cost_to_serve", "upfront_cost")

Numbers = dict[str, Any]


def stated_costs(run: Run, customer_id: pd.Series) -> pd.DataFrame | None:
    """Return cost_to_serve and upfront_cost of these customers, missing where not stated; None if none is."""
    accounts = run.accounts
    if accounts is None:
        return None
    stated = accounts.reindex(customer_id).reindex(columns=list(STATED)).astype(float)
    return stated if stated.notna().any(axis=None) else None


def deduct_costs(
    run: Run, scores: pd.DataFrame, customers: pd.DataFrame, model: PurchaseModel
) -> tuple[pd.DataFrame, Numbers | None]:
    """Return the scores after the costs that are stated, and how much that is; None where none is stated.

    Parameters
    ----------
    run : Run
    scores : DataFrame
        customer_id, clv (missing without a margin: then nothing is deducted).
    customers : DataFrame, same rows
        frequency, recency, T.
    model : PurchaseModel
        Of who is still a customer.

    Returns
    -------
    DataFrame
        As from `costs.deduct`; without stated costs or without a margin only expected_margin and served_if_alive are
        added.
    dict or None
        refusal, a sentence where there is no margin; customers; known, how many of them have each cost stated;
        cost_to_serve and upfront_cost, the sums deducted; model.
    """
    stated = stated_costs(run, scores["customer_id"])
    scores = scores.assign(expected_margin=scores["clv"], served_if_alive=0.0)
    if stated is None:
        return scores, None
    known = {name: int(stated[name].notna().sum()) for name in STATED}
    found: Numbers = {"refusal": None, "customers": len(scores), "known": known, "model": model.name}
    if scores["clv"].isna().all():
        return scores, found | {
            "refusal": "Costs of customers are stated but not deducted, because no margin is known: from revenue they "
            "would leave a sum that is neither. Give margin_rate, or a cost column in the sources."
        }
    years, p_alive = np.zeros(len(customers)), np.zeros(len(customers))
    served = stated["cost_to_serve"].notna().to_numpy()
    if served.any():
        p, of = run.client.parameters, customers[served]
        settings = {"horizon_days": p.horizon_days, "annual_discount_rate": p.annual_discount_rate}
        years[served] = years_if_alive(model, of, **settings)  # type: ignore[arg-type]
        history = (of[name].to_numpy(float) / unit for name, unit in (("frequency", 1), ("recency", 7), ("T", 7)))
        p_alive[served] = model.p_alive(*history)
    scores = deduct(scores, stated, p_alive, years)
    return scores, found | {name: float(scores[name].sum()) for name in STATED}
