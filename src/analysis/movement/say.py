"""Sentences on who rises and who falls."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import compact_money, count
from analysis.display.language import sentence
from analysis.movement.facts import MovementFacts
from analysis.words.movement import leg, span


def bridge_title(m: MovementFacts, currency: str | None) -> str:
    """Return the title of the bridge of revenue."""
    values = {"change": compact_money(abs(m.change), currency), "before": span(m.periods.before, m.periods.months)}
    if m.change >= 0:
        return sentence("Revenue rose by {change} against {before}", **values)
    return sentence("Revenue fell by {change} against {before}", **values)


def counted(m: MovementFacts) -> str:
    """Return who is counted: the customers of either period."""
    return sentence(
        "{before} customers of the earlier period and {now} of the later",
        before=count(m.customers_before),
        now=count(m.customers_period),
    )


def step_name(row: Any) -> str:
    """Return what a step of a bridge is called: a part, or the period of a sum."""
    if not row.total:
        return leg(row.part, row.end - row.start)
    return span(row, round((row.last - row.first).days / 30.4))
