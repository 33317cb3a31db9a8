"""What the movement notebook shows of the period against the one before it: one function per cell."""

from __future__ import annotations

from typing import Any

from analysis.display.cells import Finding
from analysis.display.chapter import finished, refusable, source_of
from analysis.movement import draw, say
from analysis.run.run import Run
from analysis.words import movement as words


@refusable("movement", speaks=True)
def year_on_year(run: Run) -> Finding | None:
    """Say how the revenue changed."""
    return Finding(words.year_on_year(run.movement.facts, run.currency)) if run.client.has_amounts else None


@refusable("movement", money=True)
def bridge_figure(run: Run) -> Any:
    """Draw the bridge of revenue."""
    m = run.movement.facts
    ax = draw.plot_bridge(run.movement["bridge"], run.currency)
    return finished(ax, say.bridge_title(m, run.currency), source_of(run, say.counted(m)))
