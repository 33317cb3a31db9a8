"""The purchase models of one day: what each of them forecasts, and which to believe on who is still a customer.

Sums of money rest on the average of forecasts, in which nothing is chosen; what is said about parameters and lifetimes
needs one model, ranked at days inside the calibration window.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.backtest.holdout import Array, Forecast, Split
from analysis.backtest.past import Past
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


def rank_inside(past: Past, splits: list[Split], fits: Fits) -> tuple[pd.DataFrame, list[str]]:
    """Score every purchase model at every inner split, and rank those that are trusted at the end of calibration.

    Returns
    -------
    inner : DataFrame
        origin, days, model, brier (of "buys").
    ranking : list of str
        Best first; a model that could not be made at some inner day comes after those that could.
    """
    rows = []
    for split in splits:
        triples = past.triples_at(split.origin)
        bought = (past.outcome(split)["purchases"] > 0).to_numpy(float)
        for name, made in model_forecasts(fit_triples(triples), triples, split.days).items():
            assert made.probability is not None
            rows.append((split.origin, split.days, name, float(((made.probability - bought) ** 2).mean())))
    inner = pd.DataFrame(rows, columns=["origin", "days", "model", "brier"])
    return inner, rank([name for name, fit in fits.items() if fit.trusted], inner, fits)


def rank(names: list[str], inner: pd.DataFrame, fits: Fits) -> list[str]:
    """Return models by mean Brier score over the inner splits; ties go by likelihood."""
    mean, times = inner.groupby("model")["brier"].mean(), inner.groupby("model").size()
    return sorted(
        sorted(names),
        key=lambda name: (
            -int(times.get(name, 0)),
            float(mean.get(name, np.inf)),
            -(fits[name].log_likelihood or -np.inf),
        ),
    )
