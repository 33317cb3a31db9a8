"""The whole lists of the chapter, for customers.xlsx."""

from __future__ import annotations

from analysis.display.cells import Table
from analysis.display.language import sentence
from analysis.run.run import Run
from analysis.value import views


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return the customers of class A who are overdue; nothing where nobody is, or the chapter is refused."""
    overdue = views.overdue_table(run)
    return [] if overdue is None else [(sentence("Overdue"), overdue)]
