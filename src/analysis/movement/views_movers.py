"""What the movement notebook shows of single customers: one function per cell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analysis.display.cells import Column, Note, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import sentence
from analysis.display.names import named
from analysis.movement import draw, say, say_movers
from analysis.movement.lists import moved, ranked
from analysis.movement.movers import CAME_BACK, FELL, GONE, NEW_OR_BACK, NEWCOMER, ROSE
from analysis.run.run import Run

SHOWN = 5
"""Customers of each list that the page names."""


@refusable("movement")
def movers_figure(run: Run) -> Any:
    """Draw the customers who moved most."""
    m, names = run.movement.facts, None if run.attributes is None else run.attributes.get("name")
    ax = draw.plot_movers(run.movement["movers"], names, run.currency, of=say.measure(m))
    return finished(ax, say_movers.movers_title(m, run.currency), source_of(run, say.counted(m)))


@refusable("movement")
@named
def rose(run: Run) -> Table | Note:
    """Show who rose."""
    return _listed(run, ROSE)


@refusable("movement")
@named
def fell(run: Run) -> Table | Note:
    """Show who fell."""
    return _listed(run, FELL)


@refusable("movement")
@named
def gone(run: Run) -> Table | Note:
    """Show who is gone."""
    return _listed(run, GONE)


@refusable("movement")
@named
def new(run: Run) -> Table | Note:
    """Show who is new."""
    return _listed(run, NEWCOMER)


@refusable("movement")
@named
def came_back(run: Run) -> Table | Note:
    """Show who came back."""
    return _listed(run, CAME_BACK)


@refusable("movement")
@named
def new_or_back(run: Run) -> Table | Note | None:
    """Show who is new or came back, where the data cannot tell."""
    return _listed(run, NEW_OR_BACK) if run.movement.facts.movers[NEW_OR_BACK].customers else None


def _listed(run: Run, kind: str) -> Table | Note:
    m = run.movement.facts
    said = say_movers.movers(kind, m, run.currency)
    if not m.movers[kind].customers:
        return Note(said)
    known = run.customers
    frame = ranked(run.movement.tables["movers"], say.measure(m), [kind])
    columns = {"customer_id": Column(sentence("Customer"))} | _brought(run, kind)
    for day, column in (("first_purchase", sentence("First purchase")), ("last_purchase", sentence("Last purchase"))):
        frame[day] = frame["customer_id"].map(known[day])
        if day == _DAY_OF.get(kind):
            columns[day] = Column(column, "day")
    return Table(
        frame,
        columns,
        top=SHOWN,
        total={name: frame[name].sum() for name in ("before", "period", "change")},
        caption=said,
        sort_note=say_movers.sorted_by(kind, m),
        sheet=sentence("Movers"),
    )


def _brought(run: Run, kind: str) -> dict[str, Column]:
    """Return the columns of money: of both periods and the change, or of the one in which a customer bought."""
    columns = moved(run)
    only = "before" if kind == GONE else None if kind in (ROSE, FELL) else "period"
    return columns if only is None else {only: replace(columns[only], bar=True)}


_DAY_OF = {GONE: "last_purchase", NEWCOMER: "first_purchase", CAME_BACK: "last_purchase", NEW_OR_BACK: "first_purchase"}
