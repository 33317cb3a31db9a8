"""Fit a purchase model by maximum likelihood, or say why not."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from analysis.btyd.betageometric import BGNBD, MBGNBD
from analysis.btyd.betageometric_likelihood import beta_geometric_objective
from analysis.btyd.fit import Fit
from analysis.btyd.flags import data_flags, forecast_flags, minimum_flags
from analysis.btyd.newton import Minimum, Objective, distinct_ends, minimise_from
from analysis.btyd.paretonbd import ParetoNBD
from analysis.btyd.paretonbd_likelihood import pareto_objective
from analysis.btyd.triples import Triples
from analysis.schema import DataError

Floats = NDArray[np.float64]
PurchaseModel = BGNBD | MBGNBD | ParetoNBD
PurchaseFit = Fit[PurchaseModel]
PURCHASE_MODELS: dict[str, type[PurchaseModel]] = {cls.name: cls for cls in (BGNBD, MBGNBD, ParetoNBD)}

STARTS = np.log([[1.0, 1.0, 1.0, 1.0], [0.3, 0.3, 0.5, 2.0]])  # with time in units of the mean T
TIMES = ("alpha", "beta")  # parameters in weeks; the others have no unit
FORECAST_WEEKS = 52.0
ROUGH_TRIPLES = 20_000


def fit_purchases(name: str, triples: Triples) -> PurchaseFit:
    """Return the maximum-likelihood fit of one purchase model.

    `name`: {"BG/NBD", "MBG/NBD", "Pareto/NBD"}.
    `triples`: Weeks.
    PurchaseFit: Data that cannot carry the model give a fit whose ``status`` says why; they never raise.
    Raises DataError if there is no model of that name.

    Newton's method on log parameters from two starts, with time scaled by the mean T so that the
    thresholds of the flags do not depend on the unit.
    """
    if name not in PURCHASE_MODELS:
        raise DataError(f"no purchase model is called {name!r}; there are {', '.join(PURCHASE_MODELS)}")
    names, known = parameter_names(name), (triples.frequency, triples.recency, triples.T)
    reasons = data_flags(triples.customers, triples.repeat_buyers, float(triples.T.max(initial=0)))
    if reasons:
        return PurchaseFit(name=name, names=names, customers=triples.customers, reasons=reasons)
    model, objective, minimum = _search(name, triples)
    reasons = minimum_flags(minimum, names, triples.customers) or forecast_flags(
        model.expected_purchases(FORECAST_WEEKS, *known)
    )
    if reasons:
        return PurchaseFit(name=name, names=names, customers=triples.customers, reasons=reasons)
    return PurchaseFit(
        name=name,
        names=names,
        customers=triples.customers,
        model=model,
        log_likelihood=float(triples.weight @ model.log_likelihood(*known)),
        likelihood=(objective, minimum),
    )


def parameter_names(name: str) -> tuple[str, ...]:
    """Return what a purchase model calls its parameters, in order."""
    return tuple(field.name for field in fields(PURCHASE_MODELS[name]))


def most_likely(name: str, triples: Triples) -> tuple[PurchaseModel, Minimum]:
    """Return the model where the search ends, and that end in log parameters with time in mean T: flagged by nobody."""
    model, _, minimum = _search(name, triples)
    return model, minimum


def _search(name: str, triples: Triples) -> tuple[PurchaseModel, Objective, Minimum]:
    mean_T = float(np.average(triples.T, weights=triples.weight))
    objective = _objective(name, triples, mean_T)
    minimum = minimise_from(_starts(name, triples, mean_T), objective)
    unit = np.array([mean_T if parameter in TIMES else 1.0 for parameter in parameter_names(name)])
    return PURCHASE_MODELS[name](*(np.exp(minimum.log_parameters) * unit).tolist()), objective, minimum


def _starts(name: str, triples: Triples, mean_T: float) -> Floats:
    """Let both starts run on every k-th triple first, where there are many: the long way costs a fraction there."""
    every = triples.T.size // ROUGH_TRIPLES
    return STARTS if every < 2 else distinct_ends(STARTS, _objective(name, triples, mean_T, every))


def _objective(name: str, triples: Triples, mean_T: float, every: int = 1) -> Objective:
    columns = triples.frequency, triples.recency / mean_T, triples.T / mean_T, triples.weight
    scaled = [column[::every] for column in columns]
    if name == ParetoNBD.name:
        return pareto_objective(*scaled)
    chances = MBGNBD.chances_at_start if name == MBGNBD.name else BGNBD.chances_at_start
    return beta_geometric_objective(*scaled, chances_at_start=chances)


def draw_models(fit: PurchaseFit, n: int, rng: np.random.Generator) -> list[PurchaseModel]:
    """Return n models with log parameters from N(estimate, covariance_log); none if not fitted.

    Their spread is the uncertainty of an expectation.
    """
    if fit.model is None or fit.covariance_log is None:
        return []
    centre = np.log(list(fit.model.parameters.values()))
    root = np.linalg.cholesky(fit.covariance_log).T
    rows = np.exp(centre + rng.standard_normal((n, centre.size)) @ root)
    return [type(fit.model)(*row) for row in rows.tolist()]
