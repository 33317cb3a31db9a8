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

from analysis.btyd import PurchaseModel, group_triples
from analysis.holdout import Array, Forecast

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


def why_not(lesson: Lesson | None) -> str | None:
    """Return why nothing can be learnt from an earlier window; None if it can."""
    if lesson is None:
        return "no earlier window saw at least half of the customers"
    repeaters = int((lesson.customers["frequency"] > 0).sum())
    if repeaters < ENOUGH:
        return f"before the earlier window only {repeaters} customers had bought twice, and {ENOUGH} are needed"
    buyers = int((lesson.purchases > 0).sum())
    silent = lesson.purchases.size - buyers
    if min(buyers, silent) < ENOUGH:
        few = f"{buyers} customers bought" if buyers < ENOUGH else f"{silent} customers did not buy"
        return f"in the {lesson.days} days of the earlier window only {few}, and {ENOUGH} are needed"
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
    table, now = features(lesson.customers).iloc[rows], features(customers).to_numpy()
    seen, names = table.to_numpy(), list(table.columns)
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
    forecast: Forecast, lesson_days: int, days: int, customers: pd.DataFrame, model: PurchaseModel | None, rule: str
) -> Forecast:
    """Carry a forecast of `lesson_days` over to a window of `days`.

    Parameters
    ----------
    forecast : Forecast
        Of the same customers, over `lesson_days`.
    model : PurchaseModel or None
        Fitted up to the day of the forecast.
    rule : {"model", "time"}
        How a probability is carried over.

    Notes
    -----
    Customers leave, so twice the time brings less than twice the purchases. How much less, the purchase model says of
    each customer: purchases and value are multiplied by its E[Y(days)] / E[Y(lesson_days)]; without a model by
    days / lesson_days. A probability becomes 1 - (1 - p)^k, with k = log P(no purchase in days) / log P(no purchase in
    lesson_days) of the model, or, by rule "time", k = days / lesson_days: as if nobody left, which makes up for what
    the model forgets. Which of the two is settled at the inner days. Nobody is expected to buy less often than they
    are likely to buy at all.
    """
    assert forecast.probability is not None
    more, longer = _ratios(model, lesson_days, days, customers)
    if rule == "time":
        longer = np.full(len(customers), days / lesson_days)
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


def _ratios(model: PurchaseModel | None, before: int, after: int, customers: pd.DataFrame) -> tuple[Array, Array]:
    """Return by what purchases, and the log of the chance of none, grow from one window to the other."""
    plain = np.full(len(customers), after / before)
    if model is None or before == after:
        return plain, plain
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    history = (triples.frequency, triples.recency, triples.T)

    def ratio(above: Array, below: Array) -> Array:
        sound = np.isfinite(above) & np.isfinite(below) & (above > 0) & (below > 0)
        return np.divide(above, below, out=np.full_like(above, after / before), where=sound)[triples.index]

    expected = [model.expected_purchases(days / 7, *history) for days in (after, before)]
    chances = [model.probability_of_purchase(days / 7, *history) for days in (after, before)]
    none = [-np.log1p(-np.minimum(chance, CERTAIN)) for chance in chances]
    return ratio(expected[0], expected[1]), ratio(none[0], none[1])


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
