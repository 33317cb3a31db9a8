"""What a report prints of an average forecast: what it is made of, and its totals with their ranges."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.backtest.holdout import Array
from analysis.backtest.made import MEASURES, Made
from analysis.backtest.spread import Uncertainty

Record = dict[str, Any]
Ends = tuple[float, float]


def made_of(made: Made) -> Record:
    """Return the names of the forecasts that are averaged, and the correction by the same days a year ago."""
    return {"forecasts": list(made.parts), "year_ago": made.year_ago}


def ranges(made: Made, *, paid: bool, discount: Array | float = 1.0) -> Record:
    """Return expected purchases and revenue with ranges of 95 and 80 %; without amounts no revenue.

    `discount`: What money from each customer's purchases counts.
    """
    found: Record = {}
    for measure in MEASURES if paid else MEASURES[:1]:
        expected = made.customers[f"expected_{measure}"].to_numpy() * (discount if measure == "revenue" else 1.0)
        wide, narrow, total = ends_of(made.uncertainty[measure], expected)
        name = f"expected_{measure}"
        found |= {f"{name}_total": total, f"{name}_interval": wide, f"{name}_interval_80": narrow}
    return found


def ends_of(uncertainty: Uncertainty, expected: Array, members: Any = None) -> tuple[Ends, Ends, float]:
    """Return the ranges of 95 % and of 80 % of a sum, and the sum; without anything expected they are 0."""
    row = uncertainty.range_of(expected, members)
    if not row["point"] > 0:
        return (0.0, 0.0), (0.0, 0.0), 0.0
    wide, narrow = ((row[f"low_{level}"], row[f"high_{level}"]) for level in (95, 80))
    assert np.isfinite([*wide, *narrow]).all()
    return wide, narrow, float(row["point"])
