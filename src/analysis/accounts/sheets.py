"""The sheets of the workbook on accounts: all large accounts, all that cost money, all that owe."""

from __future__ import annotations

from collections.abc import Callable

from analysis.accounts import tables, tables_beside
from analysis.display.cells import Table
from analysis.display.language import sentence
from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return the whole tables by title."""
    found: list[tuple[str, Table]] = []
    if run.accounts.refusal is None:
        found.append((sentence("Key accounts"), tables.key_accounts(run)))
    if run.profitability.refusal is None and run.profitability.facts.unprofitable:
        found.append((sentence("Unprofitable"), tables.unprofitable(run)))
    if run.outstanding.facts.known:
        found.append((sentence("Receivables"), tables_beside.owed(run)))
    found += [(title, table(run)) for title, name, table in _beside() if len(run.accounts.tables.get(name, ()))]
    return found


def _beside() -> list[tuple[str, str, Callable[[Run], Table]]]:
    """Return further sheets: title, the table that must not be empty, and how it is made."""
    return [
        (sentence("Key accounts, changes"), "moved", tables.came_and_went),
        (sentence("Groups"), "groups", tables_beside.groups),
        (sentence("Branches"), "groups", tables_beside.branches),
        (sentence("Costs up front"), "spent", tables_beside.spent),
        (sentence("Referrers"), "referrers", tables_beside.referrers),
    ]
