"""Fit a purchase model by maximum likelihood, or say why not."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from analysis.btyd.betageometric import BGNBD, MBGNBD
from analysis.btyd.betageometric_likelihood import beta_geometric_objective
from analysis.btyd.dominance import dominance_warning
from analysis.btyd.flags import data_flags, forecast_flags, minimum_flags, size_warning, status
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


@dataclass(frozen=True, eq=False)
class PurchaseFit:
    """A fitted purchase model, or the reasons why there is none.

    Attributes
    ----------
    name : str
        "BG/NBD", "MBG/NBD" or "Pareto/NBD".
    model : BGNBD, MBGNBD, ParetoNBD or None
        None unless trusted.
    parameters, standard_errors : dict of str to float or None
        Natural scale, alpha and beta in weeks; errors by the delta method; all None unless trusted.
    covariance_log : array, shape (4, 4), or None
        Of the log parameters: the inverse of the Hessian of the total negative log-likelihood.
    log_likelihood : float or None
        Total over customers, time in weeks.
    status : str
        "fitted" or "not fitted, because …".
    reasons : tuple of str
        Empty if fitted.
    customers, repeat_buyers : int
    warnings : tuple of str
        What to mind, fitted or not.
    """

    name: str
    model: PurchaseModel | None
    parameters: dict[str, float | None]
    standard_errors: dict[str, float | None]
    covariance_log: Floats | None
    log_likelihood: float | None
    status: str
    reasons: tuple[str, ...]
    customers: int
    repeat_buyers: int
    warnings: tuple[str, ...] = ()

    @property
    def trusted(self) -> bool:
        """True if the model may be shown as a number."""
        return self.model is not None

    def as_dict(self) -> dict:
        """Return parameters, standard errors, log-likelihood and status as plain numbers and text."""
        return {
            "parameters": dict(self.parameters),
            "standard_errors": dict(self.standard_errors),
            "log_likelihood": self.log_likelihood,
            "status": self.status,
        }


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
        return _not_fitted(name, triples, reasons)
    model, minimum = most_likely(name, triples)
    reasons = minimum_flags(minimum, _parameter_names(name), triples.customers)
    if reasons:
        return _not_fitted(name, triples, reasons, dominance_warning(triples))
    return _fitted(model, triples, minimum)


def most_likely(name: str, triples: Triples) -> tuple[PurchaseModel, Minimum]:
    """Return the model where the search ends, and that end in log parameters with time in mean T: flagged by nobody."""
    mean_T = float(np.average(triples.T, weights=triples.weight))
    minimum = minimise_from(_starts(name, triples, mean_T), _objective(name, triples, mean_T))
    unit = np.array([mean_T if parameter in TIMES else 1.0 for parameter in _parameter_names(name)])
    return PURCHASE_MODELS[name](*(np.exp(minimum.log_parameters) * unit).tolist()), minimum


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


def _fitted(model: PurchaseModel, triples: Triples, minimum: Minimum) -> PurchaseFit:
    parameters = np.array(list(model.parameters.values()))
    history = triples.frequency, triples.recency, triples.T
    reasons = forecast_flags(model.expected_purchases(FORECAST_WEEKS, *history))
    if reasons:
        return _not_fitted(model.name, triples, reasons)
    covariance = np.linalg.inv(minimum.hessian) / triples.customers
    errors = parameters * np.sqrt(np.diag(covariance))
    return PurchaseFit(
        name=model.name,
        model=model,
        parameters=model.parameters,
        standard_errors=dict(zip(model.parameters, errors.tolist(), strict=True)),
        covariance_log=covariance,
        log_likelihood=float(triples.weight @ model.log_likelihood(*history)),
        status=status(()),
        reasons=(),
        customers=triples.customers,
        repeat_buyers=triples.repeat_buyers,
        warnings=dominance_warning(triples) + size_warning(triples.customers),
    )


def _not_fitted(name: str, triples: Triples, reasons: tuple[str, ...], warnings: tuple[str, ...] = ()) -> PurchaseFit:
    names = _parameter_names(name)
    return PurchaseFit(
        name=name,
        model=None,
        parameters=dict.fromkeys(names),
        standard_errors=dict.fromkeys(names),
        covariance_log=None,
        log_likelihood=None,
        status=status(reasons),
        reasons=reasons,
        customers=triples.customers,
        repeat_buyers=triples.repeat_buyers,
        warnings=warnings,
    )


def _parameter_names(name: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(PURCHASE_MODELS[name]))
