"""The purchase models of one day, and what each of them forecasts."""

from __future__ import annotations

import pandas as pd

from analysis.backtest.holdout import Array, Forecast
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
