"""The average forecast held against the days after calibration, as tables."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from analysis.backtest import forecast_checks
from analysis.backtest.tracking import lifted, repeats_up_to_each_day, weekly

if TYPE_CHECKING:
    from analysis.btyd import PurchaseModel
    from analysis.ledger.ledger import Ledger


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
        "histogram": forecast_checks.frequency_histogram(model, customers),
        "by_frequency": forecast_checks.expected_by_frequency(expected, customers, bought),
        "by_silence": forecast_checks.expected_by_silence(expected, customers, bought),
    }
