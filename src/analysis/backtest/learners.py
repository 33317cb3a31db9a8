"""Two learners of how many purchases follow on which signs, taught by earlier windows: Poisson boosting and ridge.

They are asked for shape, who buys how much more than whom; the level comes from Pareto/NBD. Nothing from after the
day of the forecast is looked at, and no id is a feature.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.holdout import Array, Split
from analysis.backtest.past import ENOUGH, Past

BOOSTING, RIDGE = "Poisson boosting", "ridge Poisson"
TRAINED_ON = 25_000  # customers of a seeded sample at most; no business of the study had more
SETTINGS: dict[str, Any] = {  # few leaves of many customers, strong shrinkage
    "learning_rate": 0.05,
    "max_iter": 100,
    "max_leaf_nodes": 4,
    "min_samples_leaf": 50,
    "l2_regularization": 10.0,
    "early_stopping": False,
    "random_state": 1,
}
BOOSTED_FROM = 10 * SETTINGS["min_samples_leaf"]  # customers in a lesson: of fewer all get nearly the same forecast
PENALTY = 0.1  # a tenth of it let one extreme customer take a third of all forecast purchases (CDNOW sample)


@dataclass(frozen=True, eq=False)
class Teaching:
    """An earlier window: signs of who was known before it, and their purchases in it."""

    signs: pd.DataFrame
    purchases: Array
    days: int


def signs(past: Past, day: dt.date, days: int) -> pd.DataFrame:
    """Return what is known on a day of each customer's pace, as logarithms of counts and of days.

    `day`: Nothing after it is used.
    `days`: Purchases in the last `days` and in the last third of them are signs of their own.
    DataFrame of float, one row per customer known that day: frequency, silence (days since the last purchase), age, gap
    (age over purchases), overdue (silence / gap), lately, just_now (purchase days).
    """
    customers = past.customers_at(day)
    x, age = customers["frequency"].to_numpy(float), customers["T"].to_numpy(float)
    silence = age - customers["recency"].to_numpy(float)
    gap = (age + 1) / (x + 1)
    ids = customers["customer_id"]
    counted = {"lately": days, "just_now": max(days // 3, 1)}
    recent = {
        name: past.observe(day - dt.timedelta(days=n), day).reindex(ids)["purchases"].fillna(0).to_numpy(float)
        for name, n in counted.items()
    }
    logs = {"frequency": x, "silence": silence, "age": age, "gap": gap, "overdue": silence / gap} | recent
    return pd.DataFrame({name: np.log1p(values) for name, values in logs.items()})


def teachings(past: Past, split: Split) -> list[Teaching]:
    """Return the earlier windows that had passed by the split and can teach: 30 repeat buyers before, 30 buyers in."""
    found = []
    for lesson in past.lessons(split):
        repeaters = int((lesson.customers["frequency"] > 0).sum())
        if min(repeaters, int((lesson.purchases > 0).sum())) >= ENOUGH:
            began = split.origin - dt.timedelta(days=lesson.days)
            found.append(Teaching(signs(past, began, lesson.days), lesson.purchases, lesson.days))
    return found


def learn(past: Past, split: Split) -> dict[str, Array]:
    """Return the purchases that each learner expects of the customers known at the split; empty if none can be taught.

    A window shorter than the split's teaches shape as well; each lesson's answer is scaled to the same mean and they
    are averaged, so the sum means nothing. Boosting is not asked of a lesson of under 500 customers: leaves of 50 tell
    few apart, and a third of a forecast that is alike for all took a quarter off the largest accounts (samples of 50 to
    150 customers of three businesses: without it the RMSE of purchases was .88 to 1.00 of that with it).
    """
    shapes: dict[str, list[Array]] = {BOOSTING: [], RIDGE: []}
    for teaching in teachings(past, split):
        # Windows of several lengths that begin on one day share their shorter lessons.
        key = split.origin, teaching.days
        if key not in past.taught:
            now = signs(past, split.origin, teaching.days)
            past.taught[key] = {RIDGE: _ridged(teaching, now)}
            if len(teaching.signs) >= BOOSTED_FROM:
                past.taught[key][BOOSTING] = _boosted(teaching, now)
        for name, expected in past.taught[key].items():
            shapes[name].append(expected / expected.mean())
    return {name: np.mean(found, axis=0) for name, found in shapes.items() if found}


@cache
def _libraries() -> Any:
    """Return the libraries whose threads are to be limited; to look for them takes as long as to teach a small shop."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _rows(n: int) -> NDArray[np.intp]:
    if n <= TRAINED_ON:
        return np.arange(n)
    return np.sort(np.random.default_rng(SETTINGS["random_state"]).choice(n, TRAINED_ON, replace=False))


def _boosted(teaching: Teaching, now: pd.DataFrame) -> Array:
    from sklearn.ensemble import HistGradientBoostingRegressor

    rows = _rows(len(teaching.signs))
    with _libraries().limit(limits=1):
        model = HistGradientBoostingRegressor(loss="poisson", **SETTINGS)
        return model.fit(teaching.signs.to_numpy()[rows], teaching.purchases[rows]).predict(now.to_numpy())


def _ridged(teaching: Teaching, now: pd.DataFrame) -> Array:
    from sklearn.linear_model import PoissonRegressor

    rows = _rows(len(teaching.signs))
    seen = teaching.signs.to_numpy()[rows]
    centre, spread = seen.mean(axis=0), np.maximum(seen.std(axis=0), 1e-9)
    model = PoissonRegressor(alpha=PENALTY, max_iter=1000)
    with _libraries().limit(limits=1):
        model.fit((seen - centre) / spread, teaching.purchases[rows])
        return model.predict(np.clip((now.to_numpy() - centre) / spread, -8, 8))
