"""How long customers under contract stay, in all and by segment, and by which way they leave: facts and curves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.churn.facts_contracts import SegmentStay, Stayed
from analysis.churn.survival import cumulative_incidence, kaplan_meier, log_rank, median_days, share_at

YEAR = 365
AGES = (366, 731, 1096, 1827)
SHORT_AGES = (30, 90, 180)
SMALLEST_SEGMENT = 20
MOST_SEGMENTS = 6

Arrays = tuple[Any, Any, Any]


def arrays(found: pd.DataFrame) -> Arrays:
    """Return tenure, left and entry of spells; a stay of 0 days counts as half of one."""
    tenure = found["tenure_days"].to_numpy(float)
    return np.maximum(tenure, 0.5), found["left"].to_numpy(bool), found["entry_days"].to_numpy(float)


def stayed(curve: pd.DataFrame) -> list[Stayed]:
    """Return the share that stays 1, 2, 3, 5 years, or 30, 90, 180 days where nobody is known for a year."""
    for ages in (AGES, SHORT_AGES):
        known = [(age, share_at(curve, age)) for age in ages]
        rows = [Stayed(days=age, **share) for age, share in known if share is not None]
        if rows:
            return rows
    return []


def segments(found: pd.DataFrame, segment: pd.Series) -> tuple[list[SegmentStay], pd.DataFrame, float | None]:
    """Return how long the customers of each segment stay.

    Parameters
    ----------
    found : DataFrame
        Spells, with entry_days.
    segment : Series of str
        Of each spell's customer, in the same order; missing: in none.

    Returns
    -------
    facts : list of SegmentStay
        The six largest with 20 spells or more, who stays longest first.
    curves : DataFrame
        segment, days, share, low, high, at_risk.
    alike : float or None
        The log-rank test's probability.
    """
    sizes = segment.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    names = list(sizes[sizes >= SMALLEST_SEGMENT].index[:MOST_SEGMENTS])
    if len(names) < 2:
        return [], pd.DataFrame(columns=["segment", "days", "share", "low", "high", "at_risk"]), None
    facts, curves = [], []
    for name in names:
        own = found[(segment == name).to_numpy()]
        curve = kaplan_meier(*arrays(own))
        known = stayed(curve)
        facts.append(
            SegmentStay(
                segment=str(name),
                customers=len(own),
                left=int(own["left"].sum()),
                year=known[0] if known else None,
                median_days=median_days(curve),
            )
        )
        curves.append(curve.assign(segment=str(name)))
    facts.sort(key=lambda one: (-(one.year.share if one.year else -1.0), one.segment))
    some = found[segment.isin(names).to_numpy()]
    group = segment[segment.isin(names).to_numpy()].astype("str").to_numpy(object)
    return facts, pd.concat(curves, ignore_index=True), log_rank(*arrays(some), group) if some["left"].any() else None


def ways_of_leaving(found: pd.DataFrame, involuntary: Any, days: int) -> tuple[pd.DataFrame, tuple[float, float]]:
    """Return the share that has left by choice and without one, by days, and both after so many days."""
    tenure, left, entry = arrays(found)
    cause = np.where(left, np.where(involuntary, 2, 1), 0)
    table = cumulative_incidence(tenure, cause, entry).rename(columns={1: "voluntary", 2: "involuntary"})
    for name in ("voluntary", "involuntary"):
        if name not in table:
            table[name] = 0.0
    at = table[table["days"] <= days].iloc[-1]
    return table[["days", "voluntary", "involuntary"]], (float(at["voluntary"]), float(at["involuntary"]))
