"""Calibration and holdout: forecasts made before, scored on what came after.

A forecast is a row of numbers per customer; a league is one row of scores per forecast. Counts are judged by RMSE,
deviance and total error, probabilities by Brier and AUC, money by RMSE, total error and the share that the predicted
top tenth held (mean absolute error is printed but rewards under-forecasting).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LEAST_EXPECTED = 0.01  # purchases; else one forecast of 0 would decide a deviance
INNER_ORIGINS = (5 / 9, 6 / 9, 7 / 9)
OF_MONEY = ("top_decile_revenue", "revenue_error", "revenue_total_error")
SCORES = ("mae", "rmse", "total_error", "deviance", "auc", "brier", *OF_MONEY)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Forecast:
    """What one rule says of each customer before the window begins.

    purchases: expected purchase days in the window; probability: of at least one; value: expected revenue, or,
    where `money` is False, any score that ranks by it. A rule that does not say one of them leaves it None.
    """

    purchases: Array | None = None
    probability: Array | None = None
    value: Array | None = None
    naive: bool = True
    money: bool = False

    @property
    def score(self) -> Array:
        """What the rule ranks "buys" by."""
        for numbers in (self.probability, self.purchases, self.value):
            if numbers is not None:
                return numbers
        raise ValueError("a forecast must say something")


@dataclass(frozen=True)
class Split:
    """A day between the past a model may see and the future it is scored on; days inclusive of `end`."""

    origin: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """Length of the scored window."""
        return (self.end - self.origin).days


def inner_splits(first: dt.date, calibration_end: dt.date) -> list[Split]:
    """Return three splits inside the calibration window, at 5, 6 and 7 ninths of it, all ending with it.

    Choosing among models there leaves the holdout unseen until it is scored, once.
    """
    span = (calibration_end - first).days
    return [Split(first + dt.timedelta(days=round(span * share)), calibration_end) for share in INNER_ORIGINS]


def auc(score: Array, happened: NDArray[np.bool_]) -> float | None:
    """Return the chance that a customer who bought was ranked above one who did not (ties count half).

    None where all or none bought. Mann-Whitney U / (n1 n0).

    Examples
    --------
    >>> auc(np.array([0.9, 0.4, 0.1]), np.array([True, False, False]))
    1.0
    """
    positives = int(happened.sum())
    negatives = happened.size - positives
    if positives == 0 or negatives == 0:
        return None
    ranks = pd.Series(score).rank().to_numpy()
    return float((ranks[happened].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def top_decile_share(value: Array, revenue: Array) -> float | None:
    """Return the share of the window's revenue held by the tenth of customers with the highest `value`.

    Ties at the border count by the part of the tie group that fits, so no order of rows matters.
    """
    total = revenue.sum()
    if total <= 0:
        return None
    table = pd.DataFrame({"revenue": revenue, "customers": 1.0}).groupby(np.asarray(value)).sum()
    table = table.sort_index(ascending=False)
    room = np.ceil(value.size / 10) - (table["customers"].cumsum() - table["customers"])
    part = (room / table["customers"]).clip(0, 1)
    return float((part * table["revenue"]).sum() / total)


def score_forecast(forecast: Forecast, purchases: Array, revenue: Array) -> dict[str, float | None]:
    """Return the scores of one forecast against what happened; a score it cannot have is None."""
    happened = purchases > 0
    row: dict[str, float | None] = dict.fromkeys(SCORES)
    if forecast.purchases is not None:
        error = forecast.purchases - purchases
        row["mae"] = float(np.abs(error).mean())
        row["rmse"] = float(np.sqrt((error**2).mean()))
        row["deviance"] = _deviance(purchases, forecast.purchases)
        row["total_error"] = float(forecast.purchases.sum() / purchases.sum() - 1) if happened.any() else None
    if forecast.probability is not None:
        row["brier"] = float(((forecast.probability - happened) ** 2).mean())
    row["auc"] = auc(forecast.score, happened)
    if forecast.value is not None:
        row["top_decile_revenue"] = top_decile_share(forecast.value, revenue)
    if forecast.value is not None and forecast.money:
        row["revenue_error"] = float(np.sqrt(((forecast.value - revenue) ** 2).mean()))
        row["revenue_total_error"] = float(forecast.value.sum() / total - 1) if (total := revenue.sum()) > 0 else None
    return row


def _deviance(actual: Array, expected: Array) -> float:
    """Return the mean Poisson deviance; no expectation counts as less than a hundredth of a purchase."""
    mean = np.maximum(expected, LEAST_EXPECTED)
    logs = np.log(actual / mean, out=np.zeros_like(mean), where=actual > 0)
    return float(2 * (actual * logs - actual + mean).mean())


def league(forecasts: Mapping[str, Forecast], purchases: Array, revenue: Array) -> pd.DataFrame:
    """Return one row of scores per forecast, the lowest Brier score first, then by RMSE.

    DataFrame: model, naive, mae, rmse, total_error (signed fraction), deviance, auc, brier (of "buys"),
    top_decile_revenue (fraction), revenue_error (root mean squared, money), revenue_total_error (signed fraction).
    """
    rows = [
        {"model": name, "naive": forecast.naive, **score_forecast(forecast, purchases, revenue)}
        for name, forecast in forecasts.items()
    ]
    table = pd.DataFrame(rows, columns=["model", "naive", *SCORES])
    table[list(SCORES)] = table[list(SCORES)].astype("float64")
    return table.sort_values(["brier", "rmse"], na_position="last", kind="stable", ignore_index=True)


def wilson(share: Any, n: Any) -> tuple[Any, Any]:
    """Return the 95 % interval of a share of n (Wilson 1927); numbers, arrays or Series.

    Examples
    --------
    >>> [round(float(end), 2) for end in wilson(29 / 32, 32)]
    [0.76, 0.97]
    """
    z = 1.959964
    centre, half = share + z**2 / (2 * n), z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.maximum(centre - half, 0) / (1 + z**2 / n), np.minimum((centre + half) / (1 + z**2 / n), 1)
