"""What the plan offers to customers.xlsx, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.display.language import sentence
from analysis.plan import tables, tables_people

if TYPE_CHECKING:
    from analysis.display.cells import Table
    from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return the titles and tables of the plan's sheets; none where nothing is planned."""
    if run.plan.refusal is not None:
        return []
    found = []
    if run.plan.facts.listed:
        found.append((sentence("Actions"), tables.action_list(run)))
    if len(run.plan.tables["held_back"]):
        found.append((sentence("Held back"), tables.held_back(run)))
    if any(one.manager for one in run.plan.facts.managers):
        found.append((sentence("Managers"), tables_people.managers(run)))
    if len(run.plan.tables["calendar"]):
        found.append((sentence("Calendar"), tables_people.calendar(run)))
    if len(run.plan.tables["served"]):
        found.append((sentence("Contacts and plan"), tables_people.served(run)))
    return found
