"""Who rises and who falls: the period against the one before it, as facts and tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.facts import Refusal, refused
from analysis.ledger.ledger import Ledger
from analysis.ledger.rhythm import churn_window
from analysis.movement import bridge, movers, step_cohorts, step_demand, step_lenses
from analysis.movement.facts import (
    SCORES,
    Bridge,
    MovementFacts,
    Mover,
    MoverGroup,
    Periods,
    PurchaseBridge,
    Side,
    Span,
)
from analysis.movement.spans import Spans, compared_spans
from analysis.movement.step_ahead import ahead
from analysis.movement.step_migration import STEPS as MIGRATION
from analysis.run.step import Answer, Inputs, step

Array = NDArray[np.float64]
NAMED = 10
"""Customers of each list that results.json names."""


@step(
    "movement",
    MovementFacts,
    after=("migration",),
    parameters=("movement_end", "margin_rate"),
    needs=("ledger", "attributes"),
    per_customer="movers",
)
def compute(given: Inputs) -> Answer:
    """Compare the latest period with the one before it, customer by customer."""
    ledger = given.ledger
    spans = compared_spans(ledger, given.parameters.movement_end)
    if spans is None:
        return MovementFacts(refusal=_why_not(ledger, given.parameters.movement_end)), {}
    table = ledger.compare_periods(spans.before, spans.period, given.parameters.margin_rate)
    came = _came(given, table, spans)
    facts, tables = _answer(given, table, came, spans)
    moves = given.migration.facts
    return facts.model_copy(update={"migration": None if moves.refusal else moves}), tables


def _why_not(ledger: Ledger, chosen: dt.date | None) -> Refusal:
    if not ledger.has_days:
        return refused("no_history")
    end = ledger.movement_end(chosen)
    return refused("nothing_to_compare", first=ledger.first.isoformat(), end=end.isoformat())


def _came(given: Inputs, table: pd.DataFrame, spans: Spans) -> pd.Series:
    attributes = given.attributes
    acquired = None if attributes is None or "acquired_on" not in attributes else attributes["acquired_on"]
    known = None if acquired is None else acquired.reindex(table["customer_id"]).reset_index(drop=True)
    burn_in = churn_window(given.ledger.gaps())
    return movers.when_they_came(table["first_purchase"], spans, given.ledger.first, burn_in, known)


def _answer(given: Inputs, table: pd.DataFrame, came: pd.Series, spans: Spans) -> Answer:
    paid = given.ledger.has_amounts
    table["revenue_before"] = table["amount_before"] + table["returns_before"]
    table["revenue_period"] = table["amount_period"] + table["returns_period"]
    measure = "revenue" if paid else "purchases"
    before, period = table[f"{measure}_before"], table[f"{measure}_period"]
    table["revenue_change"] = (table["revenue_period"] - table["revenue_before"]).round(6)
    table["mover"] = movers.kinds_of_movers(table, came, period - before)
    legs = bridge.split_changes(table if paid else _in_purchases(table), came)
    facts: dict[str, Any] = {
        "periods": Periods(
            months=spans.months,
            before=Span(first=spans.before[0], last=spans.before[1]),
            period=Span(first=spans.period[0], last=spans.period[1]),
            days_seen_before=max((spans.before[0] - given.ledger.first).days, 0),
            festival=spans.festival,
            chosen=given.parameters.movement_end is not None,
        ),
        "customers_before": int((table["purchases_before"] > 0).sum()),
        "customers_period": int((table["purchases_period"] > 0).sum()),
        "leg_customers": {name: int((legs[name] != 0).sum()) for name in bridge.LEGS},
        "gained": _side(period - before),
        "taken": _side(before - period),
        "movers": _groups(table["customer_id"], table["mover"], before.to_numpy(), period.to_numpy()),
    }
    if paid:
        found = _bridge(table, legs, "revenue")
        change = round(found.to - found.from_, 2)
        facts |= {"bridge": found, "change": change}
        facts["change_share"] = change / found.from_ if found.from_ > 0 else None
        facts["margin_costed"] = "margin_before" in table
        facts["bridge_margin"] = _margin_bridge(given, table, came)
    else:
        facts["bridge_purchases"] = _purchase_bridge(table, legs)
    facts["gone_earlier"], facts["gone_earlier_back"] = movers.gone_and_back(given.ledger.days, spans) or (None, None)
    found = facts["bridge"] if paid else facts["bridge_purchases"]
    tables = {"movers": table[["customer_id", *SCORES]]}
    walks = {"bridge": found, "bridge_margin": facts.get("bridge_margin")}
    return MovementFacts(**facts), tables | {name: walk(one, spans) for name, one in walks.items() if one is not None}


def _bridge(table: pd.DataFrame, legs: pd.DataFrame, of: str) -> Bridge:
    start, end = (bridge.cents(table[f"{of}_{name}"].sum()) for name in ("before", "period"))
    sums = legs.sum() * 100
    parts = bridge.to_the_cent(sums[list(bridge.LEGS)], end - start)
    inner = [name for name in bridge.PARTS_OF_SPEND if name in legs]
    spend = bridge.to_the_cent(sums[inner], parts[bridge.SPEND]) / 100 if inner else None
    return Bridge(
        from_=start / 100,
        to=end / 100,
        parts=dict(parts / 100),
        spend_parts=None if spend is None else dict(spend),
    )


def _in_purchases(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with purchase days in the place of money."""
    days = {f"amount_{name}": table[f"purchases_{name}"] for name in ("before", "period")}
    return table[["purchases_before", "purchases_period"]].assign(**days, returns_before=0, returns_period=0)


