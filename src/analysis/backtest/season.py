"""Whether purchases have a season."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from analysis.backtest.facts import MonthIndex, Seasonality
from analysis.backtest.seasonality import full_months, mean_index, month_index
from analysis.backtest.tracking import repeats_up_to_each_day
from analysis.facts import refused
from analysis.schema import DAYS_PER_YEAR, NEEDED_MONTHS

if TYPE_CHECKING:
    from analysis.btyd import PurchaseModel
    from analysis.ledger.ledger import Ledger


def seasonality(ledger: Ledger, model: PurchaseModel, calibration_end: dt.date, horizon_days: int) -> Seasonality:
    """Return the season of repeat purchases, and the mean index of the days ahead.

    `model`: Fitted on all days.
    `calibration_end`: Months of the horizon of which the days after it hold none are named.
    """
    months = _months(ledger, model)
    season = month_index(months)
    untested = _untested(ledger, calibration_end, horizon_days)
    found = {"full_months": len(months), "needed": NEEDED_MONTHS, "untested_months": untested}
    if season is None:
        few = refused("few_months", months=len(months)) if len(months) < NEEDED_MONTHS else None
        return Seasonality(refusal=few or refused("months_without_customers"), **found)
    table = season.index.reset_index()[["month", "index", "low", "high"]]
    whole = _whole_years(horizon_days)
    return Seasonality(
        **found,
        index=[MonthIndex(**row) for row in table.to_dict("records")],
        p_value=season.p_value,
        ahead=1.0 if whole else mean_index(season, pd.Timestamp(ledger.observation_end), horizon_days),
        worth_correcting=season.worth_correcting,
    )


def _months(ledger: Ledger, model: PurchaseModel) -> pd.DataFrame:
    """Return actual and expected repeat purchases in every full month."""
    end, first = ledger.observation_end, pd.Timestamp(ledger.first)
    births = ledger.buyers(end)["first_purchase"].value_counts().sort_index()
    return full_months(
        repeats_up_to_each_day(model, births, ledger.repeats_by_day(end), first, (end - ledger.first).days)
    )


def _untested(ledger: Ledger, calibration_end: dt.date, days: int) -> list[int]:
    seen = pd.date_range(calibration_end + dt.timedelta(days=1), ledger.observation_end, freq="D").month
    ahead = pd.date_range(ledger.observation_end + dt.timedelta(days=1), periods=days, freq="D").month
    return [int(month) for month in ahead.unique() if month not in set(seen)]


def _whole_years(days: int) -> bool:
    years = max(1, round(days / DAYS_PER_YEAR))
    return abs(days - years * DAYS_PER_YEAR) < 1
