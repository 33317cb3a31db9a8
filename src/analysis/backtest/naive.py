"""Forecasts that need no model: what anyone could say of a customer by a rule of thumb."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.backtest.holdout import Forecast

HIATUS_DAYS = 56
CELLS, BASE_RATE = "RFM cells", "base rate for everyone"
RATES = {CELLS, BASE_RATE}
"""The rules that give a probability learnt from an earlier window, not a plain yes or no."""


def naive_forecasts(
    customers: pd.DataFrame, last_period: pd.Series, days: int, earlier: tuple[pd.DataFrame, pd.Series, int] | None
) -> dict[str, Forecast]:
    """Return the rules that need no model.

    Parameters
    ----------
    customers : DataFrame
        As seen at the origin: frequency, recency, T (days), purchase_amount, revenue.
    last_period : Series, same index
        Repeat purchase days in the last `days` before the origin.
    days : int
        Length of the window that is forecast.
    earlier : (customers, purchases, days), optional
        The same table at an earlier origin, what they bought after it, and in how many days: where the
        base rate and the rates of RFM cells come from, scaled to `days`.

    Notes
    -----
    A customer younger than the window has no whole last period; x / T is x over the age that there is.
    """
    x, age = customers["frequency"].to_numpy(float), customers["T"].to_numpy(float)
    pace = np.divide(x * days, age, out=np.zeros_like(x), where=age > 0)
    recent = (age - customers["recency"].to_numpy(float) <= HIATUS_DAYS).astype(float)
    amount = (customers["purchase_amount"] / (customers["frequency"] + 1)).to_numpy(float)
    same = last_period.to_numpy(float)
    forecasts = {
        "same as last period": Forecast(purchases=same, value=same * amount, money=True),
        "x / T": Forecast(purchases=pace, value=pace * amount, money=True),
        f"no purchase for {HIATUS_DAYS // 7} weeks = gone": Forecast(
            purchases=recent * pace, probability=recent, value=recent * pace * amount, money=True
        ),
        "sum of RFM scores": Forecast(value=rfm_scores(customers).sum(axis=1).to_numpy(float)),
    }
    if earlier is not None:
        forecasts |= _rates_from_earlier(customers, earlier, days)
    return forecasts


def rfm_scores(customers: pd.DataFrame, parts: int = 5) -> pd.DataFrame:
    """Return recency, frequency and monetary scores of 1 to `parts`; equal customers get equal scores.

    A score is the share of customers at or below, times `parts`, rounded up. Monetary is revenue.
    """
    measures = {
        "R": customers["recency"] - customers["T"],
        "F": customers["frequency"],
        "M": customers["revenue"],
    }
    return pd.DataFrame({k: np.ceil(v.rank(method="max", pct=True) * parts - 1e-9) for k, v in measures.items()})


def _rates_from_earlier(
    customers: pd.DataFrame, earlier: tuple[pd.DataFrame, pd.Series, int], days: int
) -> dict[str, Forecast]:
    before, bought, window = earlier
    stretch = days / window
    base = float((bought > 0).mean())
    cells = rfm_scores(before, parts=3).astype(int).agg(tuple, axis=1)
    seen = pd.DataFrame({"buyers": (bought > 0).to_numpy(float), "customers": 1.0}).groupby(cells.to_numpy()).sum()
    shrunk = (seen["buyers"] + 10 * base) / (seen["customers"] + 10)
    now = rfm_scores(customers, parts=3).astype(int).agg(tuple, axis=1)
    rate = now.map(shrunk).fillna(base).to_numpy(float)
    everyone = np.full(len(customers), base)
    return {
        CELLS: Forecast(probability=1 - (1 - rate) ** stretch, value=rate),
        BASE_RATE: Forecast(
            purchases=np.full(len(customers), float(bought.mean()) * stretch),
            probability=1 - (1 - everyone) ** stretch,
            value=everyone,
        ),
    }
