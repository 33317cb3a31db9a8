"""Whether purchases have a season, and whether the forecast is corrected for it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from analysis.backtest.facts import MonthIndex, Seasonality, SeasonTest
from analysis.backtest.seasonality import Season, full_months, mean_index, month_index
from analysis.backtest.tracking import repeats_up_to_each_day
from analysis.facts import Refusal, refused
from analysis.schema import DAYS_PER_YEAR, NEEDED_MONTHS

if TYPE_CHECKING:
    from analysis.btyd import PurchaseModel
    from analysis.ledger.ledger import Ledger


def seasonality(
    ledger: Ledger, model: PurchaseModel, calibrated: PurchaseModel, calibration_end: dt.date, horizon_days: int
) -> Seasonality:
    """Return the season of repeat purchases, the mean index of the days ahead, and the factor on the forecast.

    Parameters
    ----------
    ledger : Ledger
    model, calibrated : PurchaseModel
        Fitted on all days, and on those up to `calibration_end`.
    calibration_end : date
    horizon_days : int
    """
    days = horizon_days
    months, season = _season(ledger, model, ledger.observation_end)
    untested = _untested(ledger, calibration_end, days)
    found = {"full_months": months, "needed": NEEDED_MONTHS, "untested_months": untested}
    if season is None:
        return Seasonality(refusal=_why_not(months), **found)
    table = season.index.reset_index()[["month", "index", "low", "high"]]
    ahead = 1.0 if _whole_years(days) else mean_index(season, pd.Timestamp(ledger.observation_end), days)
    known, learnt = _season(ledger, calibrated, calibration_end)
    tested, factor = None, 1.0
    if season.worth_correcting and learnt is not None and learnt.worth_correcting:
        tested = _tested(ledger, calibrated, learnt, calibration_end, days)
        factor = ahead if tested and tested.error_with < tested.error_without else 1.0
    return Seasonality(
        **found,
        index=[MonthIndex(**row) for row in table.to_dict("records")],
        p_value=season.p_value,
        ahead=ahead,
        known_months=known,
        worth_correcting=season.worth_correcting,
        factor=factor,
        tested=tested,
        dispersion=season.dispersion,
        growth=season.growth,
    )


def _tested(
    ledger: Ledger, calibrated: PurchaseModel, learnt: Season, calibration_end: dt.date, days: int
) -> SeasonTest | None:
    """Return how far the forecast of the unseen months was off with the season learnt before them, and without.

    The stretches that are compared are as long as the horizon, or all unseen months if they are fewer; None without a
    full unseen month or a purchase in them.
    """
    months = _months(ledger, calibrated, calibration_end, ledger.observation_end)
    unseen = months[months.index > pd.Timestamp(calibration_end)]
    length = min(len(unseen), max(1, round(days / DAYS_PER_YEAR * 12)))
    level = learnt.index["index"].reindex(unseen.index.month).to_numpy()
    sums = unseen.assign(seasonal=unseen["expected"] * level).rolling(max(length, 1)).sum()
    sums = sums[sums["actual"] > 0]
    if sums.empty:
        return None
    plain, seasonal = ((sums[name] / sums["actual"] - 1).abs().mean() for name in ("expected", "seasonal"))
    return SeasonTest(months=length, error_without=float(plain), error_with=float(seasonal))


def _season(ledger: Ledger, model: PurchaseModel, until: dt.date) -> tuple[int, Season | None]:
    """Return the number of full months up to a day and their season, None where there is none to identify."""
    months = _months(ledger, model, until, until)
    return len(months), month_index(months)


def _months(ledger: Ledger, model: PurchaseModel, born_until: dt.date, until: dt.date) -> pd.DataFrame:
    """Return actual and expected repeat purchases in full months up to a day, of the customers known at another."""
    births = ledger.buyers(born_until)["first_purchase"].value_counts().sort_index()
    repeats = ledger.repeats_by_day(born_until)
    seen = repeats[repeats.index <= pd.Timestamp(until)]
    days = (until - ledger.first).days
    return full_months(repeats_up_to_each_day(model, births, seen, pd.Timestamp(ledger.first), days))


def _untested(ledger: Ledger, calibration_end: dt.date, days: int) -> list[int]:
    seen = pd.date_range(calibration_end + dt.timedelta(days=1), ledger.observation_end, freq="D").month
    ahead = pd.date_range(ledger.observation_end + dt.timedelta(days=1), periods=days, freq="D").month
    return [int(month) for month in ahead.unique() if month not in set(seen)]


def _whole_years(days: int) -> bool:
    years = max(1, round(days / DAYS_PER_YEAR))
    return abs(days - years * DAYS_PER_YEAR) < 1


def _why_not(months: int) -> Refusal:
    return refused("few_months", months=months) if months < NEEDED_MONTHS else refused("months_without_customers")
