"""What the movement notebook shows of the period against the one before it: one function per cell."""

from __future__ import annotations

from typing import Any

from analysis.display.cells import Finding, Note, Stack
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import joined
from analysis.movement import draw, say
from analysis.run.run import Run
from analysis.words import intake
from analysis.words import movement as words


@refusable("movement", speaks=True)
def year_on_year(run: Run) -> Finding:
    """Say how the revenue changed."""
    m = run.movement.facts
    gap = intake.gap(run.data.facts, m.periods.before.first, m.periods.period.last) if m.periods else ""
    return Finding(joined(words.year_on_year(m, run.currency), gap))


@refusable("movement")
def bridge_figure(run: Run) -> Any:
    """Draw the bridge of revenue, or of purchase days."""
    m = run.movement.facts
    ahead = run.ahead["ahead"].tail(2) if run.ahead.facts.in_bridge else None
    ax = draw.plot_bridge(run.movement["bridge"], run.currency, of=say.measure(m), ahead=ahead)
    return finished(ax, say.bridge_title(m, run.currency), source_of(run, say.counted(m)))


@refusable("movement")
def how(run: Run) -> Stack:
    """Say how the bridge is made."""
    m = run.movement.facts
    return Stack([Note(said) for said in (say.spend_parts(m, run.currency), say.how(m)) if said])


@refusable("movement", money=True)
def margin_figure(run: Run) -> Any:
    """Draw the bridge of margin, where the ledger holds costs; with one rate it would be that of revenue again."""
    m = run.movement.facts
    if not m.margin_costed:
        return None
    ax = draw.plot_bridge(run.movement["bridge_margin"], run.currency, of="margin")
    return finished(ax, say.against_revenue(m, run.currency), source_of(run, say.counted(m)))
