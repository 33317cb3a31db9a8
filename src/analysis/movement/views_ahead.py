"""What the movement notebook shows of the time to come: one function per cell."""

from __future__ import annotations

from typing import Any

from analysis.display.cells import Finding
from analysis.display.chapter import finished, refusable, source_of
from analysis.movement import draw, say_ahead
from analysis.run.run import Run
from analysis.words import movement as words


@refusable("value")  # whose chapter says why
@refusable("ahead", speaks=True)
def ahead(run: Run) -> Finding:
    """Say what today's customers will bring, beside what earlier ones brought."""
    return Finding(words.ahead(run.ahead.facts, run.currency))


@refusable("ahead")
def ahead_figure(run: Run) -> Any:
    """Draw the forecast beside the past, unless it stands below the bridge."""
    a = run.ahead.facts
    if a.in_bridge:
        return None
    ax = draw.plot_ahead(run.ahead["ahead"], run.currency, of=a.measure)
    return finished(ax, say_ahead.ahead_title(a, run.currency), source_of(run))
