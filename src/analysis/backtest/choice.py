"""Which purchase model to believe on who is still a customer: ranked at days inside the calibration window.

Sums of money rest on the average of forecasts, in which nothing is chosen; what is said about parameters and lifetimes
needs one model.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.backtest.candidates import Fits, fit_triples, model_forecasts
from analysis.backtest.holdout import Split
from analysis.backtest.past import Past


def rank_inside(past: Past, splits: list[Split], fits: Fits) -> tuple[pd.DataFrame, list[str]]:
    """Score every purchase model at every inner split, and rank those that are trusted at the end of calibration.

    Parameters
    ----------
    fits : dict
        At the end of calibration: a model that is not trusted there is not ranked.

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
