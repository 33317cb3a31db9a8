"""Checks of the spend forecast: by frequency band on days it had not seen, and whether purchases change in size."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BAND_NAMES = ("0", "1", "2–3", "4+")

Array = NDArray[np.float64]


def band_of(frequency: pd.Series) -> NDArray[np.int64]:
    """Return the frequency band: 0 for none, 1 for one, 2 for two or three, 3 for more repeat purchases."""
    return np.searchsorted([1, 2, 4], frequency.to_numpy(float), side="right")


def spend_by_band(customers: pd.DataFrame, spend: Array, observed: pd.DataFrame) -> pd.DataFrame:
    """Return spend per purchase on unseen days, expected and actual, by frequency band.

    `customers`: customer_id, frequency, as seen when the forecast was made.
    `spend`: Expected spend per purchase of each.
    `observed` (DataFrame indexed by customer_id): purchases, revenue on the unseen days.
    DataFrame: band, customers (who bought), purchases, actual, actual_low, actual_high (95 % interval; per purchase),
    expected (weighted by the purchases that came, so that only spend is judged), error (expected / actual - 1).
    """
    seen = observed.reindex(customers["customer_id"]).fillna(0)
    bought = seen["purchases"].to_numpy(float)
    came = pd.DataFrame({"purchases": bought, "revenue": seen["revenue"].to_numpy(float), "expected": spend * bought})
    rows = []
    for k, name in enumerate(BAND_NAMES):
        part = came[(band_of(customers["frequency"]) == k) & (bought > 0)]
        n, mean = part["purchases"].sum(), part["revenue"].sum() / max(part["purchases"].sum(), 1)
        half = 1.959964 * float(np.sqrt(((part["revenue"] - mean * part["purchases"]) ** 2).sum())) / max(n, 1)
        rows.append((name, len(part), n, mean, mean - half, mean + half, part["expected"].sum() / max(n, 1)))
    names = ["band", "customers", "purchases", "actual", "actual_low", "actual_high", "expected"]
    table = pd.DataFrame(rows, columns=names)
    table = table[table["purchases"] > 0].reset_index(drop=True)
    return table.assign(error=(table["expected"] / table["actual"] - 1).where(table["actual"] > 0))


def drift_of_spend(halves: pd.DataFrame) -> dict[str, float] | None:
    """Return by what share the mean purchase of the later half differs from the earlier half's.

    `halves`: From `purchases_by_half`.
    dict or None: change, low, high (95 % interval), customers; None if a half has no purchase above 0.

    Log of a ratio of two ratios, linearised with the customer as unit, since one customer's purchases are alike.

    Examples
    --------
    >>> halves = pd.DataFrame({"earlier": [1.0, 1, 1, 1], "later": [1.0, 1, 1, 1], "earlier_amount": [10.0, 12, 8, 10],
    ...                        "later_amount": [11.0, 13.2, 8.8, 11]})
    >>> {name: round(value, 3) for name, value in drift_of_spend(halves).items()}
    {'change': 0.1, 'low': 0.1, 'high': 0.1, 'customers': 4}
    """
    n1, n2, s1, s2 = (halves[name].to_numpy(float) for name in ("earlier", "later", "earlier_amount", "later_amount"))
    if not (s1.sum() > 0 and s2.sum() > 0):
        return None
    pull = s2 / s2.sum() - n2 / n2.sum() - s1 / s1.sum() + n1 / n1.sum()
    change = np.log(s2.sum() / n2.sum()) - np.log(s1.sum() / n1.sum())
    half = 1.959964 * float(np.sqrt((pull**2).sum()))
    low, high = np.expm1([change - half, change + half]).tolist()
    return {"change": float(np.expm1(change)), "low": low, "high": high, "customers": len(halves)}
