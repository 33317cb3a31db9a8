"""What the movement notebook shows of single customers: one function per cell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

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
def kinds_table(run: Run) -> Table:
    """Show how many rose, fell, are new, came back or are gone, and what they brought; no row for nobody."""
    m = run.movement.facts
    rows = [{"kind": say_movers.kind(code), **g.model_dump()} for code, g in (m.movers or {}).items() if g.customers]
    frame = pd.DataFrame(rows).assign(change=lambda t: t["period"] - t["before"])
    columns = {"kind": Column(sentence("What they did")), "customers": Column(sentence("Customers"), "count")}
    return Table(
        frame,
        columns | moved(run),
        total={name: frame[name].sum() for name in ("customers", "before", "period", "change")},
        caption=sentence("What became of them"),
        sort_note=say_movers.by_name(),
    )


@refusable("movement")
@named
def listed(run: Run, kind: str = ROSE) -> Table | Note | None:
    """Show the customers of a kind (`movers.LISTED`); who is new or came back, where the data cannot tell, if any."""
    m = run.movement.facts
    if kind == NEW_OR_BACK and not m.movers[kind].customers:
        return None
    said = say_movers.movers(kind, m, run.currency)
    if not m.movers[kind].customers:
        return Note(said)
    frame = ranked(run.movement.tables["movers"], say.measure(m), [kind])
    columns = {"customer_id": Column(sentence("Customer"))} | _brought(run, kind)
    days = {"first_purchase": sentence("First purchase"), "last_purchase": sentence("Last purchase")}
    if (day := _DAY_OF.get(kind)) is not None:
        frame[day] = frame["customer_id"].map(run.customers[day])
        columns[day] = Column(days[day], "day")
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
