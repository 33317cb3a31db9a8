"""Dates of the customers that are valued, and the value of their classes with its intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.btyd import PurchaseFit, PurchaseModel, SpendFit
from analysis.value import prediction, timing
from analysis.value.margins import Margins, one_rate

if TYPE_CHECKING:
    from analysis.run.run import Run

CLASSES = ("A", "B", "C", "N")

Numbers = dict[str, Any]


def count_overdue(scores: pd.DataFrame) -> Numbers:
    """Return how many customers are overdue, in all and in class A."""
    late = scores["overdue_since"].notna()
    return {"customers": int(late.sum()), "class_a": int((late & (scores["abc_class"] == "A")).sum())}


def add_dates(run: Run, scores: pd.DataFrame, customers: pd.DataFrame, model: PurchaseModel) -> pd.DataFrame:
    """Return the scores with last_purchase, next_purchase_by and overdue_since."""
    until, ahead = run.observation_end, run.client.parameters.horizon_days
    dates = {
        "last_purchase": customers["last_purchase"],
        "next_purchase_by": timing.next_purchase_by(model, customers, until, within_days=ahead),
        "overdue_since": timing.overdue_since(model, customers, until),
    }
    return scores.assign(**{name: day.to_numpy() for name, day in dates.items()})


def value_by_class(
    run: Run, fit: PurchaseFit, spend: SpendFit, customers: pd.DataFrame, scores: pd.DataFrame, margins: Margins | None
) -> tuple[pd.DataFrame, Numbers]:
    """Return value by past class with predictive intervals, and the intervals of the totals.

    Returns
    -------
    DataFrame
        abc_class, customers, value, low, high: clv, or expected revenue without a margin.
    dict
        expected_revenue_interval, clv_interval (None without a margin).

    Notes
    -----
    Costs of serving shift the intervals by what is expected of them: how long a customer stays to be served is not
    simulated.
    """
    code = scores["abc_class"].map({name: k for k, name in enumerate(CLASSES)}).to_numpy()
    used = margins or one_rate(1.0, len(customers))
    rng = np.random.default_rng(1)
    days = run.client.parameters.horizon_days
    revenue, margin = prediction.simulate_sums(fit, spend, customers, scores, days, rng, code, used)
    worth = scores["expected_revenue"] if margins is None else scores["clv"]
    if margins is not None:
        costs = (scores["expected_margin"] - worth).to_numpy(float)
        margin = margin - np.bincount(code, costs, margin.shape[1])
    rows = []
    for k, name in enumerate(CLASSES):
        inside = code == k
        if inside.any():
            band = prediction.interval_of(margin[:, k])
            rows.append((name, int(inside.sum()), float(worth[inside].sum()), band.low, band.high))
    table = pd.DataFrame(rows, columns=["abc_class", "customers", "value", "low", "high"])
    total, total_margin = (prediction.interval_of(sums.sum(axis=1)) for sums in (revenue, margin))
    clv = None if margins is None else [total_margin.low, total_margin.high]
    return table, {"expected_revenue_interval": [total.low, total.high], "clv_interval": clv}
