"""Gradient boosting trained on earlier windows: a rival that learns from signs, not from a story of how people buy.

It sees what the customers table said at an earlier day and what came in the days after it (a lesson), and is asked
the same question of today's table. Nothing from after the day of the forecast is looked at, and no id is a feature.

The settings are common sense (few leaves of many customers, strong shrinkage; a longer silence never makes buying
likelier, a further purchase never less likely), and so is learning from up to three earlier windows, which also did
best at days inside the calibration windows. Counts are learnt without the purchase model's own expectation as an
exposure: that had the smaller error at such days on three of five data sets, but it hands on the model's bias, and an
average of two forecasts is worth something as far as they err independently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.backtest.holdout import Array, Forecast
from analysis.facts import Refusal, refused

BOOSTER = "gradient boosting"
ENOUGH = 30
TRAINED_ON = 50_000
SETTINGS: dict[str, Any] = {
    "learning_rate": 0.05,
    "max_iter": 100,
    "max_leaf_nodes": 4,
    "min_samples_leaf": 50,
    "l2_regularization": 10.0,
    "early_stopping": False,
    "random_state": 1,
}
STRETCHES = ("model", "time")
MODELLESS_STRETCHES = ("time", "root of time")
CERTAIN = 1 - 1e-12
DIRECTIONS = {"frequency": 1, "days_since_last": -1}


@dataclass(frozen=True)
class Lesson:
    """Customers as seen at an earlier day, and what they did in the `days` after it; one row each, same order."""

    customers: pd.DataFrame
    purchases: Array
    revenue: Array
    days: int


def features(customers: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of each customer at the day the table was made.

    Parameters
    ----------
    customers : DataFrame
        frequency, recency, T (days), monetary_value, purchase_amount, revenue.

    Returns
    -------
    DataFrame of float
        frequency, recency, T, days_since_last (days), gap (mean days between purchases, NaN of one-time buyers),
        silence (days_since_last in gaps of their own), amount (per purchase day), monetary_value, revenue,
        kept_share (revenue after returns / amount bought).

    Examples
    --------
    >>> table = pd.DataFrame({"frequency": [2], "recency": [60], "T": [100], "monetary_value": [15.0],
    ...                       "purchase_amount": [60.0], "revenue": [30.0]})
    >>> features(table)[["days_since_last", "gap", "amount", "kept_share"]].iloc[0].tolist()
    [40.0, 30.0, 20.0, 0.5]
    """
    x, recency, age = (customers[name].astype(float) for name in ("frequency", "recency", "T"))
    bought = customers["purchase_amount"].astype(float)
    gap = recency / x.where(x > 0)
    return pd.DataFrame(
        {
            "frequency": x,
            "days_since_last": age - recency,
            "T": age,
            "recency": recency,
            "gap": gap,
            "silence": (age - recency) / (gap + 1),
            "amount": bought / (x + 1),
            "monetary_value": customers["monetary_value"].astype(float),
            "revenue": customers["revenue"].astype(float),
            "kept_share": customers["revenue"] / bought.where(bought > 0),
        }
    )


def why_not(lesson: Lesson | None) -> Refusal | None:
    """Return why nothing can be learnt from an earlier window; None if it can."""
    if lesson is None:
        return refused("no_lesson")
    repeaters = int((lesson.customers["frequency"] > 0).sum())
    if repeaters < ENOUGH:
        return refused("few_bought_twice", customers=repeaters, needed=ENOUGH)
    buyers = int((lesson.purchases > 0).sum())
    silent = lesson.purchases.size - buyers
    if min(buyers, silent) < ENOUGH:
        code, few = ("few_bought", buyers) if buyers < ENOUGH else ("few_silent", silent)
        return refused(code, days=lesson.days, customers=few, needed=ENOUGH)
    return None


