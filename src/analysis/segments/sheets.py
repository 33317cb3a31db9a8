"""What the segments offer to Excel: every class with its customers and money, every grade with its reason."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.display.cells import Column, Table
from analysis.display.class_table import class_table
from analysis.display.language import sentence
from analysis.run.run import Run
from analysis.segments.tables import class_rows, reasons_table, schemes
from analysis.segments.tables_layers import moves_table, near_table
from analysis.segments.tables_own_groups import table_of_groups, told_apart
from analysis.segments.tables_service import service_sheet


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return the whole lists of the chapter: the classes, the graded customers, those close to a better class."""
    s = run.segments.facts
    if s.refusal is not None:
        return []
    found = [(sentence("Segments"), _all_classes(run))]
    if s.grades is not None:
        found.append((sentence("Grades"), replace(reasons_table(run), top=None)))
    near = near_table(run)
    if near is not None:
        found.append((sentence("Close to a better class"), replace(near, top=None)))
    if s.layer_moves and "layer_moves" in run.segments.tables:
        found.append((sentence("Price layers, moves"), moves_table(run)))
    told = told_apart(run)
    if told:
        found.append(
            (sentence("Own groups"), table_of_groups(run, told, sentence("Groups against all others, at equal age")))
        )
    attention = service_sheet(run)
    if attention is not None:
        found.append((sentence("Over- and under-served"), attention))
    return found


def _all_classes(run: Run) -> Table:
    """Return the classes of all classifications under each other."""
    s = run.segments.facts
    parts = [class_rows(groups, name).assign(by=caption) for caption, groups, name in schemes(run)]
    rows = pd.concat(parts, ignore_index=True)
    table = class_table(
        rows, run.currency, sentence("Segments"), days=s.churn_window_days, window=s.window_days, worth=s.worth
    )
    return replace(table, columns={"by": Column(sentence("Classes by")), **table.columns}, total=None)
