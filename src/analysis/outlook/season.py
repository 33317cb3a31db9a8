"""Whether purchases have a season, and whether the forecast is corrected for it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.seasonality import MONTHS_NEEDED, Season, full_months, mean_index, month_index
from analysis.tracking import repeats_up_to_each_day
from analysis.value import DAYS_PER_YEAR

if TYPE_CHECKING:
    from analysis.btyd import PurchaseModel
    from analysis.run import Run

Numbers = dict[str, Any]


def seasonality(run: Run, model: PurchaseModel, calibrated: PurchaseModel, total_error: float | None) -> Numbers:
    """Return the season of repeat purchases, the mean index of the days ahead, and the factor on the forecast.

    Parameters
    ----------
    run : Run
    model, calibrated : PurchaseModel
        Fitted on all days, and on those up to `calibration_end`.
    total_error : float or None
        Of the purchases that `calibrated` forecast for the holdout, as a signed fraction.

    Returns
    -------
    dict
        refusal, a sentence where no season can be identified; full_months in all, known_months up to
        `calibration_end`, needed for an index; index, a row per calendar month with month, index, low, high; p_value;
        dispersion, growth (see `seasonality.Season`); worth_correcting; ahead, the mean index of the horizon's days;
        factor, what the forecast is multiplied by: `ahead` where a season learnt by `calibration_end` brought the
        holdout's total nearer, else 1; tested, that season's mean index of the holdout and the error with it, None
        where it was none; untested_months, of the horizon's calendar months those of which the holdout has no day.
    """
    days = run.client.parameters.horizon_days
    months, season = _season(run, model, run.observation_end)
    found: Numbers = {"refusal": None, "full_months": months, "index": None, "p_value": None, "ahead": None}
    found |= {"known_months": None, "needed": MONTHS_NEEDED}
    found |= {"worth_correcting": False, "factor": 1.0, "tested": None, "untested_months": _untested(run, days)}
    if season is None:
        return found | {"refusal": _why_not(months)}
    table = season.index.reset_index()[["month", "index", "low", "high"]]
    ahead = 1.0 if _whole_years(days) else mean_index(season, pd.Timestamp(run.observation_end), days)
    found |= {"index": table.to_dict("records"), "p_value": season.p_value, "ahead": ahead}
    found |= {"dispersion": season.dispersion, "growth": season.growth, "worth_correcting": season.worth_correcting}
    found["known_months"], learnt = _season(run, calibrated, run.calibration_end)
    if season.worth_correcting and learnt is not None and learnt.worth_correcting and total_error is not None:
        unseen = (run.observation_end - run.calibration_end).days
        level = mean_index(learnt, pd.Timestamp(run.calibration_end), unseen)
        error = (1 + total_error) * level - 1
        found["tested"] = {"level": level, "error_without": total_error, "error_with": error}
        found["factor"] = ahead if abs(error) < abs(total_error) else 1.0
    return found


def _season(run: Run, model: PurchaseModel, until: dt.date) -> tuple[int, Season | None]:
    """Return the full months up to a day and their season, None where there is none to identify."""
    from analysis.customers import repeats_by_day

    births = run.buyers_at(until)["first_purchase"].value_counts().sort_index()
    repeats = repeats_by_day(run.transactions, until, zero_is_purchase=run.client.parameters.zero_is_purchase)
    first = pd.Timestamp(run.first_day)
    seen = repeats[repeats.index <= pd.Timestamp(until)]
    table = repeats_up_to_each_day(model, births, seen, first, (until - run.first_day).days)
    months = full_months(table)
    return len(months), month_index(months)


def _untested(run: Run, days: int) -> list[int]:
    seen = pd.date_range(run.calibration_end + dt.timedelta(days=1), run.observation_end, freq="D").month
    ahead = pd.date_range(run.observation_end + dt.timedelta(days=1), periods=days, freq="D").month
    return [int(month) for month in ahead.unique() if month not in set(seen)]


def _whole_years(days: int) -> bool:
    years = max(1, round(days / DAYS_PER_YEAR))
    return abs(days - years * DAYS_PER_YEAR) < 1


def _why_not(months: int) -> str:
    if months < MONTHS_NEEDED:
        return (
            f"Whether purchases have a season is not identified, because the data cover {months} full calendar months; "
            f"{MONTHS_NEEDED} are needed."
        )
    return (
        "Whether purchases have a season is not identified, because in some months nobody could buy again: there were "
        "no customers yet."
    )
