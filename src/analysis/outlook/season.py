"""Whether purchases have a season, and whether the forecast is corrected for it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.backtest.seasonality import MONTHS_NEEDED, Season, full_months, mean_index, month_index
from analysis.backtest.tracking import repeats_up_to_each_day
from analysis.value.clv import DAYS_PER_YEAR

if TYPE_CHECKING:
    from analysis.btyd import PurchaseModel
    from analysis.run.run import Run

Numbers = dict[str, Any]


def seasonality(run: Run, model: PurchaseModel, calibrated: PurchaseModel) -> Numbers:
    """Return the season of repeat purchases, the mean index of the days ahead, and the factor on the forecast.

    Parameters
    ----------
    run : Run
    model, calibrated : PurchaseModel
        Fitted on all days, and on those up to `calibration_end`.

    Returns
    -------
    dict
        refusal, a sentence where no season can be identified; full_months in all, known_months up to
        `calibration_end`, needed for an index; index, a row per calendar month with month, index, low, high; p_value;
        dispersion, growth (see `seasonality.Season`); worth_correcting; ahead, the mean index of the horizon's days;
        factor, what the forecast is multiplied by: `ahead` where the season learnt by `calibration_end` made the
        forecast of the unseen months better, else 1; tested, that comparison, None where no season was learnt;
        untested_months, of the horizon's calendar months those of which the holdout has no day.
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
    if season.worth_correcting and learnt is not None and learnt.worth_correcting:
        found["tested"] = test = _tested(run, calibrated, learnt, days)
        found["factor"] = ahead if test and test["error_with"] < test["error_without"] else 1.0
    return found


def _tested(run: Run, calibrated: PurchaseModel, learnt: Season, days: int) -> Numbers | None:
    """Return how far the forecast of the unseen months was off with the season learnt before them, and without.

    Returns
    -------
    dict or None
        months, the length of the stretches that are compared: that of the horizon, or all unseen months if they are
        fewer; error_without, error_with, the mean absolute error of their purchases (fraction); None without a full
        unseen month or a purchase in them.
    """
    months = _months(run, calibrated, run.calibration_end, run.observation_end)
    unseen = months[months.index > pd.Timestamp(run.calibration_end)]
    length = min(len(unseen), max(1, round(days / DAYS_PER_YEAR * 12)))
    level = learnt.index["index"].reindex(unseen.index.month).to_numpy()
    sums = unseen.assign(seasonal=unseen["expected"] * level).rolling(max(length, 1)).sum()
    sums = sums[sums["actual"] > 0]
    if sums.empty:
        return None
    plain, seasonal = ((sums[name] / sums["actual"] - 1).abs().mean() for name in ("expected", "seasonal"))
    return {"months": length, "error_without": float(plain), "error_with": float(seasonal)}


def _season(run: Run, model: PurchaseModel, until: dt.date) -> tuple[int, Season | None]:
    """Return the number of full months up to a day and their season, None where there is none to identify."""
    months = _months(run, model, until, until)
    return len(months), month_index(months)


def _months(run: Run, model: PurchaseModel, born_until: dt.date, until: dt.date) -> pd.DataFrame:
    """Return actual and expected repeat purchases in full months up to a day, of the customers known at another."""
    from analysis.customers import repeats_by_day

    births = run.buyers_at(born_until)["first_purchase"].value_counts().sort_index()
    repeats = repeats_by_day(run.transactions, born_until, zero_is_purchase=run.client.parameters.zero_is_purchase)
    seen = repeats[repeats.index <= pd.Timestamp(until)]
    days = (until - run.first_day).days
    return full_months(repeats_up_to_each_day(model, births, seen, pd.Timestamp(run.first_day), days))


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
