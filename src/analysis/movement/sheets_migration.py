"""The whole lists of moves between classes that customers.xlsx holds."""

from __future__ import annotations

import pandas as pd

from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.display.names import add_names
from analysis.movement import say_migration
from analysis.movement.lists_migration import against_chance, changed, matrix_columns
from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return everybody whose class changed, and the matrices of every classification."""
    if run.migration.refusal is not None:
        return []
    names = None if run.attributes is None else run.attributes.get("name")
    views = [view for view in ("period", "quarter") if getattr(run.migration.facts, view)]
    parts = [run.migration[f"{view}_changes"].reset_index().assign(view=view) for view in views]
    frame, columns = changed(run, pd.concat(parts, ignore_index=True))
    since = {view: getattr(run.migration.facts, view)[run.migration.facts.scheme].from_ for view in views}
    frame = frame.assign(since=pd.to_datetime(frame["view"].map(since)))
    changes = Table(frame, {"since": Column(sentence("Since"), "day"), **columns})
    if names is not None and names.notna().any():
        changes = add_names(changes, frame["customer_id"].map(names))
    cells = against_chance(run.migration["matrices"])
    cells = cells.assign(
        scheme=cells["scheme"].map(say_migration.scheme), since=pd.to_datetime(cells["view"].map(since))
    )
    first = {"scheme": Column(sentence("Classification")), "since": Column(sentence("Since"), "day")}
    matrices = Table(cells, first | matrix_columns(run))
    return [(sentence("Class changes"), changes), (sentence("Class matrices"), matrices)]