def boost(lesson: Lesson, customers: pd.DataFrame, *, counts: bool = True) -> Forecast:
    """Forecast the next `lesson.days` of customers from what followed on the same signs in the lesson.

    Parameters
    ----------
    lesson : Lesson
        With enough buyers and others (`why_not` is None); of more than 50,000 customers a seeded sample is used.
    customers : DataFrame
        As seen at the day of the forecast.
    counts : bool
        False: only the probability of buying is learnt, at a third of the cost.

    Returns
    -------
    Forecast
        probability: log-loss; purchases: Poisson loss; value: Poisson loss on revenue, scaled so that the lesson's
        total is kept where customers brought back more than they bought. Without revenue in the lesson there is no
        value.

    Notes
    -----
    Histogram gradient boosting of scikit-learn, on one thread: the same numbers however many cores there are.
    Log-loss and few leaves keep the probabilities calibrated; a logistic curve fitted on folds (Platt) on top left the
    Brier score at the inner days of four data sets the same, at five times the cost.
    """
    from threadpoolctl import threadpool_limits

    rows = _sample(lesson.purchases.size)
    table = features(lesson.customers).iloc[rows].dropna(axis="columns", how="all")
    seen, names = table.to_numpy(), list(table.columns)
    now = features(customers)[names].to_numpy()
    purchases, revenue = lesson.purchases[rows], lesson.revenue[rows]
    gross = np.clip(revenue, 0, None)
    number = value = None
    with threadpool_limits(limits=1):
        probability = _classifier(names).fit(seen, purchases > 0).predict_proba(now)[:, 1]
        if counts:
            number = _regressor(names).fit(seen, purchases).predict(now)
        if counts and revenue.sum() > 0:
            unit = gross.mean()  # the shrinkage must not depend on the currency
            value = _regressor(names).fit(seen, gross / unit).predict(now) * unit * (revenue.sum() / gross.sum())
    return Forecast(number, probability, value, naive=False, money=value is not None)


def stretched(
    forecast: Forecast, lesson_days: int, days: int, own: Forecast | None, short: Forecast | None, rule: str
) -> Forecast:
    """Carry a forecast of `lesson_days` over to a window of `days`.

    Parameters
    ----------
    forecast : Forecast
        Over `lesson_days`.
    own, short : Forecast or None
        A purchase model's of the same customers, over `days` and over `lesson_days`.
    rule : {"model", "time", "root of time"}
        How a probability is carried over.

    Notes
    -----
    Customers leave, so twice the time brings less than twice the purchases. How much less, the purchase model says of
    each customer: purchases and value are multiplied by its E[Y(days)] / E[Y(lesson_days)]; without a model by
    days / lesson_days. A probability becomes 1 - (1 - p)^k, with k = log P(no purchase in days) / log P(no purchase in
    lesson_days) of the model, or, by rule "time", k = days / lesson_days: as if nobody left, which makes up for what
    the model forgets. Without a model nothing says how fast customers leave; rule "root of time", by which probability,
    purchases and value grow with the square root of time, stands for that and for customers alike in their signs who
    differ all the same. Which of two rules is settled at the inner days. Nobody is expected to buy less often than they
    are likely to buy at all.
    """
    assert forecast.probability is not None
    plain = (days / lesson_days) ** (0.5 if rule == "root of time" else 1)
    longer = more = np.full(forecast.probability.size, plain)
    if own is not None and short is not None and days != lesson_days:
        longer = _ratio(_none(own), _none(short), plain) if rule == "model" else longer
        more = _ratio(own.purchases, short.purchases, plain)
    probability = 1 - (1 - forecast.probability) ** longer
    purchases = None if forecast.purchases is None else np.maximum(forecast.purchases * more, probability)
    value = None if forecast.value is None else forecast.value * more
    return Forecast(purchases, probability, value, naive=False, money=forecast.money)


def average(forecasts: Sequence[Forecast]) -> Forecast:
    """Return the plain average of forecasts; what one of them does not say, the average does not say."""

    def mean(numbers: list[Array | None]) -> Array | None:
        known = [each for each in numbers if each is not None]
        return np.mean(known, axis=0) if len(known) == len(numbers) else None

    return Forecast(
        mean([each.purchases for each in forecasts]),
        mean([each.probability for each in forecasts]),
        mean([each.value for each in forecasts]),
        naive=False,
        money=all(each.money for each in forecasts),
    )


def _ratio(above: Array | None, below: Array | None, plain: float) -> Array:
    """Return above / below; `plain` where either is missing or that is no number."""
    if above is None or below is None:
        return np.array(plain)
    sound = np.isfinite(above) & np.isfinite(below) & (above > 0) & (below > 0)
    return np.divide(above, below, out=np.full_like(above, plain), where=sound)


def _none(forecast: Forecast) -> Array | None:
    """Return minus the log of the chance of no purchase."""
    return None if forecast.probability is None else -np.log1p(-np.minimum(forecast.probability, CERTAIN))


def _sample(n: int) -> Any:
    if n <= TRAINED_ON:
        return np.arange(n)
    return np.sort(np.random.default_rng(SETTINGS["random_state"]).choice(n, TRAINED_ON, replace=False))


def _settings(names: list[str]) -> dict[str, Any]:
    return SETTINGS | {"monotonic_cst": [DIRECTIONS.get(name, 0) for name in names]}


def _classifier(names: list[str]) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(**_settings(names))


def _regressor(names: list[str]) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(loss="poisson", **_settings(names))
