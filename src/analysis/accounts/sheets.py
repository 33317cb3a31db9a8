"""The sheets of the workbook on accounts: all large accounts, all that cost money, all that owe."""

from __future__ import annotations

from analysis.accounts import tables
from analysis.accounts.tables_beside import owed
from analysis.display.cells import Table
from analysis.display.language import sentence
from analysis.display.names import named
from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return the whole tables by title."""
    found: list[tuple[str, Table]] = []
    if run.accounts.refusal is None:
        found.append((sentence("Key accounts"), named(tables.key_accounts)(run)))
    if run.profitability.refusal is None and run.profitability.facts.unprofitable:
        found.append((sentence("Unprofitable"), named(tables.unprofitable)(run)))
    if run.outstanding.facts.known:
        found.append((sentence("Receivables"), named(owed)(run)))
    return found
