"""What customers did before they rose, against customers who were equal then and did not rise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

ROSE = 0.10
FEWEST = 30
Z = 1.959964
PURCHASES = (1, 2, 4, 8, 16)
"""Purchase days of the earlier stretch: 1, 2 to 3, 4 to 7, 8 to 15, more."""


def cells(before: pd.DataFrame) -> pd.Series:
    """Return the cell of each customer in the earlier stretch: class, decile of spend, and about as many purchases.

    `before`: abc_class, revenue, purchases of that stretch.
    """
    decile = np.ceil(before["revenue"].rank(pct=True) * 10).astype(int)
    often = np.searchsorted(PURCHASES, before["purchases"], side="right")
    return (
        before["abc_class"].astype("str")
        + "-"
        + decile.astype("str")
        + "-"
        + pd.Series(often, before.index).astype("str")
    )


def matched(cell: pd.Series, rose: pd.Series, habit: pd.Series) -> dict[str, Any] | None:
    """Return the difference of a habit between risers and the others within cells, with its 95 % interval.

    Returns dict or None: risers, others (customers compared), level (mean of the risers), difference, low, high, p.
    None where fewer than 30 of either can be compared, or nobody differs in the habit.

    Each cell weighs n1 n0 / (n1 + n0), the least variance for one common difference (Cochran 1954); errors by
    cell, from both sides' own variance, where both have two customers.

    Examples
    --------
    >>> cell, rose = pd.Series([1] * 80), pd.Series([True] * 40 + [False] * 40)
    >>> found = matched(cell, rose, pd.Series([3.0, 5.0] * 20 + [2.0, 4.0] * 20))
    >>> round(found["difference"], 2), found["risers"], found["low"] > 0
    (1.0, 40, True)
    """
    table = pd.DataFrame({"cell": cell, "rose": rose, "habit": habit.astype(float)}).dropna()
    grouped = table.groupby(["cell", "rose"])["habit"]
    sums = grouped.agg(["size", "mean", "var"]).pivot_table(
        index="cell", columns="rose", values=["size", "mean", "var"], dropna=False
    )
    if sums.empty or not {True, False} <= set(sums["size"].columns):
        return None
    sums = sums[(sums["size"][True] >= 2) & (sums["size"][False] >= 2)]
    n1, n0 = sums["size"][True], sums["size"][False]
    if min(n1.sum(), n0.sum()) < FEWEST:
        return None
    weight = n1 * n0 / (n1 + n0) / (n1 * n0 / (n1 + n0)).sum()
    gap = float((weight * (sums["mean"][True] - sums["mean"][False])).sum())
    error = float(np.sqrt((weight**2 * (sums["var"][True] / n1 + sums["var"][False] / n0)).sum()))
    if not error > 0:
        return None
    from scipy.special import ndtr

    return {
        "risers": int(n1.sum()), "others": int(n0.sum()),
        "level": float((n1 * sums["mean"][True]).sum() / n1.sum()),
        "difference": gap, "low": gap - Z * error, "high": gap + Z * error,
        "p": float(2 * ndtr(-abs(gap) / error)),
    }  # fmt: skip


def strongest(found: dict[str, dict[str, Any]]) -> tuple[str, bool] | None:
    """Return the habit that tells risers apart most, and whether it does so beyond chance, all habits considered.

    Holm's first step: the smallest p against 5 % shared by all habits that were looked at.
    """
    if not found:
        return None
    name = min(found, key=lambda each: (found[each]["p"], each))
    return name, found[name]["p"] * len(found) <= 0.05
