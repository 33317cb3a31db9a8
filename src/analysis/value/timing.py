"""When a customer is expected next, and since when they are overdue."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import PurchaseModel

NEXT, OVERDUE = 0.5, 0.9
FAR_DAYS = 36_500
"""Beyond a century nothing is counted, and no calendar overflows."""


def next_purchase_by(
    model: PurchaseModel, customers: pd.DataFrame, observation_end: dt.date, *, within_days: int
) -> pd.Series:
    """Return the day by which half of such customers buy again, if they stay customers.

    `customers`: frequency, T (days).
    `observation_end`: What is known is known then.
    `within_days`: A later day is left out: the model was not tested that far.
    Series of datetime, same index: Missing where the day lies beyond `within_days`.

    Purchases of who stays are Poisson with intensity ~ Gamma(r + x, alpha + T) in all three models, so the next one
    comes within (alpha + T) (2^(1 / (r + x)) - 1) with probability 1/2. Whether they stay is not in it.
    """
    days = _quantile_days(model, NEXT, customers["frequency"], customers["T"])
    day = pd.Timestamp(observation_end) + pd.to_timedelta(np.minimum(days, FAR_DAYS), unit="D")
    return pd.Series(day, index=customers.index).where(days <= within_days)


def overdue_since(model: PurchaseModel, customers: pd.DataFrame, observation_end: dt.date) -> pd.Series:
    """Return the day by which nine of ten such customers would have bought again, if it has passed.

    `customers`: frequency, recency (days), last_purchase.
    Series of datetime, same index: Missing where the day is still to come.

    As in `next_purchase_by`, but from the last purchase on, by what was known then: the 90 % point
    (alpha + t_x) (10^(1 / (r + x)) - 1) of the gap that follows it.
    """
    days = _quantile_days(model, OVERDUE, customers["frequency"], customers["recency"])
    day = customers["last_purchase"] + pd.to_timedelta(np.minimum(days, FAR_DAYS), unit="D")
    return day.where(day <= pd.Timestamp(observation_end))


def _quantile_days(
    model: PurchaseModel, probability: float, frequency: pd.Series, known_days: pd.Series
) -> NDArray[np.float64]:
    """Return whole days after which so many have bought: the first day that ends behind the quantile."""
    k, rate = model.r + frequency.to_numpy(float), model.alpha * 7 + known_days.to_numpy(float)
    exponent = np.minimum(-np.log1p(-probability) / k, 600.0)  # beyond, no float would hold it
    return np.ceil(rate * np.expm1(exponent) - 1e-9)
