"""The whole lists of the chapter, for customers.xlsx."""

from __future__ import annotations

from dataclasses import replace

from analysis.concentration import views
from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return what each class brings; nothing where the chapter is refused."""
    return [] if run.concentration.refusal is not None else [(sentence("Classes"), _classes(run))]


def _classes(run: Run) -> Table:
    table = views.class_table(run)
    columns: dict[str, Column] = {}
    for name, column in table.columns.items():
        columns[name] = column
        if name == "revenue_share":
            columns["cumulative_share"] = Column(sentence("Share of revenue, added up"), "share")
    return replace(
        table, frame=table.frame.assign(cumulative_share=lambda t: t["revenue_share"].cumsum()), columns=columns
    )
