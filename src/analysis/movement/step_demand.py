"""Demand: the calendar, and the mix of categories."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.backtest.facts import MonthIndex
from analysis.backtest.seasonality import month_index
from analysis.facts import refused
from analysis.movement import demand
from analysis.movement.facts_demand import Category, DemandFacts, Season
from analysis.run.step import Answer, Inputs, step
from analysis.run.store import without_nan
from analysis.schema import NEEDED_MONTHS

NAMED = 15
BY_CLASS = 5


@step("demand", DemandFacts, after=("data", "movement"), parameters=("abc",), needs=("ledger", "customers"))
def compute(given: Inputs) -> Answer:
    """Compare months of all years, and categories of two periods."""
    ledger = given.ledger
    if not ledger.has_days or given.data.facts.router.verdict == "customer_level":
        return DemandFacts(refusal=refused("no_history")), {}
    purchases = ledger.purchases_by_day()
    kept = demand.keeps_festival(purchases, ledger.first, ledger.observation_end)
    months = demand.whole_months(purchases, ledger.first, ledger.observation_end, together=kept)
    season, tables = _season(months)
    record: dict[str, Any] = {"season": season, "keeps_spring_festival": kept}
    compared = given.movement.facts.periods
    if compared is not None:
        before, period = ((span.first, span.last) for span in (compared.before, compared.period))
        record["compared_months"] = compared.months
        record["festivals_before"], record["festivals_period"] = map(demand.festivals_in, (before, period))
        if "category" in ledger.columns:
            mix_facts, mix_tables = _mix(given, before, period)
            record, tables = record | mix_facts, tables | mix_tables
    return DemandFacts(measure="revenue" if ledger.has_amounts else "rows", **record), tables


def _season(months: pd.DataFrame) -> tuple[Season, dict[str, pd.DataFrame]]:
    found = month_index(months)
    if found is None:
        why = refused("few_months", months=len(months)) if len(months) < NEEDED_MONTHS else refused("nobody_bought")
        return Season(refusal=why, full_months=len(months)), {}
    table = found.index.reset_index()[["month", "index", "low", "high"]]
    index = [MonthIndex(**row) for row in table.to_dict("records")]
    facts = Season(full_months=len(months), months=index, p_value=found.p_value, shown=found.worth_correcting)
    return facts, {"season": table}


def _mix(given: Inputs, before: Any, period: Any) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    sums = given.ledger.category_sums(before, period)
    mix = demand.category_mix(sums)
    rows = [Category(**without_nan(row)) for row in mix[list(Category.model_fields)].to_dict("records")]
    record: dict[str, Any] = {"categories": rows[:NAMED], "number": len(rows)}
    moved = mix["share_change"].dropna()
    if len(moved) > 1:
        record |= {"most_up": rows[int(moved.idxmax())], "most_down": rows[int(moved.idxmin())]}
    tables = {"categories": mix}
    if given.ledger.has_amounts:
        classes = given.customers.set_index("customer_id")["abc_class"]
        tables["categories_by_class"] = demand.mix_by_class(sums, classes)
        shown = tables["categories_by_class"].groupby("class").head(BY_CLASS).dropna(subset="share")
        record["class_shares"] = {
            str(name): dict(zip(of["category"], of["share"], strict=True)) for name, of in shown.groupby("class")
        }
    return record, tables
