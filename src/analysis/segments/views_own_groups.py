"""What the segments notebook shows of groups of the client's own and of who rose; nothing where none is told apart."""

from __future__ import annotations

from typing import Any

from analysis.display.cells import Finding, Note, Stack, Table
from analysis.display.chapter import finished, source_of
from analysis.run.run import Run
from analysis.segments import draw, say_own_groups, say_risers
from analysis.segments.tables_own_groups import difference_rows, groups_shown, told_apart

SHOWN = 4
"""Attributes that are spoken of; all of them stand in Excel."""


def groups(run: Run) -> Stack | None:
    """Say which groups differ beyond chance, and where nothing does."""
    g = run.groups_compared.facts
    parts = [Finding(say_own_groups.groups(a, g, run.currency)) for a in told_apart(run)[:SHOWN]]
    return Stack(parts) if parts else None


def groups_figure(run: Run) -> Any:
    """Draw the differences between the groups of the attribute that tells most apart; none if all are within chance."""
    g = run.groups_compared.facts
    found = told_apart(run)
    if g.measure is None or not found[0].beyond:
        return None
    table = difference_rows(found[0], g.measure)
    if table.empty:
        return None
    ax = draw.plot_differences(table, run.currency, paid=g.measure == "at_age", days=g.age_days or 0)
    return finished(ax, say_own_groups.title(found[0], g), source_of(run))


def groups_table(run: Run) -> Table | None:
    """Show the groups of the attribute that tells most apart."""
    return groups_shown(run)


def groups_how(run: Run) -> Note | None:
    """Say how groups are compared."""
    g = run.groups_compared.facts
    return Note(say_own_groups.how(g)) if g.tested else None


def risers(run: Run) -> Finding | None:
    """Say what risers did otherwise before they rose."""
    r = run.risers.facts
    return Finding(say_risers.risers(r, r.strongest)) if r.strongest else None


def risers_how(run: Run) -> Note | None:
    """Say how risers are compared."""
    r = run.risers.facts
    return Note(say_risers.how(r, r.strongest)) if r.strongest else None
