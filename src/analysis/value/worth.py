"""Dates of the customers that are valued, and the value of their classes with its intervals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.btyd import PurchaseFit, PurchaseModel, SpendFit
from analysis.value import prediction, timing
from analysis.value.facts import ClassValue, Ends, Moves, Overdue
from analysis.value.margins import Margins, one_rate

if TYPE_CHECKING:
    from analysis.value.clv import Horizon

CLASSES = ("A", "B", "C", "N")


def worth_of(scores: pd.DataFrame) -> pd.Series:
    """Return clv where there is a margin, else the expected revenue."""
    return scores["expected_revenue"] if scores["clv"].isna().all() else scores["clv"]


def count_overdue(scores: pd.DataFrame) -> Overdue:
    """Return how many customers are overdue, in all and in class A."""
    late = scores["overdue_since"].notna()
    return Overdue(customers=int(late.sum()), class_a=int((late & (scores["abc_class"] == "A")).sum()))


def add_dates(
    scores: pd.DataFrame, customers: pd.DataFrame, model: PurchaseModel, until: dt.date, horizon: Horizon
) -> pd.DataFrame:
    """Return the scores with last_purchase, next_purchase_by and overdue_since."""
    dates = {
        "last_purchase": customers["last_purchase"],
        "next_purchase_by": timing.next_purchase_by(model, customers, until, within_days=horizon.days),
        "overdue_since": timing.overdue_since(model, customers, until),
    }
    return scores.assign(**{name: day.to_numpy() for name, day in dates.items()})


def count_moves(classes: pd.DataFrame) -> Moves:
    """Return who rises and who falls: rows of historic, forward, customers, value (`clv.forward_classes`)."""
    rank = {name: place for place, name in enumerate(CLASSES)}
    ahead, past, n = classes["forward"].map(rank), classes["historic"].map(rank), classes["customers"]
    above = classes[classes["value"] > 0]
    staying = above.loc[(above["historic"] == "A") & (above["forward"] == "A"), "value"].sum()
    return Moves(
        up=int(n[ahead < past].sum()),
        down=int(n[ahead > past].sum()),
        fallen=int(n[(classes["historic"] == "A") & (classes["forward"] != "A")].sum()),
        staying_a_share=None if above.empty else float(staying / above["value"].sum()),
    )


def value_by_class(
    fit: PurchaseFit,
    spend: SpendFit,
    customers: pd.DataFrame,
    scores: pd.DataFrame,
    margins: Margins | None,
    horizon: Horizon,
) -> tuple[list[ClassValue], Ends, Ends | None]:
    """Return value by past class with predictive intervals, and the intervals of expected revenue and of clv.

    Notes
    -----
    Costs of serving shift the intervals by what is expected of them: how long a customer stays to be served is not
    simulated.
    """
    code = scores["abc_class"].map({name: k for k, name in enumerate(CLASSES)}).to_numpy()
    used = margins or one_rate(1.0, len(customers))
    rng = np.random.default_rng(1)
    revenue, margin = prediction.simulate_sums(fit, spend, customers, scores, horizon.days, rng, code, used)
    worth = scores["expected_revenue"] if margins is None else scores["clv"]
    if margins is not None:
        costs = (scores["expected_margin"] - worth).to_numpy(float)
        margin = margin - np.bincount(code, costs, margin.shape[1])
    held = {k: worth[code == k] for k in range(len(CLASSES)) if (code == k).any()}
    above = sum(max(float(each.sum()), 0.0) for each in held.values())
    rows = []
    for k, each in held.items():
        band, value = prediction.interval_of(margin[:, k]), float(each.sum())
        rows.append(
            ClassValue(
                abc_class=CLASSES[k],
                customers=len(each),
                value=value,
                low=band.low,
                high=band.high,
                share=value / above if value > 0 else None,
            )
        )
    total, total_margin = (prediction.interval_of(sums.sum(axis=1)) for sums in (revenue, margin))
    clv = None if margins is None else (total_margin.low, total_margin.high)
    return rows, (total.low, total.high), clv


def surest_and_least_sure(rows: list[ClassValue]) -> tuple[str | None, str | None]:
    """Return the classes A to C whose intervals are narrowest and widest for what they bring; None where none does.

    Examples
    --------
    >>> a = ClassValue(abc_class="A", customers=7, value=900.0, low=800.0, high=990.0)
    >>> b = ClassValue(abc_class="B", customers=9, value=90.0, low=60.0, high=130.0)
    >>> surest_and_least_sure([a, b])
    ('A', 'B')
    """
    spread = {row.abc_class: (row.high - row.low) / row.value for row in rows if row.abc_class != "N" and row.value > 0}
    if not spread:
        return None, None
    return min(spread, key=spread.__getitem__), max(spread, key=spread.__getitem__)
