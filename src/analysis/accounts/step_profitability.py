"""Who makes money and who costs it: the whale curve, the unprofitable by name, classes by revenue against margin."""

from __future__ import annotations

import pandas as pd

from analysis.accounts.facts_profitability import BelowCost, ClassPair, ProfitabilityFacts
from analysis.accounts.profit import account_margin, cross_classes, turned, whale_curve
from analysis.facts import refused
from analysis.ledger.ledger import Ledger
from analysis.run.step import Answer, Inputs, step
from analysis.shares import abc_class, customers_for


@step(
    "profitability",
    ProfitabilityFacts,
    after=("accounts",),
    parameters=("abc",),
    needs=("ledger", "customers", "attributes"),
)
def profitability(given: Inputs) -> Answer:
    """Measure profit and loss by customer, where a margin is known."""
    ledger: Ledger = given.ledger
    customers = given.customers.set_index("customer_id")
    if not ledger.has_amounts:
        return ProfitabilityFacts(refusal=refused("no_amounts")), {}
    if given.accounts.facts.refusal:
        return ProfitabilityFacts(refusal=given.accounts.facts.refusal), {}
    if customers["margin"].isna().all():
        return ProfitabilityFacts(refusal=refused("no_margin")), {}
    if not given.accounts.facts.margin_known:
        return ProfitabilityFacts(refusal=refused("flat_margin")), {}
    table = customers.join(account_margin(customers["margin"], customers["recency"], given.attributes))
    table = table[table["account_margin"].notna()]
    margin = table["account_margin"]
    below = ledger.below_cost() if "margin" in ledger.columns else None
    losses = _losses(given, table[margin < 0], below)
    loss, revenue = float(losses["account_margin"].sum()), float(losses["revenue"].sum())
    p = given.parameters.abc
    by_revenue, by_margin = (abc_class(table[name], a=p.a, b=p.b) for name in ("revenue", "account_margin"))
    pairs = cross_classes(by_revenue, by_margin, margin)
    in_a = by_revenue.eq("A")
    facts = ProfitabilityFacts(
        customers=len(table),
        margin=float(margin.sum()),
        revenue=float(table["revenue"].sum()),
        peak_customers=int((margin > 0).sum()),
        peak=float(margin.clip(lower=0).sum()),
        unprofitable=len(losses),
        unprofitable_revenue=revenue,
        loss=loss,
        half_of_loss=customers_for(-losses["account_margin"], 0.5) if len(losses) else None,
        large_unprofitable=int(losses["is_large"].sum()),
        price_rise=-loss / revenue if revenue > 0 and len(losses) else None,
        turns=losses["turn"].value_counts().sort_index().to_dict(),
        costs_stated=bool((table["served"] + table["rebate"]).any()),
        below_cost=None if below is None else _sums(below),
        classes=[ClassPair(**row) for row in pairs.to_dict("records")],
        same_class=int(by_revenue.eq(by_margin).sum()),
        class_a=int(in_a.sum()),
        class_a_losing=int((in_a & by_margin.eq("N")).sum()),
        class_a_lower=int((in_a & by_margin.isin(["B", "C"])).sum()),
        class_a_gained=int((~in_a & by_margin.eq("A")).sum()),
    )
    return facts, {"whale": whale_curve(margin), "unprofitable": losses.reset_index(), "classes": pairs}


def _sums(below: pd.DataFrame) -> BelowCost:
    return BelowCost(
        rows=int(below["rows"].sum()),
        customers=len(below),
        revenue=float(below["amount"].sum()),
        margin=float(below["margin"].sum()),
    )


def _losses(given: Inputs, table: pd.DataFrame, below: pd.DataFrame | None) -> pd.DataFrame:
    """Return the unprofitable customers, the costliest first, with what would turn them."""
    discounts = given.ledger.discounts()
    table = table.assign(
        below_cost=float("nan") if below is None else below["margin"].reindex(table.index).fillna(0.0),
        discount_given=float("nan") if discounts is None else discounts["discount_given"].reindex(table.index),
        margin_rate=(table["account_margin"] / table["revenue"]).where(table["revenue"] > 0),
    )
    beside = given.accounts.tables["scores"].set_index("customer_id")[["still_buys", "last_year", "is_large"]]
    ordered = turned(table).join(beside).reset_index()
    columns = [
        "customer_id",
        "revenue",
        "account_margin",
        "margin_rate",
        "price_rise",
        "turn",
        "below_cost",
        "discount_given",
        "served",
        "rebate",
        "still_buys",
        "last_year",
        "last_purchase",
        "abc_class",
        "is_large",
    ]
    return ordered.sort_values(["account_margin", "customer_id"], kind="stable")[columns].set_index("customer_id")
