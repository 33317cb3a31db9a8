"""Which forecast to trust: chosen inside the calibration window, scored once on the holdout.

The holdout is looked at once, for the league table; nothing is chosen by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.backtest import holdout
from analysis.backtest.candidates import Fits, fit_models, fit_triples, learned_forecasts, model_forecasts
from analysis.backtest.choice import choose_inside
from analysis.backtest.comparison import Comparison, compare_with_best_naive
from analysis.backtest.holdout import Array, Forecast, Split
from analysis.backtest.naive import RATES
from analysis.backtest.past import Past
from analysis.backtest.supervised import BOOSTER
from analysis.btyd import SpendFit
from analysis.btyd.flags import data_flags

__all__ = ["Backtest", "fit_models", "run_backtest"]

MISREAD = "BG/NBD, P(alive) read as P(buy)"


@dataclass(frozen=True)
class Backtest:
    """What the past says of the models.

    fits: per model, fitted up to `split.origin`; inner, ranking, stretch: as in `choice.Choice`; absent: where
    gradient boosting could not be trained (origin, days, reason); chosen: the predictor of "buys", any candidate, None
    if no purchase model is trusted and nothing can be learnt; without_model: the predictor to fall back on where there
    is no purchase model, None if there is none; league, comparisons: on the holdout; forecasts: one row per customer,
    of the best purchase model and of the chosen predictor.
    """

    split: Split
    fits: Fits
    spend: SpendFit
    inner: pd.DataFrame
    stretch: str
    absent: pd.DataFrame
    ranking: list[str]
    chosen: str | None
    without_model: str | None
    league: pd.DataFrame
    comparisons: list[Comparison]
    forecasts: pd.DataFrame


def run_backtest(
    past: Past,
    fit_spend_of: Callable[[pd.DataFrame], SpendFit],
    spend_of: Callable[[SpendFit, pd.DataFrame], Array],
    split: Split,
) -> Backtest:
    """Fit, choose and score.

    Parameters
    ----------
    past : Past
        What could be known on any day of the data.
    fit_spend_of, spend_of : callable
        Customers -> spend model; (spend model, customers) -> expected spend per purchase.
    split : Split
        Calibration end and observation end.
    """
    customers, triples = past.customers_at(split.origin), past.triples_at(split.origin)
    fits = fit_triples(triples)
    inner_splits = [
        s for s in holdout.inner_splits(past.first, split.origin) if s.days and len(past.customers_at(s.origin))
    ]
    choice = choose_inside(past, inner_splits, fits)
    spend = fit_spend_of(customers)
    each = spend_of(spend, customers)
    models = model_forecasts(fits, triples, split.days, each)
    best = choice.ranking[0] if choice.ranking else None
    rules = past.naive_forecasts(split)
    learned: dict[str, Forecast] = {}
    if not data_flags(triples.customers, triples.repeat_buyers, float(triples.T.max(initial=0))):
        fit, own = (fits[best], models[best]) if best else (None, None)
        learned = learned_forecasts(past, split, fit, own, [choice.stretch], each)[choice.stretch]
    without_model = choice.best({BOOSTER} if best else {BOOSTER, *(rules.keys() & RATES)}, fits) if learned else None
    chosen = choice.best({*choice.ranking, *learned}, fits) if best else without_model
    forecasts = models | learned | _misread(fits, customers) | rules

    table = past.outcome(split).assign(customer_id=customers["customer_id"])[["customer_id", "purchases", "revenue"]]
    purchases, revenue = table["purchases"].to_numpy(float), table["revenue"].to_numpy(float)
    if best:
        table["expected_purchases"], table["probability"] = models[best].purchases, models[best].probability
    if chosen:
        table["chosen_purchases"] = forecasts[chosen].purchases
        table["chosen_probability"] = forecasts[chosen].probability
    return Backtest(
        split=split,
        fits=fits,
        spend=spend,
        inner=choice.inner,
        stretch=choice.stretch,
        absent=_absent(past, [*inner_splits, split]),
        ranking=choice.ranking,
        chosen=chosen,
        without_model=without_model,
        league=holdout.league(forecasts, purchases, revenue),
        comparisons=_comparisons(forecasts, [name for name in (chosen, best) if name], purchases),
        forecasts=table,
    )


def _absent(past: Past, splits: list[Split]) -> pd.DataFrame:
    rows = [(split.origin, split.days, reason) for split in splits if (reason := past.why_not(split))]
    return pd.DataFrame(rows, columns=["origin", "days", "reason"])


def _comparisons(forecasts: Mapping[str, Forecast], picked: list[str], purchases: Array) -> list[Comparison]:
    """Compare what was chosen with the best naive rule; chosen predictor first, then the purchase model if another."""
    found = [
        compare_with_best_naive(forecasts, name, purchases, loss)
        for name in dict.fromkeys(picked)
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
