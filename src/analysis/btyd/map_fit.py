"""Pareto/NBD by maximum a posteriori: a forecast that always exists, also where the data do not settle parameters.

What is reported as parameters stays maximum likelihood (`purchase_fit`); this fit is for forecasts only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.btyd.newton import Minimum, Objective, distinct_ends, minimise_from
from analysis.btyd.paretonbd import ParetoNBD
from analysis.btyd.paretonbd_likelihood import pareto_objective
from analysis.btyd.triples import Triples
from analysis.schema import DataError

Floats = NDArray[np.float64]

PRIOR_SD = 2.0  # of each log parameter, with time in units of the mean T
STARTS = np.log([[1.0, 1.0, 1.0, 1.0], [0.3, 0.3, 0.5, 2.0]])
ROUGH_TRIPLES = 1_500  # both starts run on about so many triples, what they find on all


def fit_map(triples: Triples, *, near: ParetoNBD | None = None) -> ParetoNBD:
    """Return the Pareto/NBD with the highest posterior density.

    `triples`: Weeks; at least one customer older than 0.
    `near`: A model to begin the search at, such as that of a later day, in place of the two starts.
    ParetoNBD: Finite and positive in every parameter, whatever the data.
    Raises DataError if no customer is older than 0: time has no unit then.

    Each log parameter has a N(0, 2^2) prior, with time scaled by the mean T, so that an answer does not depend on the
    unit. The posterior is proper, hence a maximum exists where the likelihood runs off to infinity or to zero. Where
    the likelihood has a maximum the total forecast moves by about a thousandth.

    Examples
    --------
    >>> from analysis.btyd.triples import group_triples
    >>> nobody_came_back = group_triples([0, 0, 0], [0, 0, 0], [70, 70, 70])
    >>> bool(fit_map(nobody_came_back).expected_purchases(10.0, 0, 0, 10.0) < 0.2)
    True
    """
    minimum, unit = _most_likely(triples, near)
    return ParetoNBD(*(np.exp(minimum.log_parameters) * unit).tolist())


def draw_map(triples: Triples, draws: int, rng: np.random.Generator) -> tuple[ParetoNBD, list[ParetoNBD]]:
    """Return the same model, and models drawn from the normal limit of the posterior of its log parameters."""
    minimum, unit = _most_likely(triples, None)
    covariance = np.linalg.inv(minimum.hessian) / triples.customers
    around = rng.multivariate_normal(minimum.log_parameters, covariance, draws, check_valid="ignore", method="eigh")
    drawn = np.exp(around) * unit
    best = np.exp(minimum.log_parameters) * unit
    return ParetoNBD(*best.tolist()), [ParetoNBD(*each.tolist()) for each in drawn]


def _most_likely(triples: Triples, near: ParetoNBD | None) -> tuple[Minimum, Floats]:
    """Return the maximum, in log parameters with time in units of the mean T, and these units."""
    if not triples.T.max(initial=0) > 0:
        raise DataError("a purchase model needs a customer who came before the last day; all came on it")
    mean_T = float(np.average(triples.T, weights=triples.weight))
    unit = np.array([1.0, mean_T, 1.0, mean_T])
    objective = with_prior(_objective(triples, mean_T, 1), triples.customers)
    if near is None:
        starts = _starts(triples, mean_T)
    else:
        starts = np.log(np.array(list(near.parameters.values())) / unit)[None, :]
    return minimise_from(starts, objective), unit


def with_prior(objective: Objective, customers: float, sd: float = PRIOR_SD) -> Objective:
    """Return the mean negative log-posterior: the mean negative log-likelihood and N(0, sd^2) on each log parameter."""
    weight = 1 / (sd**2 * customers)

    def penalised(log_parameters: Floats) -> tuple[float, Floats, Floats]:
        value, gradient, hessian = objective(log_parameters)
        square = float(log_parameters @ log_parameters)
        return (
            value + weight * square / 2,
            gradient + weight * log_parameters,
            hessian + weight * np.eye(log_parameters.size),
        )

    return penalised


def _objective(triples: Triples, mean_T: float, every: int) -> Objective:
    columns = triples.frequency, triples.recency / mean_T, triples.T / mean_T, triples.weight
    return pareto_objective(*(column[::every] for column in columns))


def _starts(triples: Triples, mean_T: float) -> Floats:
    """Let both starts run on every k-th triple first, where there are many: the long way costs a fraction there."""
    every = triples.T.size // ROUGH_TRIPLES
    if every < 2:
        return STARTS
    rough = _objective(triples, mean_T, every)
    return distinct_ends(STARTS, with_prior(rough, float(triples.weight[::every].sum())))
