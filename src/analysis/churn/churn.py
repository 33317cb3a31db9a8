"""Who will not buy, who is slipping away, who has gone already, and what that is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.fits import p_alive
from analysis.btyd import PurchaseModel


def score_churn(
    churn_probability: NDArray[np.float64],
    lifetime_model: PurchaseModel | None,
    customers: pd.DataFrame,
    earlier: pd.DataFrame,
    worth_if_alive: pd.Series,
) -> pd.DataFrame:
    """Return what each customer's silence means.

    Parameters
    ----------
    churn_probability : array, shape (n_customers,)
        Of no purchase in the next churn window.
    lifetime_model : PurchaseModel or None
        The model behind lost and slipping value: Pareto/NBD or MBG/NBD, since BG/NBD takes every one-time buyer
        for alive. None: both are left empty.
    customers, earlier : DataFrame
        frequency, recency, T (days) at `observation_end` and one churn window before it; `customer_id`.
    worth_if_alive : Series
        clv (or expected revenue) of each customer were it certain that they still are one; same order.

    Returns
    -------
    DataFrame
        customer_id, days_since_last, churn_probability (not 1 - p_alive), p_alive, p_alive_before (one window ago; NaN
        for customers who came later), lost_value (worth if alive x (1 - p_alive): what has probably gone),
        slipping_value (worth if alive x the fall of p_alive within the window, where it fell: what went quiet lately).
    """
    table = pd.DataFrame({"customer_id": customers["customer_id"].to_numpy()})
    table["days_since_last"] = (customers["T"] - customers["recency"]).to_numpy()
    table["churn_probability"] = churn_probability
    table["p_alive"] = table["p_alive_before"] = np.nan
    if lifetime_model is not None:
        table["p_alive"] = p_alive(lifetime_model, customers)
        before = pd.Series(p_alive(lifetime_model, earlier), index=earlier["customer_id"])
        table["p_alive_before"] = table["customer_id"].map(before)
    worth = worth_if_alive.to_numpy(float)
    table["lost_value"] = worth * (1 - table["p_alive"])
    fell = (table["p_alive_before"] - table["p_alive"]).clip(lower=0)
    table["slipping_value"] = worth * (fell.fillna(0) if lifetime_model is not None else fell)
    return table
