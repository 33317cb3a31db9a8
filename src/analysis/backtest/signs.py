"""What of a customer moves the odds of buying at all, beside how many purchases are expected."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import logit

from analysis.backtest.holdout import Array, Split
from analysis.backtest.shapes import Forecaster

SIGNS = 3
OWN_GAPS = 3  # make a rhythm of one's own
LONGEST = 2.5  # log of silence over gap from which on more silence says no more: twelve gaps
LEAST = 1e-6  # purchases; else one forecast of nearly 0 would decide a weight


def signs(forecaster: Forecaster, split: Split, parts: dict[str, Array]) -> Array:
    """Return what is known at the split's origin that the average of its shapes does not say.

    `parts`: As `Forecaster.shapes` gives them for the split.
    Array, shape (n_customers, 3): silence beyond the own rhythm (`overdue`); dropout, at most 0: log odds of a purchase
    by Pareto/NBD less those of as many purchases without any doubt whether the customer is still one; model: log of
    what the first shape expects over the average.
    """
    expected = np.maximum(forecaster.by_model(split), LEAST)
    dropout = _log_odds(forecaster.probability(split)) - _log_odds(-np.expm1(-expected))
    first, average = next(iter(parts.values())), np.mean(list(parts.values()), axis=0)
    model = np.log(np.maximum(first, LEAST) / np.maximum(average, LEAST))
    return np.column_stack([overdue(forecaster.past.customers_at(split.origin)), np.minimum(dropout, 0.0), model])


def overdue(customers: pd.DataFrame) -> Array:
    """Return the log of each customer's silence over their own mean gap, from 0 to 2.5; 0 before three gaps.

    Examples
    --------
    >>> seen = pd.DataFrame({"frequency": [4, 4, 1], "recency": [40, 40, 10], "T": [45, 70, 500]})
    >>> overdue(seen).round(2).tolist()
    [0.0, 1.1, 0.0]
    """
    gaps, last, age = (customers[name].to_numpy(float) for name in ("frequency", "recency", "T"))
    gap = np.maximum(last / np.maximum(gaps, 1), 1.0)
    return np.where(gaps >= OWN_GAPS, np.clip(np.log(np.maximum(age - last, 1.0) / gap), 0.0, LONGEST), 0.0)


def _log_odds(p: Array) -> Array:
    return logit(np.clip(p, 1e-9, 1 - 1e-9))
