"""The forecast of a purchase model held against the days after calibration, as tables."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from analysis.backtest import forecast_checks
from analysis.backtest.tracking import tracking

if TYPE_CHECKING:
    from analysis.btyd import PurchaseModel
    from analysis.ledger.ledger import Ledger


def check_tables(ledger: Ledger, model: PurchaseModel, calibration_end: dt.date) -> dict[str, pd.DataFrame]:
    """Return the checks on the days after calibration: tracking, histogram, by_frequency, by_silence."""
    customers, end = ledger.buyers(calibration_end), ledger.observation_end
    observed = ledger.observe(calibration_end, end)
    bought = observed["purchases"].reindex(customers["customer_id"]).fillna(0).to_numpy(float)
    expected = forecast_checks.expected_purchases(model, customers, (end - calibration_end).days)
    births, first = customers["first_purchase"].value_counts().sort_index(), pd.Timestamp(ledger.first)
    repeats = ledger.repeats_by_day(calibration_end)
    return {
        "tracking": tracking(model, births, repeats, first, (end - ledger.first).days),
        "histogram": forecast_checks.frequency_histogram(model, customers),
        "by_frequency": forecast_checks.expected_by_frequency(expected, customers, bought),
        "by_silence": forecast_checks.expected_by_silence(expected, customers, bought),
    }
