"""Models drawn from the uncertainty of a fit."""

from __future__ import annotations

import numpy as np

from analysis.btyd.purchase_fit import PurchaseFit, PurchaseModel


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