def _purchase_bridge(table: pd.DataFrame, legs: pd.DataFrame) -> PurchaseBridge:
    parts = {name: int(legs[name].sum()) for name in bridge.LEGS if name not in (bridge.SPEND, bridge.RETURNS)}
    start, end = int(table["purchases_before"].sum()), int(table["purchases_period"].sum())
    return PurchaseBridge(from_=start, to=end, parts=parts)


def walk(found: Bridge | PurchaseBridge, spans: Spans) -> pd.DataFrame:
    """Return a bridge as steps that follow each other: part, start, end (money), total, first and last day."""
    steps: list[tuple[object, ...]] = [("before", 0, found.from_, True, *spans.before)]
    at = found.from_
    for part, change in found.parts.items():
        if change:
            steps.append((part, at, at + change, False, None, None))
        at += change
    steps.append(("period", 0, found.to, True, *spans.period))
    table = pd.DataFrame(steps, columns=["part", "start", "end", "total", "first", "last"])
    return table.astype({"first": "datetime64[s]", "last": "datetime64[s]"})


def _margin_bridge(given: Inputs, table: pd.DataFrame, came: pd.Series) -> Bridge | None:
    rate = given.parameters.margin_rate
    if "margin_before" not in table:
        if rate is None:
            return None
        for name in ("before", "period"):
            table[f"margin_{name}"] = table[f"amount_{name}"] * rate
            table[f"margin_returns_{name}"] = table[f"returns_{name}"] * rate
    legs = bridge.split_changes(table, came, "margin", "margin_returns")
    for name in ("before", "period"):
        table[f"all_margin_{name}"] = table[f"margin_{name}"] + table[f"margin_returns_{name}"]
    return _bridge(table, legs, "all_margin")


def _side(change: pd.Series) -> Side:
    above = change[change > 0]
    return Side(customers=len(above), change=round(float(above.sum()), 2))


def _groups(ids: pd.Series, movers_of: pd.Series, before: Array, period: Array) -> dict[str, MoverGroup]:
    """Return the customers by what became of them, those who moved most first."""
    ranked = np.argsort(-np.abs(period - before), kind="stable")
    kind, groups = pd.Categorical(movers_of, movers.MOVERS).codes[ranked], {}
    for code, name in enumerate(movers.MOVERS):
        rows = ranked[kind == code]
        named = [Mover(customer=ids[row], before=before[row], period=period[row]) for row in rows[:NAMED]]
        was, now = (round(float(side[rows].sum()), 2) for side in (before, period))
        groups[name] = MoverGroup(customers=rows.size, before=was, period=now, largest=named)
    return groups


STEPS = (*MIGRATION, compute, step_cohorts.compute, ahead, step_lenses.compute, step_demand.compute)
