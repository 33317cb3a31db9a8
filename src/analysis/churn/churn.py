"""Who will not buy, who is slipping away, who has gone already, and what that is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.fits import p_alive
from analysis.btyd import PurchaseModel

CALL, WIN_BACK, AT_RISK = "call", "win back", "at risk"


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
        slipping_value (worth if alive x the fall of p_alive within the window, where it fell: what went quiet lately),
        list (where to act: "call" if at least half of what is lost went within the window, else "win back" if they
        have more likely left than not, else ""; who is worth nothing is on neither).
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
    mostly_lately = table["slipping_value"] >= table["lost_value"] / 2
    at_stake = table["lost_value"] > 0
    lists = [at_stake & mostly_lately, at_stake & (table["p_alive"] < 0.5)]
    table["list"] = np.select(lists, [CALL, WIN_BACK], "")
    return table


def score_risk(churn_probability: NDArray[np.float64], recent_revenue: pd.Series) -> pd.DataFrame:
    """Return whose revenue is at risk, where no purchase model says what a customer is worth.

    Parameters
    ----------
    churn_probability : array, shape (n_customers,)
        Of no purchase in the next churn window.
    recent_revenue : Series
        Of the last year or so, net of returns; same order.

    Returns
    -------
    DataFrame
        recent_revenue, revenue_at_risk (recent revenue x churn probability; past revenue, not value), list ("at risk"
        of who brought something of late and will more likely not buy than buy, else "").

    Examples
    --------
    >>> score_risk(np.array([0.75, 0.25, 0.9]), pd.Series([100.0, 100.0, 0.0]))["list"].tolist()
    ['at risk', '', '']
    """
    recent = recent_revenue.to_numpy(float)
    listed = (recent > 0) & (churn_probability > 0.5)
    return pd.DataFrame(
        {
            "recent_revenue": recent,
            "revenue_at_risk": recent * churn_probability,
            "list": np.where(listed, AT_RISK, ""),
        }
    )
