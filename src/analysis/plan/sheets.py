"""What the plan offers to customers.xlsx, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.display.language import sentence
from analysis.display.names import add_names
from analysis.plan import tables

if TYPE_CHECKING:
    from analysis.display.cells import Table
    from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return the titles and tables of the plan's sheets; none where nothing is planned."""
    if run.plan.refusal is not None:
        return []
    found = []
    if run.plan.facts.listed:
        found.append((sentence("Actions"), _with_names(run, tables.action_list(run))))
    if len(run.plan.tables["held_back"]):
        found.append((sentence("Held back"), _with_names(run, tables.held_back(run))))
    if len(run.plan.tables["calendar"]):
        found.append((sentence("Calendar"), _with_names(run, tables.calendar(run))))
    if len(run.plan.tables["served"]):
        found.append((sentence("Contacts and plan"), _with_names(run, tables.served(run))))
    return found


def _with_names(run: Run, table: Table) -> Table:
    accounts = run.attributes
    if accounts is None or "name" not in accounts or accounts["name"].isna().all():
        return table
    return add_names(table, table.frame["customer_id"].map(accounts["name"]))
