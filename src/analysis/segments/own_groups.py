"""Groups of the client's own held against all other customers, at equal age, false discoveries held at 5 %."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

FEWEST, MOST = 2, 30
LEAST = 10
"""Customers of the age, in a group and outside it, below which nothing is compared."""
FALSE_DISCOVERIES = 0.05
Z = 1.959964
MEASURES = ("revenue", "active", "again")
NO_GROUPS = {"name", "parent_id", "referred_by", "wallet", "relationship_level", "left_because", "customer_id"}


def groupings(attributes: pd.DataFrame) -> pd.DataFrame:
    """Return the attributes that tell customers apart: texts with 2 to 30 values, business type and manager first.

    `attributes` (DataFrame indexed by customer_id): Of the customers who bought; private ones left out.
    """
    first = [name for name in ("segment", "manager", "account_type") if name in attributes]
    found = {}
    for name in [*first, *(each for each in attributes if each not in first)]:
        values = attributes[name]
        is_text = not (pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values))
        if is_text and name not in NO_GROUPS and FEWEST <= values.nunique() <= MOST:
            found[name] = values.astype("str").where(values.notna())
    return pd.DataFrame(found, index=attributes.index)


def compared(labels: pd.DataFrame, table: pd.DataFrame, *, paid: bool) -> pd.DataFrame:
    """Return every group's difference to all other customers, by measure.

    `labels` (DataFrame indexed by customer_id): One column per attribute.
    `table` (DataFrame indexed by customer_id): As `EqualAge.table`.
    `paid`: Whether there is revenue to compare.
    Returns DataFrame: attribute, value, measure, customers (compared), level (of the group), difference, low, high (95
    %), p, q (after Benjamini & Hochberg 1995, over all rows), beyond (q <= 5 %).

    revenue: means, Welch. active: shares, Agresti & Caffo 2000. again: shares who bought again by the age, by
    Kaplan & Meier with Greenwood's error, which no more than that of a share with two more of either kind may undercut.
    """
    measures = MEASURES if paid else MEASURES[1:]
    rows: list[dict[str, Any]] = []
    labels, table = labels.reindex(table.index).reset_index(drop=True), table.reset_index(drop=True)
    for name in labels:
        values = labels[name].astype("category")
        for value in values.cat.categories:
            inside, outside = table[values == value], table[values.notna() & (values != value)]
            if min(inside["of_age"].sum(), outside["of_age"].sum()) < LEAST:
                continue
            for measure in measures:
                found = _difference(measure, inside, outside)
                rows.append({"attribute": name, "value": value, "measure": measure, **found})
    columns = ["attribute", "value", "measure", "customers", "level", "difference", "low", "high", "p", "q", "beyond"]
    if not rows:
        return pd.DataFrame(columns=columns)
    from scipy.stats import false_discovery_control

    result = pd.DataFrame(rows)
    result["q"] = false_discovery_control(result["p"].to_numpy(float))
    result["beyond"] = result["q"] <= FALSE_DISCOVERIES
    return result[columns]


def _difference(measure: str, inside: pd.DataFrame, outside: pd.DataFrame) -> dict[str, Any]:
    if measure == "again":
        return _again(inside, outside)
    ours, others = inside.loc[inside["of_age"], measure], outside.loc[outside["of_age"], measure]
    if measure == "active":
        return _shares(ours.to_numpy(bool), others.to_numpy(bool))
    from scipy.stats import ttest_ind

    level, gap = float(ours.mean()), float(ours.mean() - others.mean())
    if not max(ours.std(), others.std()) > 0:
        return {"customers": len(ours), "level": level, "difference": gap, "low": gap, "high": gap, "p": 1.0}
    test = ttest_ind(ours, others, equal_var=False)
    low, high = test.confidence_interval(0.95)
    return {
        "customers": len(ours), "level": level, "difference": gap, "low": float(low), "high": float(high),
        "p": float(test.pvalue),
    }  # fmt: skip


def _shares(ours: np.ndarray, others: np.ndarray) -> dict[str, Any]:
    """Compare two shares: one more of either kind is added to each (Agresti & Caffo 2000)."""
    n, m = ours.size + 2, others.size + 2
    one, other = (ours.sum() + 1) / n, (others.sum() + 1) / m
    error = float(np.sqrt(one * (1 - one) / n + other * (1 - other) / m))
    return {
        "customers": ours.size, "level": float(ours.mean()), "difference": float(ours.mean() - others.mean()),
        **_normal(float(one - other), error),
    }  # fmt: skip


def _again(inside: pd.DataFrame, outside: pd.DataFrame) -> dict[str, Any]:
    one, error = bought_again(inside)
    other, its_error = bought_again(outside)
    return {
        "customers": len(inside), "level": one, "difference": one - other,
        **_normal(one - other, float(np.hypot(error, its_error))),
    }  # fmt: skip


def _normal(gap: float, error: float) -> dict[str, float]:
    from scipy.special import ndtr

    return {"low": gap - Z * error, "high": gap + Z * error, "p": float(2 * ndtr(-abs(gap) / error))}


def curve(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many had not bought again by each day, by Kaplan & Meier 1958.

    Returns DataFrame: days, waiting (share), error (standard, Greenwood).
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    # Of two purchases on days 0 and 0 there is one: a wait is a day at least, and nobody leaves before it.
    followed = table[table["wait"] > 0]
    if not followed["again"].any():
        return pd.DataFrame({"days": [0.0], "waiting": [1.0], "error": [0.0]})
    counted = followed.groupby(["wait", "again"]).size().rename("customers").reset_index()
    found = SurvfuncRight(
        counted["wait"].to_numpy(float), counted["again"].to_numpy(int), freq_weights=counted["customers"].to_numpy()
    )
    # With weights statsmodels gives another error than Greenwood's, as if each count were one customer.
    left = np.maximum(found.n_risk - found.n_events, 1e-9)
    error = found.surv_prob * np.sqrt(np.cumsum(found.n_events / (found.n_risk * left)))
    return pd.DataFrame({"days": found.surv_times, "waiting": found.surv_prob, "error": error})


def bought_again(table: pd.DataFrame) -> tuple[float, float]:
    """Return the share who bought again by the age, and its standard error."""
    last = curve(table).iloc[-1]
    share, n = 1 - float(last["waiting"]), len(table)
    softened = (share * n + 2) / (n + 4)
    return share, max(float(np.nan_to_num(last["error"])), float(np.sqrt(softened * (1 - softened) / (n + 4))))


def median_wait(table: pd.DataFrame) -> float | None:
    """Return the days after which half had bought again; None where fewer did by the age."""
    found = curve(table)
    half = found.loc[found["waiting"] <= 0.5, "days"]
    return None if half.empty else float(half.iloc[0])
