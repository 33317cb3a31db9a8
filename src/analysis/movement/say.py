"""Sentences on who rises and who falls."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.display import days
from analysis.display.formats import compact_money, count, share
from analysis.display.language import joined, sentence, sentences
from analysis.movement.facts import MovementFacts
from analysis.words.movement import leg, span


def measure(m: MovementFacts) -> str:
    """Return what is compared: revenue, or purchases where there are no amounts."""
    return "purchases" if m.bridge is None else "revenue"


def bridge_title(m: MovementFacts, currency: str | None) -> str:
    """Return the title of the bridge of revenue, or of purchase days: the change, and what did most of it."""
    b = m.bridge or m.bridge_purchases
    change = b.to - b.from_
    part = (max if change >= 0 else min)(b.parts, key=lambda name: b.parts[name])
    printed = partial(compact_money, currency=currency) if m.bridge else count
    values = {"change": amount(m, abs(change), currency), "part": leg(part, change), "most": printed(b.parts[part])}
    if m.bridge is None and change >= 0:
        return sentence("Up by {change}, most by {part} (+{most})", **values)
    if m.bridge is None:
        return sentence("Down by {change}, most by {part} ({most})", **values)
    if change >= 0:
        return sentence("Revenue rose by {change}, most by {part} (+{most})", **values)
    return sentence("Revenue fell by {change}, most by {part} ({most})", **values)


def counted(m: MovementFacts) -> str:
    """Return who is counted: the customers of either period."""
    return sentence(
        "{before} customers of the earlier period and {now} of the later",
        before=count(m.customers_before),
        now=count(m.customers_period),
    )


def step_name(row: Any, of: str) -> str:
    """Return what a step of a bridge is called: a part, or the period of a sum."""
    if not row.total and row.part == "spend" and of == "margin":
        return sentence("margin per purchase")
    if not row.total:
        return leg(row.part, row.end - row.start)
    return span(row, round((row.last - row.first).days / 30.4))


def column_of(period: Any, months: int) -> str:
    """Return the header of a column that holds what was brought in a period."""
    if months == 12 and (period.first.month, period.first.day) == (1, 1):
        return str(period.first.year)
    return sentence("{n} months to {day}", n=count(months), day=days.day(period.last, short=True))


def against_revenue(m: MovementFacts, currency: str | None) -> str:
    """Return the title of the bridge of margin: how it changed beside the revenue."""
    b, r = m.bridge_margin, m.bridge
    values = {
        "before": compact_money(b.from_, currency),
        "now": compact_money(b.to, currency),
        "rate_before": share(b.from_ / r.from_ if r.from_ > 0 else None, 1),
        "rate_now": share(b.to / r.to if r.to > 0 else None, 1),
    }
    if m.change > 0 and b.to < b.from_:
        return sentence(
            "Revenue rose, but margin fell: from {before} ({rate_before} of revenue) to {now} ({rate_now}).",
            **values,
        )
    if m.change < 0 and b.to > b.from_:
        return sentence(
            "Revenue fell, but margin rose: from {before} ({rate_before} of revenue) to {now} ({rate_now}).",
            **values,
        )
    return sentence("Margin went from {before} ({rate_before} of revenue) to {now} ({rate_now}).", **values)


def how(m: MovementFacts) -> str:
    """Say how the bridge is made, and what it cannot tell."""
    p = m.periods
    length = (
        ""
        if p.months == 12
        else sentence(
            "The data are too short for two years, so {n} months are compared with the {n} before; seasons differ.",
            n=count(p.months),
        )
    )
    festival = sentence("Both periods end as far from Spring Festival, so that each holds one.") if p.festival else ""
    return joined(
        length,
        festival,
        sentence(
            "Who bought in both periods changed by how often they bought and by what they spent per purchase; what "
            "both did together is halved between them."
        )
        if m.bridge
        else "",
        sentence(
            "Recent customers first bought within the earlier period, so that it does not hold a whole one of theirs."
        )
        if (m.bridge or m.bridge_purchases).parts["full_year"]
        else "",
        sentence(
            "Won or regained: first seen in the later period, but so soon after the data begin that they may have been "
            "customers before."
        )
        if (m.bridge or m.bridge_purchases).parts["won_or_regained"]
        else "",
    )


def spend_parts(m: MovementFacts, currency: str | None) -> str | None:
    """Say what of the change per purchase is due to products, units and prices; None where none of them is known."""
    b = m.bridge
    if b is None or b.spend_parts is None:
        return None
    products = b.spend_parts.get("new_products") or b.spend_parts.get("dropped_products")
    if not products and "units" not in b.spend_parts:
        return None
    values = {name: signed(value, currency) for name, value in b.spend_parts.items()}
    values["spend"] = signed(b.parts["spend"], currency)
    return joined(
        sentence("What customers spent more or less per purchase ({spend}) has parts.", **values),
        sentence(
            "Products that nobody bought in the earlier period: {new_products}. Products that nobody bought in the "
            "later one: {dropped_products}.",
            **values,
        )
        if products
        else "",
        sentence("All other products: {same_products}.", **values) if "same_products" in values else "",
        sentence("More or fewer units per purchase: {units}. Prices and mix, as money per unit: {price}.", **values)
        if "units" in values
        else "",
    )


def signed(value: float | None, currency: str | None) -> str:
    """Return money with its sign, the plus too."""
    return ("+" if value is not None and value > 0 else "") + compact_money(value, currency)


def amount(m: MovementFacts, value: float, currency: str | None) -> str:
    """Return money, or purchase days where there are no amounts."""
    if measure(m) == "revenue":
        return compact_money(value, currency)
    return sentences(value, "{n} purchase day", "{n} purchase days")
