"""Which forecast to trust: chosen inside the calibration window, scored once on the holdout.

Two choices are made at three days inside the calibration window, both by the mean Brier score of "buys": the purchase
model that feeds every sum of money, and the predictor of who buys, which may also be gradient boosting or its plain
average with that model. So is how a probability learnt on a shorter window is carried over to the longer one. The
holdout is looked at once, for the league table; nothing is chosen by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis import holdout
from analysis.btyd import (
    PURCHASE_MODELS,
    PurchaseFit,
    PurchaseModel,
    SpendFit,
    fit_purchases,
    group_triples,
)
from analysis.holdout import Array, Comparison, Forecast, Split
from analysis.supervised import BOOSTER, ENOUGH, STRETCHES, Lesson, average, boost, stretched, why_not

MISREAD = "BG/NBD, P(alive) read as P(buy)"
KEPT = (("expected_purchases", "probability"), ("chosen_purchases", "chosen_probability"))

CustomersAt = Callable[[dt.date], pd.DataFrame]
Observe = Callable[[dt.date, dt.date], pd.DataFrame]
Fits = dict[str, PurchaseFit]


@dataclass(frozen=True)
class Backtest:
    """What the past says of the models.

    fits: per model, fitted up to `split.origin`; inner: Brier score of "buys" per inner split and candidate;
    stretch: how probabilities of gradient boosting are carried over to a longer window; absent: where it could not be
    trained (origin, days, reason); ranking: trusted purchase models, best first; chosen: the predictor of "buys", any
    candidate, None if no purchase model is trusted; league, comparisons: on the holdout; forecasts: one row
    per customer, of the best purchase model and of the chosen predictor.
    """

    split: Split
    fits: Fits
    spend: SpendFit
    inner: pd.DataFrame
    stretch: str
    absent: pd.DataFrame
    ranking: list[str]
    chosen: str | None
    league: pd.DataFrame
    comparisons: list[Comparison]
    forecasts: pd.DataFrame


class Past:
    """What could be known on any day, and what came after it; every table is asked for once."""

    def __init__(self, customers_at: CustomersAt, observe: Observe, first: dt.date):
        self.first = first
        self.customers_at = cache(customers_at)
        self.lessons = cache(self._lessons)
        self.boosts = cache(self._boosts)
        self._observe = cache(observe)

    def outcome(self, split: Split) -> pd.DataFrame:
        """Return purchases and revenue in the split's window of everybody known at its origin, in their order."""
        observed = self._observe(split.origin, split.end)
        return observed.reindex(self.customers_at(split.origin)["customer_id"]).fillna(0).reset_index(drop=True)

    def last_period(self, split: Split) -> pd.Series:
        """Return repeat purchase days in as many days before the split as are scored after it."""
        start, customers = split.origin - dt.timedelta(days=split.days), self.customers_at(split.origin)
        seen = self._observe(start, split.origin).reindex(customers["customer_id"])["purchases"].fillna(0)
        return seen.reset_index(drop=True) - (customers["first_purchase"] > pd.Timestamp(start)).astype(int)

    def _lessons(self, split: Split) -> list[Lesson]:
        """Return windows that had passed by the split, to learn from, the first of the same length where there is room.

        Else what followed on 5/9 of the days there had been, and with either what followed on 6/9 and 7/9. Each must
        have begun with half of the customers, and the one of the same length with repeat buyers enough to tell
        customers apart.
        """
        enough = max(len(self.customers_at(split.origin)) / 2, 1)
        same = Split(split.origin - dt.timedelta(days=split.days), split.origin)
        windows = [w for w in holdout.inner_splits(self.first, split.origin) if w.days > 0]
        if (self.customers_at(same.origin)["frequency"] > 0).sum() >= ENOUGH:
            windows = [same, *(w for w in windows if w.origin > same.origin)]
        return [self._lesson(w) for w in windows if len(self.customers_at(w.origin)) >= enough]

    def _lesson(self, window: Split) -> Lesson:
        seen = self.outcome(window)
        purchases, revenue = seen["purchases"].to_numpy(float), seen["revenue"].to_numpy(float)
        return Lesson(self.customers_at(window.origin), purchases, revenue, window.days)

    def _boosts(self, split: Split, *, counts: bool) -> list[tuple[int, Forecast]]:
        """Return what each lesson that teaches something says of the customers known at the split, and its days."""
        customers = self.customers_at(split.origin)
        return [(x.days, boost(x, customers, counts=counts)) for x in self.lessons(split) if why_not(x) is None]


