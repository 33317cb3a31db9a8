"""The fitted models as steps hand them on: as facts, restored from them, and why none stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import PURCHASE_MODELS, PurchaseFit, PurchaseModel, group_triples
from analysis.btyd.crosscheck import crosscheck_with_lifetimes
from analysis.btyd.facts import Crosscheck, FittedModel
from analysis.facts import Refusal, refused

CROSSCHECK_TRIPLES = 20_000
LIFETIME_MODELS = ("Pareto/NBD", "MBG/NBD")

Fits = Mapping[str, PurchaseFit]


def facts_of(fits: Fits, *, intervals: bool) -> dict[str, FittedModel]:
    """Return what a report prints of fits; without intervals nobody waits for them."""
    return {name: FittedModel(**fit.as_dict(intervals=intervals)) for name, fit in fits.items()}


def none_fitted(refusal: Refusal) -> dict[str, FittedModel]:
    """Return the same where the data closed the chapter before any model was fitted."""
    names = {name: [field.name for field in fields(model)] for name, model in PURCHASE_MODELS.items()}
    return {
        name: FittedModel(
            **{part: dict.fromkeys(own) for part in ("parameters", "standard_errors", "intervals")},
            log_likelihood=None,
            status="not fitted",
            reasons=[refusal],
        )
        for name, own in names.items()
    }


def restore(name: str, models: Mapping[str, FittedModel]) -> PurchaseModel:
    """Return a purchase model from its printed parameters."""
    parameters = models[name].parameters
    return PURCHASE_MODELS[name](**{key: float(value) for key, value in parameters.items() if value is not None})


def reasons_by_model(fits: Fits) -> list[dict[str, object]]:
    """Return each reason why models are not trusted with the models it holds for."""
    groups: dict[str, dict[str, object]] = {}
    for fit in fits.values():
        for reason in fit.reasons[:1]:
            group = groups.setdefault(reason.model_dump_json(), {"reason": reason.plain(), "models": []})
            group["models"].append(fit.name)  # type: ignore[attr-defined]
    return list(groups.values())


def why_none(fits: Fits) -> Refusal:
    """Return why no model stands."""
    return refused("no_model", reasons=reasons_by_model(fits)) if fits else refused("nobody_bought")


def lifetime_of(fits: Fits, ranking: list[str]) -> PurchaseModel | None:
    """Return the best model in which a one-time buyer can be gone; None where none is trusted."""
    ranked = [fits[name].model for name in ranking if name in LIFETIME_MODELS]
    return next((model for model in ranked if model), None)


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
    found = Crosscheck(**crosscheck_with_lifetimes(fit, triples))
    if found.parameters is None:
        return found
    own = {name: value for name, value in fit.parameters.items() if value}
    furthest = max((abs(found.parameters[name] / value - 1) for name, value in own.items()), default=None)
    return found.model_copy(update={"furthest": furthest})
