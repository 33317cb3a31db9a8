"""A second opinion: the same fit by the lifetimes package. The only module that imports it."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from analysis.btyd.purchase_fit import PURCHASE_MODELS, PurchaseFit
from analysis.btyd.triples import Triples
from analysis.facts import refused

FITTERS = {"BG/NBD": "BetaGeoFitter", "MBG/NBD": "ModifiedBetaGeoFitter", "Pareto/NBD": "ParetoNBDFitter"}


def crosscheck_with_lifetimes(fit: PurchaseFit, triples: Triples) -> dict[str, Any]:
    """Fit the same triples with lifetimes and compare.

    `fit`: Ours; its name says which model.
    `triples`: The data it was fitted on.
    dict: ``parameters`` (weeks), ``log_likelihood`` (our formula at those parameters, total, weeks; lifetimes' own
    number is on a rescaled time axis); or only ``refusal``, why it found nothing.
    """
    try:
        parameters = _fit_with_lifetimes(fit.name, triples)
    except Exception as error:  # it raises whatever its optimiser raises; a second opinion must not stop a report
        return {"refusal": refused("lifetimes_failed", said=_first_line(error))}
    if not all(np.isfinite(value) and value > 0 for value in parameters.values()):
        return {"refusal": refused("lifetimes_degenerate")}
    model = PURCHASE_MODELS[fit.name](**parameters)
    with np.errstate(all="ignore"):
        rows = model.log_likelihood(triples.frequency, triples.recency, triples.T)
    log_likelihood = float(triples.weight @ rows)
    if not np.isfinite(log_likelihood):
        return {"refusal": refused("lifetimes_degenerate")}
    return {"parameters": parameters, "log_likelihood": log_likelihood}


def _fit_with_lifetimes(name: str, triples: Triples) -> dict[str, float]:
    with contained():
        import lifetimes

        fitter = getattr(lifetimes, FITTERS[name])()
        # Fixed, because Pareto/NBD otherwise draws its start from numpy's global random state.
        start = {"initial_params": np.ones(4)} if name == "Pareto/NBD" else {}
        fitter.fit(triples.frequency, triples.recency, triples.T, weights=triples.weight, **start)
        return {parameter: float(value) for parameter, value in fitter.params_.items()}


@contextlib.contextmanager
def contained() -> Iterator[None]:
    """Undo what lifetimes does to its surroundings: a pandas option, warning filters, prints, numpy warnings."""
    import pandas as pd

    option = "mode.chained_assignment"
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        try:
            before = pd.get_option(option)
        except KeyError:  # pandas 4 drops the option
            yield
            return
        try:
            yield
        finally:
            pd.set_option(option, before)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