def fit_models(customers: pd.DataFrame) -> Fits:
    """Fit every purchase model to the customers as seen at one day (frequency, recency and T in days)."""
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    return {name: fit_purchases(name, triples) for name in PURCHASE_MODELS}


def forecast(model: PurchaseModel, customers: pd.DataFrame, days: int, spend: Array) -> Forecast:
    """Return what a model expects of each customer in the next `days`; value = purchases x spend."""
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    history = (triples.frequency, triples.recency, triples.T)
    purchases = model.expected_purchases(days / 7, *history)[triples.index]
    probability = probability_of_buying(model, customers, days)
    return Forecast(purchases, probability, purchases * spend, naive=False, money=True)


def probability_of_buying(model: PurchaseModel, customers: pd.DataFrame, days: int) -> Array:
    """Return the probability that each customer buys in the next `days`."""
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    return model.probability_of_purchase(days / 7, triples.frequency, triples.recency, triples.T)[triples.index]


def average_name(model: str) -> str:
    """Return how the league calls the average of a purchase model and gradient boosting."""
    return f"average of {model} and {BOOSTER}"


def run_backtest(
    customers_at: CustomersAt,
    observe: Observe,
    fit_spend_of: Callable[[pd.DataFrame], SpendFit],
    spend_of: Callable[[SpendFit, pd.DataFrame], Array],
    first: dt.date,
    split: Split,
) -> Backtest:
    """Fit, choose and score.

    Parameters
    ----------
    customers_at : callable
        Day -> customers with a purchase by then, as seen that day.
    observe : callable
        (after, until) -> purchases and revenue per customer_id in those days.
    fit_spend_of, spend_of : callable
        Customers -> spend model; (spend model, customers) -> expected spend per purchase.
    first : date
        First day in the data.
    split : Split
        Calibration end and observation end.

    Notes
    -----
    The purchase models are ranked first, so that gradient boosting is averaged with one and the same model at every
    day. A candidate that could not be made at some inner day ranks behind those that could.
    """
    past = Past(customers_at, observe, first)
    customers = past.customers_at(split.origin)
    fits = fit_models(customers)
    inner_splits = [s for s in holdout.inner_splits(first, split.origin) if s.days and len(past.customers_at(s.origin))]
    inner, ranking, stretch = _score_inside(past, inner_splits, fits)
    spend = fit_spend_of(customers)
    forecasts = _model_forecasts(fits, customers, split.days, spend_of(spend, customers))
    if ranking:
        forecasts |= _learned_forecasts(past, split, fits[ranking[0]], forecasts[ranking[0]], stretch, counts=True)
    chosen = next(iter(_rank({*ranking, *(forecasts.keys() - fits.keys())}, inner, fits)), None)
    forecasts |= _misread(fits, customers) | _naive_forecasts(past, split)

    table = past.outcome(split).assign(customer_id=customers["customer_id"])[["customer_id", "purchases", "revenue"]]
    purchases, revenue = table["purchases"].to_numpy(float), table["revenue"].to_numpy(float)
    picked = [*ranking[:1], chosen] if chosen else []
    for name, columns in zip(picked, KEPT, strict=False):
        table[columns[0]], table[columns[1]] = forecasts[name].purchases, forecasts[name].probability
    return Backtest(
        split=split,
        fits=fits,
        spend=spend,
        inner=inner,
        stretch=stretch,
        absent=_absent(past, [*inner_splits, split]),
        ranking=ranking,
        chosen=chosen,
        league=holdout.league(forecasts, purchases, revenue),
        comparisons=_comparisons(forecasts, picked, purchases),
        forecasts=table,
    )


