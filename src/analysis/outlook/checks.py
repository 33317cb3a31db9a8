"""The forecast held against the days after calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import forecast_checks, spend_checks, value
from analysis.btyd import PurchaseModel, SpendFit

if TYPE_CHECKING:
    from analysis.run import Run


def check_tables(run: Run, model: PurchaseModel, spend: SpendFit) -> dict[str, pd.DataFrame]:
    """Return the checks on the days after calibration: histogram, by_frequency, by_silence, spend_bands."""
    customers, days = run.buyers_at(run.calibration_end), (run.observation_end - run.calibration_end).days
    observed = run.observe(run.calibration_end, run.observation_end)
    bought = observed["purchases"].reindex(customers["customer_id"]).fillna(0).to_numpy(float)
    expected = forecast_checks.expected_purchases(model, customers, days)
    return {
        "histogram": forecast_checks.frequency_histogram(model, customers),
        "by_frequency": forecast_checks.expected_by_frequency(expected, customers, bought),
        "by_silence": forecast_checks.expected_by_silence(expected, customers, bought),
        "spend_bands": spend_checks.spend_by_band(customers, value.expected_spend(spend, customers), observed),
    }
