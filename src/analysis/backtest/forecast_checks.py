"""Checks of the purchase forecast: who bought how often, expected and actual, before and after calibration."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.holdout import Array
from analysis.backtest.tracking import lifted, repeats_up_to_each_day, weekly
from analysis.btyd import PurchaseModel, group_triples

if TYPE_CHECKING:
    from analysis.ledger.ledger import Ledger

MOST = 7
SILENCE_GROUPS = 8


def check_tables(
    ledger: Ledger, model: PurchaseModel, forecasts: pd.DataFrame, calibration_end: dt.date
) -> dict[str, pd.DataFrame]:
    """Return the checks on the days after calibration: tracking, histogram, by_frequency, by_silence.

    `model`: Whose total the level of the forecast is; it gives the curve, which is lifted to the forecast's total.
    `forecasts`: customer_id, expected_purchases, purchases: what each was to buy on those days, and bought.
    """
    customers, end = ledger.buyers(calibration_end), ledger.observation_end
    made = forecasts.set_index("customer_id").reindex(customers["customer_id"])
    expected, bought = (made[name].to_numpy(float) for name in ("expected_purchases", "purchases"))
    births, first = customers["first_purchase"].value_counts().sort_index(), pd.Timestamp(ledger.first)
    repeats, days = ledger.repeats_by_day(calibration_end), (end - ledger.first).days
    daily = repeats_up_to_each_day(model, births, repeats, first, days)
    return {
        "tracking": weekly(lifted(daily, pd.Timestamp(calibration_end), float(expected.sum()))),
        "histogram": frequency_histogram(model, customers),
        "by_frequency": expected_by_frequency(expected, customers, bought),
        "by_silence": expected_by_silence(expected, customers, bought),
    }


def frequency_histogram(model: PurchaseModel, customers: pd.DataFrame, *, most: int = MOST) -> pd.DataFrame:
    """Return how many customers made 0, 1, … repeat purchases, and how many the model expects to have.

    `model`: Fitted on these customers.
    `customers`: frequency, T (days).
    `most`: The last row holds this many and more.
    DataFrame: purchases, label, actual, expected (customers); both columns sum to the customers.
    """
    ages, people = np.unique(customers["T"].to_numpy(float), return_counts=True)
    counts = np.arange(most)
    below = model.probability_of_count_new(counts[:, None], ages / 7) @ people
    actual = np.bincount(np.minimum(customers["frequency"].to_numpy(int), most), minlength=most + 1)
    return pd.DataFrame(
        {
            "purchases": np.arange(most + 1),
            "label": [str(n) for n in counts] + [f"{most}+"],
            "actual": actual,
            "expected": np.append(below, people.sum() - below.sum()),
        }
    )


def expected_by_frequency(
    expected: Array, customers: pd.DataFrame, purchases: Array, *, most: int = MOST
) -> pd.DataFrame:
    """Return mean purchases on unseen days, expected and actual, by repeat purchases until then.

    `expected`: Purchases that the model expects of each customer on those days.
    `customers`: frequency, as seen when the forecast was made; same order.
    `purchases`: What each then bought.
    DataFrame: label, customers, expected, actual, actual_low, actual_high (95 % interval of the mean): groups that
    occur.
    """
    group = np.minimum(customers["frequency"].to_numpy(int), most)
    return _compared(group, [str(n) if n < most else f"{most}+" for n in range(most + 1)], expected, purchases)


def expected_by_silence(
    expected: Array, customers: pd.DataFrame, purchases: Array, *, groups: int = SILENCE_GROUPS
) -> pd.DataFrame:
    """Return the same by weeks since the last purchase, in groups of about as many customers each.

    `customers`: recency, T (days).
    DataFrame: As `expected_by_frequency`; label "4-9" stands for weeks 4 to 9, both counted.
    """
    weeks = ((customers["T"] - customers["recency"]) // 7).to_numpy(int)
    edges = np.unique(np.quantile(weeks, np.linspace(0, 1, groups + 1)[1:], method="inverted_cdf"))
    group = np.searchsorted(edges, weeks)
    lows = np.append(weeks.min(), edges[:-1] + 1)
    labels = [f"{low}" if low == high else f"{low}–{high}" for low, high in zip(lows, edges, strict=True)]
    return _compared(group, labels, expected, purchases)


def expected_purchases(model: PurchaseModel, customers: pd.DataFrame, days: int) -> Array:
    """Return what a model expects each customer to buy in the next `days` (frequency, recency, T in days)."""
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    return model.expected_purchases(days / 7, triples.frequency, triples.recency, triples.T)[triples.index]


def _compared(group: NDArray[np.int64], labels: list[str], expected: Array, purchases: Array) -> pd.DataFrame:
    table = pd.DataFrame({"expected": expected, "actual": purchases}).groupby(group)
    out = table.mean()
    out.insert(0, "customers", table.size())
    half = 1.959964 * table["actual"].std().fillna(0) / np.sqrt(out["customers"])
    out["actual_low"], out["actual_high"] = (out["actual"] - half).clip(lower=0), out["actual"] + half
    out.insert(0, "label", [labels[k] for k in out.index])
    return out.reset_index(drop=True)
