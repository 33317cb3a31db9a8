"""Sentences on profit and loss by customer."""

from __future__ import annotations

from typing import Any

from analysis.accounts.facts_profitability import ProfitabilityFacts
from analysis.display.formats import compact_money, count, money, share
from analysis.display.language import joined, sentence, sentences

NEARLY = 0.95
"""Of the customers in the same class by both: a table of the others says nothing more."""


def whale_title(p: ProfitabilityFacts, currency: str | None) -> str:
    """Return the title of the whale curve."""
    return sentence(
        "{n} customers earn {peak}, {losing} cost {loss}",
        n=count(p.peak_customers),
        losing=count(p.unprofitable),
        peak=compact_money(p.peak, currency),
        loss=compact_money(-p.loss, currency),
    )


def below_cost(p: ProfitabilityFacts, currency: str | None) -> str | None:
    """Say what was sold below cost; None where no row has a cost or none was."""
    b = p.below_cost
    if b is None or not b.rows:
        return None
    return sentences(
        b.rows,
        "{rows} row was sold below cost, for {revenue}: a loss of **{margin}**.",
        "{rows} rows were sold below cost to {n} customers, for {revenue}: a loss of **{margin}**.",
        rows=count(b.rows),
        n=count(b.customers),
        revenue=compact_money(b.revenue, currency),
        margin=compact_money(-b.margin, currency),
    )


def turns(p: ProfitabilityFacts) -> str | None:
    """Say what would turn the losses; None without any."""
    if not p.unprofitable:
        return None
    rise = (
        sentence(
            "Prices **{rise}** higher at the same quantities would bring the unprofitable to 0 in all.",
            rise=share(p.price_rise, 1),
        )
        if p.price_rise
        else ""
    )
    return joined(rise, *(_turned(code, n) for code, n in p.turns.items()))


def _turned(code: str, n: int) -> str:
    if code == "rebate":
        return sentences(n, "{n} would be profitable without its rebate.", "{n} would be profitable without rebates.")
    if code == "cost_to_serve":
        return sentences(
            n,
            "{n} would be profitable but for the cost to serve it.",
            "{n} would be profitable but for the cost to serve them.",
        )
    if code == "discount":
        return sentences(
            n, "{n} would be profitable without its discounts.", "{n} would be profitable without discounts."
        )
    if code == "none":
        return sentences(n, "{n} has no revenue above 0.", "{n} have no revenue above 0.")
    return ""


def turn(row: dict[str, Any], currency: str | None) -> str:
    """Say what would turn one unprofitable customer."""
    code = row["turn"]
    if code == "price":
        return sentence("prices {rise} higher", rise=share(row["price_rise"], 1))
    if code == "none":
        return sentence("no revenue above 0")
    parts = {
        "rebate": row["rebate"],
        "cost_to_serve": row["served"],
        "discount": row["discount_given"],
    }
    amount = money(parts[code], currency, 0)
    return {
        "rebate": sentence("no rebate ({amount})", amount=amount),
        "cost_to_serve": sentence("a lower cost to serve ({amount})", amount=amount),
        "discount": sentence("discounts given back ({amount})", amount=amount),
    }[code]


def classes(p: ProfitabilityFacts) -> str:
    """Say how the classes by margin differ from those by revenue."""
    a = {"a": count(p.class_a), "losing": count(p.class_a_losing), "lower": count(p.class_a_lower)}
    return joined(
        sentence(
            "Classes by margin are all but those by revenue: {same} of {n} customers ({share}) are in the same class.",
            same=count(p.same_class),
            n=count(p.customers),
            share=share(p.same_class / p.customers),
        )
        if NEARLY * p.customers <= p.same_class < p.customers
        else sentence(
            "Classes by margin are not those by revenue: {same} of {n} customers ({share}) are in the same class.",
            same=count(p.same_class),
            n=count(p.customers),
            share=share(p.same_class / p.customers),
        )
        if p.same_class < p.customers
        else sentence("Classes by margin are those by revenue for all {n} customers.", n=count(p.customers)),
        sentence(
            "Of {a} customers of class A by revenue, **{losing} leave no margin at all** and {lower} only a B or C.",
            **a,
        )
        if p.class_a_losing
        else sentence("Of {a} customers of class A by revenue, all leave a margin; {lower} only a B or C.", **a)
        if p.class_a_lower
        else sentence("All {a} customers of class A by revenue are A by margin too.", **a),
        sentences(
            p.class_a_gained, "{n} is A by margin though not by revenue.", "{n} are A by margin though not by revenue."
        )
        if p.class_a_gained
        else "",
    )


def of_margin(p: ProfitabilityFacts) -> str:
    """Say what the margins are after."""
    if p.costs_stated:
        return sentence(
            "Margin: revenue less recorded costs, less stated costs to serve (a year's, for the years from the first "
            "purchase to the last, at least one) and stated rebates."
        )
    return sentence("Margin: revenue less recorded costs. Costs to serve are not stated and not in it.")
