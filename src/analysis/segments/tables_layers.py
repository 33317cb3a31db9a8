"""The table of who moved to another price layer, as the chapter and the sheet of Excel show it."""

from __future__ import annotations

from functools import partial

from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.run.run import Run
from analysis.words.segments import class_name


def moves_table(run: Run, top: int | None = None) -> Table:
    """Return who moved to another price layer; up first, the largest first."""
    frame = run.segments.tables["layer_moves"]
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    words = {"up": sentence("up"), "down": sentence("down")}
    frame = frame.assign(
        move=frame["price_layer_move"].map(words),
        before=frame["price_layer_before"].map(class_name),
        now=frame["price_layer_now"].map(class_name),
    )
    columns = {
        "customer_id": Column(sentence("Customer")),
        "move": Column(sentence("Moved")),
        "before": Column(sentence("Layer before")),
        "now": Column(sentence("Layer now")),
        "spent_before": cash(sentence("Spent before")),
        "spent_now": cash(sentence("Spent now")),
    }
    return Table(
        frame,
        columns,
        top=top,
        caption=sentence("Who moved to another price layer"),
        sort_note=sentence("Upwards first, by what is spent now."),
        sheet=sentence("Price layers, moves"),
    )
