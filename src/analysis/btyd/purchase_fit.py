"""Fit a purchase model by maximum likelihood, or say why not."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from analysis.btyd.betageometric import BGNBD, MBGNBD
from analysis.btyd.betageometric_likelihood import beta_geometric_objective
from analysis.btyd.dominance import dominance_warning
from analysis.btyd.fit import Fit, natural_scale
from analysis.btyd.flags import Reasons, data_flags, forecast_flags, minimum_flags, size_warning, status
from analysis.btyd.newton import Minimum, Objective, distinct_ends, minimise_from
from analysis.btyd.paretonbd import ParetoNBD
from analysis.btyd.paretonbd_likelihood import pareto_objective
from analysis.btyd.triples import Triples
from analysis.schema import DataError

Floats = NDArray[np.float64]
PurchaseModel = BGNBD | MBGNBD | ParetoNBD
PURCHASE_MODELS: dict[str, type[PurchaseModel]] = {cls.name: cls for cls in (BGNBD, MBGNBD, ParetoNBD)}

STARTS = np.log([[1.0, 1.0, 1.0, 1.0], [0.3, 0.3, 0.5, 2.0]])  # with time in units of the mean T
TIMES = ("alpha", "beta")  # parameters in weeks; the others have no unit
FORECAST_WEEKS = 52.0
ROUGH_TRIPLES = 20_000


@dataclass(frozen=True, eq=False, kw_only=True)
class PurchaseFit(Fit[PurchaseModel]):
    """A fitted purchase model, or the reasons why there is none.

    Attributes
    ----------
    repeat_buyers : int
        Of the customers, those who bought again.
    """

    repeat_buyers: int


def fit_purchases(name: str, triples: Triples) -> PurchaseFit:
    """Return the maximum-likelihood fit of one purchase model.

    Parameters
    ----------
    name : {"BG/NBD", "MBG/NBD", "Pareto/NBD"}
    triples : Triples
        Weeks.

    Returns
    -------
    PurchaseFit
        Data that cannot carry the model give a fit whose ``status`` says why; they never raise.

    Raises
    ------
    DataError
        If there is no model of that name.

    Notes
    -----
    Newton's method on log parameters from two starts, with time scaled by the mean T so that the
    thresholds of the flags do not depend on the unit.
    """
    if name not in PURCHASE_MODELS:
        raise DataError(f"no purchase model is called {name!r}; there are {', '.join(PURCHASE_MODELS)}")
    reasons = data_flags(triples.customers, triples.repeat_buyers, float(triples.T.max(initial=0)))
    if reasons:
        return _fit(name, triples, reasons)
    model, objective, minimum = _search(name, triples)
    dominance = dominance_warning(triples)
    reasons = minimum_flags(minimum, _parameter_names(name), triples.customers) or _forecast_flags(model, triples)
    if reasons:
        return _fit(name, triples, reasons, dominance)
    return _fit(name, triples, (), dominance + size_warning(triples.customers), model, (objective, minimum))


def most_likely(name: str, triples: Triples) -> tuple[PurchaseModel, Minimum]:
    """Return the model where the search ends, and that end in log parameters with time in mean T: flagged by nobody."""
    model, _, minimum = _search(name, triples)
    return model, minimum


def _search(name: str, triples: Triples) -> tuple[PurchaseModel, Objective, Minimum]:
    mean_T = float(np.average(triples.T, weights=triples.weight))
    objective = _objective(name, triples, mean_T)
    minimum = minimise_from(_starts(name, triples, mean_T), objective)
    unit = np.array([mean_T if parameter in TIMES else 1.0 for parameter in _parameter_names(name)])
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


def _forecast_flags(model: PurchaseModel, triples: Triples) -> Reasons:
    return forecast_flags(model.expected_purchases(FORECAST_WEEKS, triples.frequency, triples.recency, triples.T))


def _fit(
    name: str,
    triples: Triples,
    reasons: Reasons,
    warnings: Reasons = (),
    model: PurchaseModel | None = None,
    likelihood: tuple[Objective, Minimum] | None = None,
) -> PurchaseFit:
    covariance = None if likelihood is None else np.linalg.inv(likelihood[1].hessian) / triples.customers
    parameters, errors = natural_scale(model, covariance, _parameter_names(name))
    log_likelihood = None
    if model is not None:
        log_likelihood = float(triples.weight @ model.log_likelihood(triples.frequency, triples.recency, triples.T))
    return PurchaseFit(
        name=name,
        model=model,
        parameters=parameters,
        standard_errors=errors,
        covariance_log=covariance,
        log_likelihood=log_likelihood,
        status=status(reasons),
        reasons=reasons,
        warnings=warnings,
        customers=triples.customers,
        likelihood=likelihood,
        repeat_buyers=triples.repeat_buyers,
    )


def _parameter_names(name: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(PURCHASE_MODELS[name]))
