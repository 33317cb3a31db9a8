"""Tables of who moved to another price layer, and of who is close to a better class."""

from __future__ import annotations

from functools import partial

from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.run.run import Run
from analysis.segments.money import is_near
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


def near_table(run: Run, top: int = 8) -> Table | None:
    """Return who misses little to a better class by money; None where the client's own grades lead, or nobody does."""
    s = run.segments.facts
    if s.leading == "grade" or s.nearer is None:
        return None
    classes = run.customers.join(
        run.segments["classes"][["missing_to_next_class", "lifecycle"]].dropna(axis=1, how="all")
    )
    near = classes[is_near(classes)].reset_index()
    near["stage"] = near["lifecycle"].map(class_name) if "lifecycle" in near else None
    near = near.sort_values(["revenue", "customer_id"], ascending=[False, True], kind="stable", ignore_index=True)
    columns = {
        "customer_id": Column(sentence("Customer")),
        "abc_class": Column(sentence("Class")),
        "revenue": Column(sentence("Revenue so far"), "money", currency=run.currency, digits=0),
        "missing_to_next_class": Column(sentence("Missing to the next class"), "money", currency=run.currency),
    }
    if "lifecycle" in near:
        columns["stage"] = Column(sentence("Stage"))
    return Table(
        near,
        columns,
        top=top,
        total={"missing_to_next_class": near["missing_to_next_class"].sum()},
        caption=sentence("Who is close to a better class"),
        sort_note=sentence("Sorted by revenue."),
        sheet=sentence("Close to a better class"),
    )
