"""The whole lists of the chapter, for customers.xlsx: contracts up for renewal, and who of few customers is silent."""

from __future__ import annotations

from analysis.churn.renewal_lists import contract_sheets
from analysis.churn.views import silent_table
from analysis.display.cells import Table
from analysis.display.language import sentence
from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return the titles and tables of the chapter's sheets; nothing where there is no such list."""
    silent = silent_table(run)
    return [*([(sentence("Silent"), silent)] if silent else []), *contract_sheets(run)]
