"""Rules of thumb in their fairest form, as rivals of every forecast."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.backtest.holdout import Forecast, Split
from analysis.backtest.past import Past

YEAR = dt.timedelta(days=365)
HIATUS_DAYS = 56


def rules_of_thumb(past: Past, split: Split) -> dict[str, Forecast]:
    """Return what rules that need no model say of the days after the split: purchases and money per customer.

    "same as last period" and "same period last year" count every purchase day, the first one too, and their money is
    what came in then; where many are new, the same period without first purchases is the harder rival. The sum of
    scores only ranks; the others multiply purchases by the customer's own mean. Last year's period needs data of all
    of it, last period's likewise. "RFM cells" and the base rate are means of an earlier window, carried over by time.
    """
    customers = past.customers_at(split.origin)
    x, age = customers["frequency"].to_numpy(float), customers["T"].to_numpy(float)
    amount = np.maximum((customers["revenue"] / (customers["frequency"] + 1)).to_numpy(float), 0.0)
    pace = np.divide(x * split.days, age, out=np.zeros_like(x), where=age > 0)
    recent = (age - customers["recency"].to_numpy(float) <= HIATUS_DAYS).astype(float)
    found = {
        "x / T": Forecast(purchases=pace, value=pace * amount, money=True),
        f"no purchase for {HIATUS_DAYS // 7} weeks = gone": Forecast(
            purchases=recent * pace, probability=recent, value=recent * pace * amount, money=True
        ),
        "sum of RFM scores": Forecast(value=rfm_scores(customers).sum(axis=1).to_numpy(float)),
    }
    windows = {
        "same as last period": Split(split.origin - dt.timedelta(days=split.days), split.origin),
        "same period last year": Split(split.origin - YEAR, split.end - YEAR),
    }
    for name, window in windows.items():
        if window.origin >= past.first - dt.timedelta(days=1) and window.end <= split.origin:
            seen = past.observe(window.origin, window.end).reindex(customers["customer_id"]).fillna(0)
            bought, revenue = seen["purchases"].to_numpy(float), seen["revenue"].to_numpy(float)
            found[name] = Forecast(purchases=bought, value=revenue, money=True)
            if window.end == split.origin:
                again = bought - (customers["first_purchase"] > pd.Timestamp(window.origin)).to_numpy(float)
                found["repeat purchases of last period"] = Forecast(purchases=again, value=again * amount, money=True)
    return found | _rates(past, split, customers)


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


def _cell(customers: pd.DataFrame) -> pd.Series:
    """Return the number of each customer's cell, from scores of 1 to 3 for recency, frequency and money."""
    return rfm_scores(customers, parts=3).astype(int) @ np.array([16, 4, 1])


def _rates(past: Past, split: Split, customers: pd.DataFrame) -> dict[str, Forecast]:
    lesson = next(iter(past.lessons(split)), None)
    if lesson is None:
        return {}
    stretch = split.days / lesson.days
    cells, now = (_cell(table) for table in (lesson.customers, customers))
    seen = pd.DataFrame({"purchases": lesson.purchases, "revenue": lesson.revenue, "bought": lesson.purchases > 0})
    rates = seen.astype(float).groupby(cells.to_numpy()).mean()
    base = seen.astype(float).mean()
    said = {
        "RFM cells": now.to_frame("cell").join(rates, on="cell")[list(seen)].fillna(base),
        "base rate for everyone": pd.DataFrame(base.to_dict(), index=customers.index),
    }
    return {
        name: Forecast(
            purchases=table["purchases"].to_numpy(float) * stretch,
            probability=1 - (1 - table["bought"].to_numpy(float)) ** stretch,
            value=table["revenue"].to_numpy(float) * stretch,
            money=True,
        )
        for name, table in said.items()
    }
