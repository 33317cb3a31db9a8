"""The forecasts of who will not buy within several windows, each beside the same forecast on unseen days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.buying import DAYS, Buying, forecast_buying, forecast_windows
from analysis.backtest.candidates import probability_of_buying
from analysis.backtest.comparison import compare_with_best_naive
from analysis.backtest.fits import restore
from analysis.backtest.holdout import Array, Forecast, Split
from analysis.backtest.made import AVERAGE
from analysis.backtest.past import Past
from analysis.backtest.rules_of_thumb import rules_of_thumb
from analysis.backtest.shapes import Forecaster, RegularityAt
from analysis.btyd.facts import FittedModel
from analysis.churn.calibration import CALIBRATED, SINGLED_OUT, banded, ranking, slope, tenths
from analysis.churn.covariates import moved, moved_windows
from analysis.churn.facts import Group, Tested, TestedDays, Window

FEWEST = 20
"""Customers of whom a group is said."""


@dataclass(frozen=True, eq=False)
class Unseen:
    """A forecast of the churn window whose outcome is known, and the means to make others of the same day.

    move: of each customer's log odds, by what more is known of them; 0 where that does not help.
    """

    plain: Buying
    forecaster: Forecaster
    move: Array | float = 0.0

    @cached_property
    def made(self) -> Buying:
        """The forecast as it is used."""
        return moved(self.plain, self.move)


def unseen(past: Past, pace: RegularityAt, calibration_end: dt.date, end: dt.date, days: int) -> Unseen | None:
    """Return the tested forecast: after the end of calibration, or where too little was known by then the last days.

    None where neither can be made.
    """
    for origin in (calibration_end, end - dt.timedelta(days=days)):
        forecaster = Forecaster(past, pace)
        made, _ = forecast_buying(past, Split(origin, origin + dt.timedelta(days=days)), forecaster=forecaster)
        if made is not None:
            return Unseen(made, forecaster)
    return None


def groups_of(past: Past, found: Unseen | None) -> pd.DataFrame:
    """Return forecast and outcome by tenth of the customers; no rows where there is no test."""
    if found is None:
        return pd.DataFrame({"predicted": [], "observed": [], "customers": []})
    return tenths(found.made, _silent(past, found.made))


def by_days(past: Past, found: Unseen | None, ahead: dict[int, Buying], end: dt.date) -> dict[str, Window | None]:
    """Return who will not buy within 30, 90, 180, 365 days, and how such forecasts did; None where none is made."""
    trials = _trials(found, ahead, end)
    windows: dict[str, Window | None] = {}
    for days in DAYS:
        if days not in ahead:
            windows[str(days)] = None
            continue
        expected, low, high = ahead[days].silent()
        n = ahead[days].probability.size
        trial = trials.get(days)
        windows[str(days)] = Window(
            mean_probability=expected / n,
            expected=expected,
            expected_interval=(low, high),
            tested=None if trial is None else _tested_days(past, trial),
        )
    said = [window.mean_probability for window in windows.values() if window]
    assert all(longer <= shorter + 1e-12 for shorter, longer in zip(said, said[1:], strict=False))
    return windows


def _trials(found: Unseen | None, ahead: dict[int, Buying], end: dt.date) -> dict[int, Buying]:
    """Return the forecasts of the tested day by the window that they stand for, cut where the data end."""
    if found is None:
        return {}
    origin = found.plain.split.origin
    room = min((end - origin).days, (origin - found.forecaster.past.first).days)
    cut = {days: min(days, room) for days in ahead}
    made, _ = forecast_windows(found.forecaster, origin, sorted(set(cut.values())), found.plain)
    made = moved_windows(made, found.move, found.made)
    return {days: made[tried] for days, tried in cut.items() if tried in made}


def tested(past: Past, made: Buying, groups: pd.DataFrame, models: Mapping[str, FittedModel]) -> Tested:
    """Return forecast and outcome over all customers, by tenths and against rivals, and the tenth furthest off.

    models: fitted up to the day of the forecast.
    """
    silent = _silent(past, made)
    leaving = 1 - made.probability.to_numpy()
    expected, low, high = made.silent()
    gap = groups.loc[(groups["predicted"] - groups["observed"]).abs().idxmax()]
    found, ranked = slope(leaving, silent), ranking(leaving, silent)
    inside = int(groups["within"].sum())
    return Tested(
        predicted=expected / leaving.size,
        predicted_low=low / leaving.size,
        predicted_high=high / leaving.size,
        observed=float(silent.mean()),
        groups=len(groups),
        groups_within_band=inside,
        groups_share=inside / len(groups),
        calibrated=inside >= CALIBRATED * len(groups),
        slope=found[0] if found else None,
        slope_interval=found[1:] if found else None,
        auc=ranked[0] if ranked else None,
        singles_out=ranked is not None and ranked[0] >= SINGLED_OUT and ranked[1] > 0.5,
        brier=float(((leaving - silent) ** 2).mean()),
        brier_of_share=float(silent.mean() * (1 - silent.mean())),
        furthest_predicted=float(gap["predicted"]),
        furthest_observed=float(gap["observed"]),
        recalibrated_slope=made.counts.slope,
        recalibrated_shift=made.counts.shift,
        recalibrated_overdue=-made.counts.overdue,
        long_silent=_long_silent(made, silent),
        **_earlier(made),
        **rival(past, made, models),
    )


def _long_silent(made: Buying, silent: NDArray[np.bool_]) -> Group | None:
    """Return what was said of customers silent for over three times their own gap, and what came; None of a few."""
    late = made.signs[:, 0] > np.log(3)
    if late.sum() < FEWEST:
        return None
    return Group(**banded(made, silent, late.astype(int)).iloc[-1].to_dict())


def _earlier(made: Buying) -> dict[str, float]:
    """Return how many were forecast not to buy in the windows that taught the forecast, and how many did not."""
    if not made.seen:
        return {}
    said = np.concatenate([made.counts.probability(w.expected_purchases, w.signs) for w in made.seen])
    came = np.concatenate([w.purchases for w in made.seen]) > 0
    return {"earlier_predicted": 1 - float(said.mean()), "earlier_observed": 1 - float(came.mean())}


def rival(past: Past, made: Buying, models: Mapping[str, FittedModel]) -> dict[str, object]:
    """Return how the forecast did against the best of the models and rules that say who buys, on its unseen days."""
    split, triples = made.split, past.triples_at(made.split.origin)
    fitted = {name: restore(name, models) for name, fit in models.items() if fit.fitted}
    rivals = {name: probability_of_buying(model, triples, split.days) for name, model in fitted.items()}
    forecasts = {name: Forecast(probability=said) for name, said in rivals.items()} | rules_of_thumb(past, split)
    forecasts[AVERAGE] = Forecast(probability=made.probability.to_numpy(), naive=False)
    seen = past.outcome(split)
    bought, revenue = (seen[name].to_numpy(float) for name in ("purchases", "revenue"))
    found = compare_with_best_naive(forecasts, AVERAGE, bought, revenue, "brier")
    if found is None:
        return {}
    ends = {"rival_low": found.low, "rival_high": found.high, "rival_outcome": found.outcome}
    count = sum(one.probability is not None for one in forecasts.values()) - 1
    return {"rivals": count, "rival": found.rival, "rival_brier": found.rival_loss} | ends


def _tested_days(past: Past, made: Buying) -> TestedDays:
    silent = _silent(past, made)
    groups, leaving = tenths(made, silent), 1 - made.probability.to_numpy()
    ranked = ranking(leaving, silent)
    return TestedDays(
        days=made.split.days,
        predicted=float(leaving.mean()),
        observed=float(silent.mean()),
        groups=len(groups),
        groups_within_band=int(groups["within"].sum()),
        auc=ranked[0] if ranked else None,
    )


def _silent(past: Past, made: Buying) -> NDArray[np.bool_]:
    """Return who did not buy in the window."""
    silent: NDArray[np.bool_] = (past.outcome(made.split)["purchases"] == 0).to_numpy()
    return silent
