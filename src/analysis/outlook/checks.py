"""The forecast held against the days after calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.backtest import forecast_checks, spend_checks
from analysis.backtest.tracking import tracking
from analysis.btyd import PurchaseModel, SpendFit
from analysis.customers import repeats_by_day
from analysis.value import clv as value

if TYPE_CHECKING:
    from analysis.run.run import Run


def check_tables(run: Run, model: PurchaseModel, spend: SpendFit | None) -> dict[str, pd.DataFrame]:
    """Return the checks on the days after calibration: tracking, histogram, by_frequency, by_silence, spend_bands.

    Without spend the last is left out.
    """
    customers, days = run.buyers_at(run.calibration_end), (run.observation_end - run.calibration_end).days
    observed = run.observe(run.calibration_end, run.observation_end)
    bought = observed["purchases"].reindex(customers["customer_id"]).fillna(0).to_numpy(float)
    expected = forecast_checks.expected_purchases(model, customers, days)
    births, first = customers["first_purchase"].value_counts().sort_index(), pd.Timestamp(run.first_day)
    repeats = repeats_by_day(
        run.transactions, run.calibration_end, zero_is_purchase=run.client.parameters.zero_is_purchase
    )
    tables = {
        "tracking": tracking(model, births, repeats, first, (run.observation_end - run.first_day).days),
        "histogram": forecast_checks.frequency_histogram(model, customers),
        "by_frequency": forecast_checks.expected_by_frequency(expected, customers, bought),
        "by_silence": forecast_checks.expected_by_silence(expected, customers, bought),
    }
    if spend is not None:
        each = value.expected_spend(spend, customers)
        tables["spend_bands"] = spend_checks.spend_by_band(customers, each, observed)
    return tables
