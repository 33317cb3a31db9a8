"""The sheets of customers.xlsx on customers who came together and on categories."""

from __future__ import annotations

from dataclasses import replace

from analysis.display.cells import Table
from analysis.display.language import sentence
from analysis.movement.views_cohorts import cohorts_table
from analysis.movement.views_demand import mix_table
from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return the whole tables; nothing where there are none."""
    tables = {sentence("Cohorts"): cohorts_table(run), sentence("Categories"): mix_table(run)}
    return [(title, replace(table, top=None)) for title, table in tables.items() if table is not None]
