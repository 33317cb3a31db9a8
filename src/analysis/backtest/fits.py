"""The fitted models as steps hand them on: as facts, and restored from them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import PURCHASE_MODELS, PurchaseFit, PurchaseModel, group_triples
from analysis.btyd.crosscheck import crosscheck_with_lifetimes
from analysis.btyd.facts import Crosscheck, FittedModel
from analysis.btyd.purchase_fit import parameter_names
from analysis.facts import Refusal, refused

CROSSCHECK_TRIPLES = 20_000
LIFETIME_MODELS = ("Pareto/NBD", "MBG/NBD")

Fits = Mapping[str, PurchaseFit]


def facts_of(fits: Fits, *, intervals: bool) -> dict[str, FittedModel]:
    """Return what a report prints of fits; without intervals nobody waits for them."""
    return {name: FittedModel(**fit.as_dict(intervals=intervals)) for name, fit in fits.items()}


def none_fitted(refusal: Refusal) -> dict[str, FittedModel]:
    """Return the same where the data closed the chapter before any model was fitted."""
    return {
        name: FittedModel(
            **{part: dict.fromkeys(parameter_names(name)) for part in ("parameters", "standard_errors", "intervals")},
            log_likelihood=None,
            status="not fitted",
            reasons=[refusal],
        )
        for name in PURCHASE_MODELS
    }


def restore(name: str, models: Mapping[str, FittedModel]) -> PurchaseModel:
    """Return a purchase model from its printed parameters."""
    parameters = models[name].parameters
    return PURCHASE_MODELS[name](**{key: float(value) for key, value in parameters.items() if value is not None})


def ranked(fits: Fits, ranking: list[str]) -> list[PurchaseFit]:
    """Return the fits that are trusted: those that were tested, best first, then the others, likeliest first."""
    trusted = {name: fit for name, fit in fits.items() if fit.trusted}
    untested = sorted(trusted.keys() - set(ranking), key=lambda name: -(trusted[name].log_likelihood or -np.inf))
    return [trusted[name] for name in (*ranking, *untested) if name in trusted]


def p_alive(model: PurchaseModel, customers: pd.DataFrame) -> NDArray[np.float64]:
    """Return the probability that each customer is still one; frequency, recency and T in days."""
    if customers.empty:
        return np.array([])
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    return model.p_alive(triples.frequency, triples.recency, triples.T)[triples.index]


def crosscheck(fit: PurchaseFit, customers: pd.DataFrame) -> Crosscheck:
    """Return what the lifetimes package says of the same customers: a second, independent implementation."""
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    if len(triples.frequency) > CROSSCHECK_TRIPLES:
        return Crosscheck(refusal=refused("too_many_histories", most=CROSSCHECK_TRIPLES))
    found = Crosscheck(model=fit.name, own_log_likelihood=fit.log_likelihood, **crosscheck_with_lifetimes(fit, triples))
    if found.parameters is None:
        return found
    own = {name: value for name, value in fit.parameters.items() if value}
    furthest = max((abs(found.parameters[name] / value - 1) for name, value in own.items()), default=None)
    return found.model_copy(update={"furthest": furthest})
