"""The forecasts that compete at one day: purchase models, gradient boosting, their average, and the naive rules."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analysis.backtest.holdout import Array, Forecast, Split
from analysis.backtest.past import Past
from analysis.backtest.supervised import BOOSTER, average, stretched
from analysis.btyd import PURCHASE_MODELS, PurchaseFit, PurchaseModel, Triples, fit_purchases, group_triples

Fits = dict[str, PurchaseFit]


def fit_models(customers: pd.DataFrame) -> Fits:
    """Fit every purchase model to the customers as seen at one day (frequency, recency and T in days)."""
    return fit_triples(group_triples(customers["frequency"], customers["recency"], customers["T"]))


def fit_triples(triples: Triples) -> Fits:
    """Fit every purchase model to customers who are grouped already."""
    return {name: fit_purchases(name, triples) for name in PURCHASE_MODELS}


def forecast(model: PurchaseModel, triples: Triples, days: int, spend: Array | None = None) -> Forecast:
    """Return what a model expects of each customer in the next `days`.

    Parameters
    ----------
    spend : array, shape (n_customers,), optional
        Money per purchase; value = purchases x spend. Without it only the probability of buying is forecast.
    """
    probability = probability_of_buying(model, triples, days)
    if spend is None:
        return Forecast(probability=probability, naive=False)
    purchases = model.expected_purchases(days / 7, triples.frequency, triples.recency, triples.T)[triples.index]
    return Forecast(purchases, probability, purchases * spend, naive=False, money=True)


def probability_of_buying(model: PurchaseModel, triples: Triples, days: int) -> Array:
    """Return the probability that each customer buys in the next `days`."""
    return model.probability_of_purchase(days / 7, triples.frequency, triples.recency, triples.T)[triples.index]


def model_forecasts(fits: Fits, triples: Triples, days: int, spend: Array | None = None) -> dict[str, Forecast]:
    """Return what every fitted purchase model expects."""
    return {name: forecast(fit.model, triples, days, spend) for name, fit in fits.items() if fit.model}


def average_name(model: str) -> str:
    """Return how the league calls the average of a purchase model and gradient boosting."""
    return f"average of {model} and {BOOSTER}"


def learned_forecasts(
    past: Past,
    split: Split,
    fit: PurchaseFit | None,
    own: Forecast | None,
    rules: Collection[str],
    spend: Array | None = None,
) -> dict[str, dict[str, Forecast]]:
    """Return gradient boosting and its average with the best purchase model, by how probabilities are stretched.

    Parameters
    ----------
    fit, own : PurchaseFit and its Forecast of the same window, or None
        The best purchase model. Without it there is no average, and only the longest lesson is learnt from: nothing
        says how customers leave, so as little as possible is stretched.
    spend : array, optional
        As in `forecast`; without it only the probability of buying is learnt.

    Returns
    -------
    dict
        Rule -> name -> forecast; nothing by name where nothing can be learnt.
    """
    boosted = past.boosts(split, counts=spend is not None, longest=fit is None)
    if not boosted:
        return {rule: {} for rule in rules}
    triples = past.triples_at(split.origin)
    shorter = [
        None if own is None or fit is None or fit.model is None else forecast(fit.model, triples, days, spend)
        for days, _ in boosted
    ]
    found = {}
    for rule in rules:
        each = [
            stretched(raw, days, split.days, own, short, rule)
            for (days, raw), short in zip(boosted, shorter, strict=True)
        ]
        learned = average(each)
        found[rule] = {BOOSTER: learned}
        if own is not None and fit is not None:
            found[rule][average_name(fit.name)] = average([own, learned])
    return found


def without_model(past: Past, split: Split, name: str, stretch: str) -> Array | None:
    """Return the probability of buying by a predictor that needs no purchase model; None where it says nothing."""
    if name == BOOSTER:
        made = learned_forecasts(past, split, None, None, [stretch])[stretch]
    else:
        made = past.naive_forecasts(split)
    return made[name].probability if name in made else None
