"""Models drawn from the uncertainty of a fit."""

from __future__ import annotations

import numpy as np

from analysis.btyd.gammagamma import GammaGamma
from analysis.btyd.purchase_fit import PurchaseFit, PurchaseModel
from analysis.btyd.spend_fit import SpendFit


def draw_models(
    fit: PurchaseFit | SpendFit, n: int, rng: np.random.Generator
) -> list[PurchaseModel] | list[GammaGamma]:
    """Return n models with log parameters from N(estimate, covariance_log); none if not fitted.

    Their spread is the uncertainty of an expectation; the interval of a total needs
    ``simulate_purchases`` and ``simulate_spend`` on top. Gamma-Gamma draws whose mean is infinite are drawn again.

    Parameters
    ----------
    fit : PurchaseFit or SpendFit
    n : int
    rng : numpy Generator
    """
    if fit.model is None or fit.covariance_log is None:
        return []
    centre = np.log(list(fit.model.parameters.values()))
    root = np.linalg.cholesky(fit.covariance_log).T
    models: list = []
    while len(models) < n:
        rows = np.exp(centre + rng.standard_normal((n, centre.size)) @ root)
        drawn = [type(fit.model)(*row) for row in rows.tolist()]
        models += [model for model in drawn if not (isinstance(model, GammaGamma) and model.q <= 1)]
    return models[:n]