def _score_inside(past: Past, splits: list[Split], fits: Fits) -> tuple[pd.DataFrame, list[str], str]:
    """Score every candidate at every inner split.

    Returns
    -------
    DataFrame, list, str
        Brier scores; the trusted purchase models, best first; how probabilities are stretched, which is the rule with
        the lower mean Brier score of gradient boosting and its average ("model" where both are the same).
    """
    rows: list[dict[str, object]] = []
    made = []
    for split in splits:
        customers = past.customers_at(split.origin)
        fitted = fit_models(customers)
        own = _model_forecasts(fitted, customers, split.days, np.ones(len(customers)))
        made.append((split, fitted, own))
        rows += _briers(past, split, own)
    ranking = _rank({name for name, fit in fits.items() if fit.trusted}, _inner(rows), fits)
    if not ranking:
        return _inner(rows), ranking, STRETCHES[0]
    best = ranking[0]
    learned = {
        rule: _inner(
            [
                row
                for split, fitted, own in made
                for row in _briers(past, split, _learned_forecasts(past, split, fitted[best], own.get(best), rule))
            ]
        )
        for rule in STRETCHES
    }
    stretch = min(STRETCHES, key=lambda rule: learned[rule].groupby("model")["brier"].mean().min())
    return pd.concat([_inner(rows), learned[stretch]], ignore_index=True), ranking, stretch


def _model_forecasts(fits: Fits, customers: pd.DataFrame, days: int, spend: Array) -> dict[str, Forecast]:
    return {name: forecast(fit.model, customers, days, spend) for name, fit in fits.items() if fit.model}


def _learned_forecasts(
    past: Past, split: Split, fit: PurchaseFit, own: Forecast | None, stretch: str, *, counts: bool = False
) -> dict[str, Forecast]:
    """Return gradient boosting and its average with the best purchase model; nothing where nothing can be learnt."""
    customers = past.customers_at(split.origin)
    boosted = [
        stretched(raw, days, split.days, customers, fit.model, stretch)
        for days, raw in past.boosts(split, counts=counts)
    ]
    if not boosted:
        return {}
    learned = average(boosted)
    return {BOOSTER: learned} | ({average_name(fit.name): average([own, learned])} if own else {})


def _briers(past: Past, split: Split, forecasts: Mapping[str, Forecast]) -> list[dict[str, object]]:
    bought = (past.outcome(split)["purchases"] > 0).to_numpy(float)
    return [
        {"origin": split.origin, "days": split.days, "model": name, "brier": float(((p - bought) ** 2).mean())}
        for name, made in forecasts.items()
        if (p := made.probability) is not None
    ]


def _inner(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["origin", "days", "model", "brier"])


def _absent(past: Past, splits: list[Split]) -> pd.DataFrame:
    rows = []
    for split in splits:
        reasons = [why_not(lesson) for lesson in past.lessons(split)] or [why_not(None)]
        if all(reasons):
            rows.append((split.origin, split.days, reasons[0]))
    return pd.DataFrame(rows, columns=["origin", "days", "reason"])


def _rank(names: set[str], inner: pd.DataFrame, fits: Fits) -> list[str]:
    """Candidates by mean Brier over the inner splits; one that failed there comes after those that did not."""
    mean, times = inner.groupby("model")["brier"].mean(), inner.groupby("model").size()

    def likelihood(name: str) -> float:
        return (fits[name].log_likelihood if name in fits else None) or -np.inf

    return sorted(
        sorted(names),
        key=lambda name: (-int(times.get(name, 0)), float(mean.get(name, np.inf)), -likelihood(name)),
    )


def _comparisons(forecasts: Mapping[str, Forecast], picked: list[str], purchases: Array) -> list[Comparison]:
    """Compare what was chosen with the best naive rule; chosen predictor first, then the purchase model if another."""
    found = [
        holdout.compare_with_best_naive(forecasts, name, purchases, loss)
        for name in dict.fromkeys(reversed(picked))
        for loss in ("brier", "squared error")
    ]
    return [comparison for comparison in found if comparison]


def _misread(fits: Fits, customers: pd.DataFrame) -> dict[str, Forecast]:
    """Return the common mistake, shown for what it is: P(alive) of BG/NBD is 1 for every one-time buyer."""
    fit = fits["BG/NBD"]
    if fit.model is None:
        return {}
    history = (customers["frequency"], customers["recency"] / 7, customers["T"] / 7)
    alive = fit.model.p_alive(*(column.to_numpy(float) for column in history))
    return {MISREAD: Forecast(probability=alive, naive=False)}


def _naive_forecasts(past: Past, split: Split) -> dict[str, Forecast]:
    lesson = next(iter(past.lessons(split)), None)
    earlier = (lesson.customers, pd.Series(lesson.purchases), lesson.days) if lesson else None
    return holdout.naive_forecasts(past.customers_at(split.origin), past.last_period(split), split.days, earlier)
