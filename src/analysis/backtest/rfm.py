"""Scores of recency, frequency and money."""

from __future__ import annotations

import numpy as np
import pandas as pd


def rfm_scores(customers: pd.DataFrame, parts: int = 5) -> pd.DataFrame:
    """Return recency, frequency and monetary scores of 1 to `parts`; equal customers get equal scores.

    A score is the share of customers at or below, times `parts`, rounded up. Monetary is revenue.
    """
    measures = {
        "R": customers["recency"] - customers["T"],
        "F": customers["frequency"],
        "M": customers["revenue"],
    }
    return pd.DataFrame({k: np.ceil(v.rank(method="max", pct=True) * parts - 1e-9) for k, v in measures.items()})
