"""Why customers left, where the reason is recorded: how many, with how much money, lately and before."""

from __future__ import annotations

import pandas as pd

from analysis.churn.facts_contracts import Cause

MOST = 20
"""Reasons in the facts; the table of causes holds all."""


def causes(gone: pd.DataFrame, lately: pd.Series, abc_class: pd.Series) -> pd.DataFrame:
    """Return one row per recorded reason, the most frequent first.

    Parameters
    ----------
    gone : DataFrame
        Spells that ended: customer_id, reason, involuntary, monthly_revenue (NaN without amounts).
    lately : Series of bool
        Which of them ended within the last year.
    abc_class : Series indexed by customer_id

    Returns
    -------
    DataFrame
        reason, involuntary, left, share, monthly_revenue, lately, class_a, before (as many as `lately`, of earlier).
    """
    table = gone.assign(
        lately=lately.to_numpy(),
        class_a=(gone["customer_id"].map(abc_class) == "A").to_numpy(),
        reason=gone["reason"].str.strip(),
    )
    grouped = table.groupby("reason", sort=True)
    out = grouped.agg(
        involuntary=("involuntary", "first"),
        left=("customer_id", "size"),
        monthly_revenue=("monthly_revenue", lambda money: money.sum(min_count=1)),
        lately=("lately", "sum"),
        class_a=("class_a", "sum"),
    )
    out.insert(2, "share", out["left"] / len(table))
    out["before"] = out["left"] - out["lately"]
    return out.reset_index().sort_values(["left", "reason"], ascending=[False, True], ignore_index=True)


def facts_of(table: pd.DataFrame) -> list[Cause]:
    """Return the rows as facts."""
    rows = table.head(MOST).drop(columns="before").to_dict("records")
    return [
        Cause(**row | {"monthly_revenue": None if pd.isna(row["monthly_revenue"]) else row["monthly_revenue"]})
        for row in rows
    ]
