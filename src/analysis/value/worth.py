"""What customers are expected to bring by class, when each is expected next, and since when they are overdue."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.btyd import PurchaseModel
from analysis.value.facts import ClassValue, Ends, Moves, Overdue
from analysis.value.margins import Margins
from analysis.value.signed_totals import margin_totals

if TYPE_CHECKING:
    from analysis.backtest.made import Made
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
    late = overdue_since(model, customers, until)
    due = next_purchase_by(model, customers, until, within_days=horizon.days)
    # Of who is late, staying is just what is in doubt: no day is promised.
    dates = {
        "last_purchase": customers["last_purchase"],
        "next_purchase_by": due.where(late.isna()),
        "overdue_since": late,
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
    made: Made, scores: pd.DataFrame, margins: Margins | None
) -> tuple[list[ClassValue], dict[str, Ends | None]]:
    """Return the value of the classes of the past with ranges, and clv_interval and clv_interval_80 of all.

    Where each customer has a margin of their own, sums may be negative and are drawn (`signed_totals`); else they are
    the revenue's ranges at the one rate. Stated costs shift the ranges by what is expected of them: how long a
    customer stays to be served is not known any better.
    """
    uncertainty, revenue = made.uncertainty["revenue"], scores["expected_revenue"].to_numpy(float)
    codes = scores["abc_class"].reset_index(drop=True)
    if margins is None or margins.half is None:
        rate = 1.0 if margins is None else margins.overall
        rows = {name: uncertainty.range_of(revenue, (codes == name).to_numpy()) for name in sorted(codes.unique())}
        rows["all"] = uncertainty.range_of(revenue)
        table = pd.DataFrame(rows).T.drop(columns="customers") * rate
    else:
        table = margin_totals(revenue, margins, uncertainty, codes).set_index("group").drop(columns="customers")
    ends = ["low_80", "high_80", "low_95", "high_95"]
    shown = table[ends].where(table["point"] != 0, 0.0)
    worth = scores["worth"].to_numpy(float)
    costs = np.zeros(len(scores)) if margins is None else scores["expected_margin"].to_numpy(float) - worth
    by = pd.DataFrame({"code": codes, "value": worth, "costs": costs}).groupby("code")
    value, size, cost = by["value"].sum(), by.size(), by["costs"].sum()
    above = float(value.clip(lower=0).sum())
    found = [
        ClassValue(
            abc_class=name,
            customers=int(size[name]),
            value=float(value[name]),
            low=float(shown.loc[name, "low_95"] - cost[name]),
            high=float(shown.loc[name, "high_95"] - cost[name]),
            share=float(value[name]) / above if value[name] > 0 else None,
        )
        for name in CLASSES
        if name in value.index
    ]
    if margins is None:
        return found, {"clv_interval": None, "clv_interval_80": None}
    whole = (shown.loc["all"] - costs.sum()).to_dict()
    return found, {
        "clv_interval": (whole["low_95"], whole["high_95"]),
        "clv_interval_80": (whole["low_80"], whole["high_80"]),
    }


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


NEXT, OVERDUE = 0.5, 0.9
FAR_DAYS = 36_500
"""Beyond a century nothing is counted, and no calendar overflows."""


def next_purchase_by(
    model: PurchaseModel, customers: pd.DataFrame, observation_end: dt.date, *, within_days: int
) -> pd.Series:
    """Return the day by which half of such customers buy again, if they stay customers.

    `customers`: frequency, T (days).
    `observation_end`: What is known is known then.
    `within_days`: A later day is left out: the model was not tested that far.
    Series of datetime, same index: Missing where the day lies beyond `within_days`.

    Purchases of who stays are Poisson with intensity ~ Gamma(r + x, alpha + T) in all three models, so the next one
    comes within (alpha + T) (2^(1 / (r + x)) - 1) with probability 1/2. Whether they stay is not in it.
    """
    days = _quantile_days(model, NEXT, customers["frequency"], customers["T"])
    day = pd.Timestamp(observation_end) + pd.to_timedelta(np.minimum(days, FAR_DAYS), unit="D")
    return pd.Series(day, index=customers.index).where(days <= within_days)


def overdue_since(model: PurchaseModel, customers: pd.DataFrame, observation_end: dt.date) -> pd.Series:
    """Return the day by which nine of ten such customers would have bought again, if it has passed.

    `customers`: frequency, recency (days), last_purchase.
    Series of datetime, same index: Missing where the day is still to come.

    As in `next_purchase_by`, but from the last purchase on, by what was known then: the 90 % point
    (alpha + t_x) (10^(1 / (r + x)) - 1) of the gap that follows it.
    """
    days = _quantile_days(model, OVERDUE, customers["frequency"], customers["recency"])
    day = customers["last_purchase"] + pd.to_timedelta(np.minimum(days, FAR_DAYS), unit="D")
    return day.where(day <= pd.Timestamp(observation_end))


def _quantile_days(
    model: PurchaseModel, probability: float, frequency: pd.Series, known_days: pd.Series
) -> NDArray[np.float64]:
    """Return whole days after which so many have bought: the first day that ends behind the quantile."""
    k, rate = model.r + frequency.to_numpy(float), model.alpha * 7 + known_days.to_numpy(float)
    exponent = np.minimum(-np.log1p(-probability) / k, 600.0)  # beyond, no float would hold it
    return np.ceil(rate * np.expm1(exponent) - 1e-9)
