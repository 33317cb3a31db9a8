"""What the movement notebook shows of moves between classes: one function per cell."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.formats import count, interval
from analysis.display.language import joined, sentence
from analysis.display.names import named
from analysis.movement import draw_migration, say_migration
from analysis.movement.lists_migration import against_chance, changed, matrix_columns
from analysis.run.run import Run

TOP = 5
PERIOD, QUARTER = "period", "quarter"


@refusable("migration", speaks=True)
def class_moves(run: Run) -> Finding:
    """Say how many rose and fell, and what chance would have done."""
    return Finding(say_migration.headline(run.migration.facts, run.currency))


@refusable("migration")
def matrix_figure(run: Run) -> Any:
    """Draw the moves under the leading classification."""
    m, one = run.migration.facts, say_migration.leading(run.migration.facts)
    ax = draw_migration.plot_class_matrix(_cells(run), one.classes, run.currency, money=run.client.has_amounts)
    return finished(ax, say_migration.title(m, run.currency), source_of(run, say_migration.counted(m)))


@refusable("migration")
def left_best(run: Run) -> Finding:
    """Say how many left the best class, and how many came into it."""
    m = run.migration.facts
    return Finding(joined(say_migration.left(m, run.currency), say_migration.became(m)))


@refusable("migration")
@named
def left_best_table(run: Run) -> Table | None:
    """Show who left the best class."""
    best = say_migration.leading(run.migration.facts).lists.best
    rows = run.migration["period_changes"].reset_index()
    caption = sentence("Who left class {best}", best=say_migration.named(best))
    return _listed(run, rows[rows["before"] == best], caption, "before")


@refusable("migration")
@named
def became_best_table(run: Run) -> Table | None:
    """Show who rose into the best class; new customers have a list of their own."""
    best = say_migration.leading(run.migration.facts).lists.best
    rows = run.migration["period_changes"].reset_index()
    caption = sentence("Who rose into class {best}", best=say_migration.named(best))
    return _listed(run, rows[(rows["after"] == best) & (rows["move"] == "rose")], caption, "after")


@refusable("migration")
def alerts(run: Run) -> Finding | None:
    """Say who fell far in the last three months."""
    m = run.migration.facts
    return Finding(say_migration.alerts(m.quarter[m.scheme], m.months, run.currency)) if m.quarter else None


@refusable("migration")
@named
def alerts_table(run: Run) -> Table | None:
    """Show who fell far in the last three months."""
    if not run.migration.facts.quarter:
        return None
    rows = run.migration["quarter_changes"].reset_index()
    return _listed(run, rows[rows["alert"]], sentence("Who fell far in the last three months"))


@refusable("migration", money=True)
def lines(run: Run) -> Note | None:
    """Say what the moves would be at the earlier day's lines of money."""
    said = say_migration.lines(run.migration.facts, run.currency)
    return Note(said) if said else None


@refusable("migration")
def how(run: Run) -> Note:
    """Say how the moves are counted."""
    return Note(say_migration.how(run.migration.facts))


@refusable("migration")
def quarters_table(run: Run) -> Table | None:
    """Show the sizes of the classes and the moves quarter by quarter."""
    m = run.migration.facts
    rows = [row for row in m.quarters if row.scheme == m.scheme]
    if len(rows) < 2:
        return None
    classes, kinds = list(rows[0].sizes), ("rose", "fell", "new")
    frame = pd.DataFrame(
        [{"day": row.day} | row.sizes | {kind: (row.moves or {}).get(kind) for kind in kinds} for row in rows]
    )
    columns = {"day": Column(sentence("End of the quarter"), "day")}
    columns |= {name: Column(say_migration.named(name), "count") for name in classes}
    columns |= {kind: Column(sentence(say_migration.KINDS[kind]), "count") for kind in kinds}
    return Table(
        frame,
        columns,
        caption=sentence("The classes quarter by quarter"),
        sort_note=sentence(
            "Customers in each class on the day, by {scheme}; moves are those since the row above.",
            scheme=say_migration.scheme(m.scheme),
        ),
    )


@refusable("migration")
def chance_table(run: Run) -> Table:
    """Show the moves under the leading classification beside those of chance alone."""
    return Table(
        against_chance(_cells(run)),
        matrix_columns(run),
        caption=sentence("The moves, and what chance alone would make of them"),
        sort_note=sentence("From the best class downwards."),
    )


@refusable("migration")
def schemes_table(run: Run) -> Table:
    """Show how many rose and fell under every classification."""
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    frame = pd.DataFrame([_summed(one) for one in run.migration.facts.period.values()])
    columns = {
        "scheme": Column(sentence("Classification")),
        "rose": Column(sentence("Rose"), "count"),
        "rose_chance": Column(sentence("by chance")),
        "fell": Column(sentence("Fell"), "count"),
        "fell_chance": Column(sentence("by chance")),
        "stayed": Column(sentence("Stayed"), "count"),
    }
    if run.client.has_amounts:
        columns["rose_change"] = cash(sentence("Change of who rose"))
        columns["fell_change"] = cash(sentence("Change of who fell"))
    return Table(frame, columns, caption=sentence("Rising and falling under every classification"))


def _summed(one: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"scheme": say_migration.scheme(one.scheme)}
    for kind in ("rose", "fell", "stayed"):
        move = one.moves[kind]
        row |= {kind: move.customers, f"{kind}_change": move.revenue_change}
        row[f"{kind}_chance"] = interval(move.low, move.high, count)
    return row


def _cells(run: Run) -> pd.DataFrame:
    table = run.migration["matrices"]
    return table[(table["view"] == PERIOD) & (table["scheme"] == run.migration.facts.scheme)]


def _listed(run: Run, rows: pd.DataFrame, caption: str, same: str = "") -> Table | None:
    """Return a list of customers with their classes and their money on both days, but the class that all have."""
    if rows.empty:
        return None
    frame, columns = changed(run, rows)
    silent = {same} if rows["close"].any() else {same, "close"}
    sums = ("revenue_before", "revenue_after", "revenue_change")
    return Table(
        frame,
        {name: column for name, column in columns.items() if name not in silent},
        top=TOP,
        total={name: frame[name].sum() for name in sums} if run.client.has_amounts else None,
        caption=caption,
        sheet=sentence("Class changes"),
    )
