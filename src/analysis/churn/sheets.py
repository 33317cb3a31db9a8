"""The whole lists of the chapter, for customers.xlsx: contracts up for renewal, and who left by choice lately."""

from __future__ import annotations

from analysis.churn.renewal_lists import contract_sheets
from analysis.churn.views_contracts import causes_table, gone_table
from analysis.display.cells import Table
from analysis.display.language import sentence
from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return the titles and tables of the chapter's sheets; nothing where there are no contracts."""
    lists = [(sentence("Left"), gone_table(run)), (sentence("Marks"), _marks(run))]
    return [*contract_sheets(run), *((title, table) for title, table in lists if table is not None)]


def _marks(run: Run) -> Table | None:
    return causes_table(run) if "by_attribute" in run.contracts.tables else None
