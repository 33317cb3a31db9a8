"""What the customers are expected to bring where no model of their lifetimes stands: the average of three shapes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.backtest.average import Average, Made, forecast_average
from analysis.backtest.day_past import past_of, read_days
from analysis.backtest.holdout import Split
from analysis.backtest.regularity_at import regularity_until
from analysis.facts import refused
from analysis.run.step import Answer, Inputs, step
from analysis.value.facts_outlook import SCORES, ClassOutlook, Ends, Gate, OutlookFacts, YearAgo

if TYPE_CHECKING:
    from analysis.ledger.ledger import Ledger

STANDS_IN_FOR = {"no_model", "untested", "not_finite"}
"""Refusals of the value that say nothing against a forecast by an average."""

MONEY = ("expected_spend", "expected_revenue", *(name for name in SCORES if name.startswith("revenue_")))

Record = dict[str, Any]


@step(
    "outlook",
    OutlookFacts,
    after=("data", "value"),
    parameters=("horizon_days", "margin_rate", "zero_is_purchase"),
    needs=("ledger", "customers"),
    per_customer="scores",
)
def outlook(given: Inputs) -> Answer:
    """Forecast purchases and revenue where value is refused for want of a purchase model, and only there."""
    reason, days = given.value.facts.refusal, given.parameters.horizon_days
    closed = given.data.facts.router.chapters["value"]
    if closed or reason is None or reason.code not in STANDS_IN_FOR:
        return OutlookFacts(needed=False, horizon_days=days), {}
    average = _average(given)
    record: Record = {"needed": True, "reason": reason, "horizon_days": days}
    record |= {"status": average.status, "gates": [Gate(**vars(gate)) for gate in average.gates]}
    if average.made is None:
        first = next(gate for gate in average.gates if gate.weight == "refused")
        return OutlookFacts(**record, refusal=refused(first.code, **first.facts)), {}
    totals = _totals(average.made, paid=given.ledger.has_amounts)
    if totals is None:
        return OutlookFacts(**record, refusal=refused("nothing_expected")), {}
    record |= totals | {
        "point_shown": average.status in {"indicative", "full"},
        "customers": len(average.made.customers),
        "forecasts": list(average.made.parts),
        "year_ago": _year_ago(average.made),
        "margin_known": given.ledger.has_amounts and bool(given.ledger.own_margin_rate or given.parameters.margin_rate),
    }
    scores = _scores(average.made, given.customers, paid=given.ledger.has_amounts)
    return OutlookFacts(**record | _last(given.ledger, scores, days)), {"scores": scores}


def _average(given: Inputs) -> Average:
    ledger, zero = given.ledger, given.parameters.zero_is_purchase
    end = ledger.observation_end
    rows = ledger.rows
    classes = given.customers.set_index("customer_id")["abc_class"] if ledger.has_amounts else None
    return forecast_average(
        past_of(read_days(rows, zero_is_purchase=zero)),
        Split(end, end + dt.timedelta(days=given.parameters.horizon_days)),
        classes=classes,
        regularity_at=regularity_until(rows, zero_is_purchase=zero),
    )


def _totals(made: Made, *, paid: bool) -> Record | None:
    """Return totals, ranges and classes; None where nothing is expected, so that no range can be said."""
    totals = made.totals.set_index(["measure", "group"])
    record: Record = {}
    for measure in ("purchases", "revenue") if paid else ("purchases",):
        row, name = totals.loc[(measure, "all")], f"expected_{measure}"
        if not row["point"] > 0:
            return None
        record |= {f"{name}_total": float(row["point"])}
        record |= {f"{name}_interval": _ends(row, 95), f"{name}_interval_80": _ends(row, 80)}
    return record | {"by_class": _by_class(totals.loc["revenue"]) if paid else []}


def _ends(row: pd.Series, level: int) -> Ends:
    return float(row[f"low_{level}"]), float(row[f"high_{level}"])


def _by_class(revenue: pd.DataFrame) -> list[ClassOutlook]:
    """Return the classes, A first, that are expected to bring anything."""
    whole = float(revenue.loc["all", "point"])
    known = revenue.drop(index="all")
    return [
        ClassOutlook(
            abc_class=str(name),
            customers=int(row["customers"]),
            expected_revenue=float(row["point"]),
            interval=_ends(row, 95),
            interval_80=_ends(row, 80),
            share=float(row["point"]) / whole,
        )
        for name, row in known.iterrows()
        if row["point"] > 0 and np.isfinite(row["high_95"])
    ]


def _year_ago(made: Made) -> YearAgo | None:
    then = made.year_ago
    return None if then is None else YearAgo(expected=then.expected, actual=then.actual, factor=then.factor)


def _scores(made: Made, customers: pd.DataFrame, *, paid: bool) -> pd.DataFrame:
    table = made.customers.copy()
    if paid:
        table["abc_class"] = table["customer_id"].map(customers.set_index("customer_id")["abc_class"])
    else:
        table[list(MONEY)] = np.nan
    return table.reindex(columns=["customer_id", *SCORES])


def _last(ledger: Ledger, scores: pd.DataFrame, days: int) -> Record:
    """Return what these customers bought in as many days before; nothing if the data are shorter."""
    start = ledger.observation_end - dt.timedelta(days=days)
    if start < ledger.first - dt.timedelta(days=1):
        return {}
    seen = ledger.observe(start, ledger.observation_end).reindex(scores["customer_id"])
    revenue = float(seen["revenue"].sum()) if ledger.has_amounts else None
    return {"last_purchases": int(seen["purchases"].sum()), "last_revenue": revenue}
