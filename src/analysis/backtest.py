"""Which purchase model to trust: chosen inside the calibration window, scored once on the holdout.

The holdout is looked at once, for the league table; nothing is chosen by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

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

MISREAD = "BG/NBD, P(alive) read as P(buy)"

CustomersAt = Callable[[dt.date], pd.DataFrame]
Observe = Callable[[dt.date, dt.date], pd.DataFrame]


@dataclass(frozen=True)
class Backtest:
    """What the past says of the models.

    fits: per model, fitted up to `split.origin`; inner: Brier score of "buys" per inner split and model;
    ranking: trusted models, best first; league, comparisons: on the holdout; forecasts: one row per customer.
    """

    split: Split
    fits: dict[str, PurchaseFit]
    spend: SpendFit
    inner: pd.DataFrame
    ranking: list[str]
    league: pd.DataFrame
    comparisons: list[Comparison]
    forecasts: pd.DataFrame


def fit_models(customers: pd.DataFrame) -> dict[str, PurchaseFit]:
    """Fit every purchase model to the customers as seen at one day (frequency, recency and T in days)."""
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    return {name: fit_purchases(name, triples) for name in PURCHASE_MODELS}


def forecast(model: PurchaseModel, customers: pd.DataFrame, days: int, spend: Array) -> Forecast:
    """Return what a model expects of each customer in the next `days`; value = purchases x spend."""
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    history = (triples.frequency, triples.recency, triples.T)
    purchases = model.expected_purchases(days / 7, *history)[triples.index]
    return Forecast(purchases, probability_of_buying(model, customers, days), purchases * spend, naive=False)


def probability_of_buying(model: PurchaseModel, customers: pd.DataFrame, days: int) -> Array:
    """Return the probability that each customer buys in the next `days`."""
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    return model.probability_of_purchase(days / 7, triples.frequency, triples.recency, triples.T)[triples.index]


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
    """
    inner_splits = holdout.inner_splits(first, split.origin)
    inner = pd.DataFrame(
        [row for inner in inner_splits for row in _score_inner(inner, customers_at, observe)],
        columns=["origin", "days", "model", "brier"],
    )
    customers = customers_at(split.origin)
    fits = fit_models(customers)
    spend = fit_spend_of(customers)
    expected_spend = spend_of(spend, customers)
    ranking = _rank({name for name, fit in fits.items() if fit.trusted}, inner, fits)

    actual = _outcome(observe(split.origin, split.end), customers)
    purchases, revenue = actual["purchases"].to_numpy(float), actual["revenue"].to_numpy(float)
    forecasts = {
        name: forecast(fit.model, customers, split.days, expected_spend) for name, fit in fits.items() if fit.model
    }
    forecasts |= _misread(fits, customers)
    forecasts |= holdout.naive_forecasts(
        customers,
        _last_period(split, customers, observe),
        split.days,
        _earlier(inner_splits, split, customers_at, observe),
    )
    chosen = ranking[:1]
    compared = [
        holdout.compare_with_best_naive(forecasts, name, purchases, loss)
        for name in chosen
        for loss in ("brier", "squared error")
    ]
    table = pd.DataFrame({"customer_id": customers["customer_id"], "purchases": purchases, "revenue": revenue})
    for name in chosen:
        table["expected_purchases"] = forecasts[name].purchases
        table["probability"] = forecasts[name].probability
    return Backtest(
        split=split,
        fits=fits,
        spend=spend,
        inner=inner,
        ranking=ranking,
        league=holdout.league(forecasts, purchases, revenue),
        comparisons=[comparison for comparison in compared if comparison],
        forecasts=table,
    )


def _score_inner(split: Split, customers_at: CustomersAt, observe: Observe) -> list[dict[str, object]]:
    customers = customers_at(split.origin)
    if customers.empty or split.days < 1:
        return []
    bought = _outcome(observe(split.origin, split.end), customers)["purchases"].to_numpy() > 0
    return [
        {
            "origin": split.origin,
            "days": split.days,
            "model": name,
            "brier": float(((probability_of_buying(fit.model, customers, split.days) - bought) ** 2).mean()),
        }
        for name, fit in fit_models(customers).items()
        if fit.model
    ]


def _rank(trusted: set[str], inner: pd.DataFrame, fits: dict[str, PurchaseFit]) -> list[str]:
    """Trusted models by mean Brier over the inner splits; one that failed there comes after those that did not."""
    mean, times = inner.groupby("model")["brier"].mean(), inner.groupby("model").size()
    return sorted(
        trusted,
        key=lambda name: (
            -int(times.get(name, 0)),
            float(mean.get(name, np.inf)),
            -(fits[name].log_likelihood or -np.inf),
        ),
    )


def _outcome(observed: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    return observed.reindex(customers["customer_id"]).fillna(0).reset_index(drop=True)


def _misread(fits: dict[str, PurchaseFit], customers: pd.DataFrame) -> dict[str, Forecast]:
    """Return the common mistake, shown for what it is: P(alive) of BG/NBD is 1 for every one-time buyer."""
    fit = fits["BG/NBD"]
    if fit.model is None:
        return {}
    history = (customers["frequency"], customers["recency"] / 7, customers["T"] / 7)
    alive = fit.model.p_alive(*(column.to_numpy(float) for column in history))
    return {MISREAD: Forecast(probability=alive, naive=False)}


def _last_period(split: Split, customers: pd.DataFrame, observe: Observe) -> pd.Series:
    """Repeat purchase days in as many days before the split as are scored after it."""
    start = split.origin - dt.timedelta(days=split.days)
    seen = _outcome(observe(start, split.origin), customers)["purchases"]
    return seen - (customers["first_purchase"] > pd.Timestamp(start)).astype(int)


def _earlier(
    inner: list[Split], split: Split, customers_at: CustomersAt, observe: Observe
) -> tuple[pd.DataFrame, pd.Series, int] | None:
    """Return a window that had passed by the split, to learn rates from: of the same length where there is room."""
    same = Split(split.origin - dt.timedelta(days=split.days), split.origin)
    for candidate in (same, inner[0]):
        before = customers_at(candidate.origin)
        if len(before) >= len(customers_at(split.origin)) / 2 and candidate.days > 0:
            return before, _outcome(observe(candidate.origin, candidate.end), before)["purchases"], candidate.days
    return None
