"""After which silence a customer of this client is late."""

from __future__ import annotations

import pandas as pd

GAP_QUANTILE = 0.90


def churn_window(gaps: pd.Series) -> int | None:
    """Return the window after which a silence is unusual for these customers: the 90th percentile of their gaps.

    `gaps`: Days between one purchase day and the next, over all customers.
    int or None: Whole days; None where nobody bought twice.
    """
    return None if gaps.empty else max(1, round(float(gaps.quantile(GAP_QUANTILE))))
