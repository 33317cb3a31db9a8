"""The whole tables of groups and of the branches beneath them."""

from __future__ import annotations

from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.run.run import Run


def way_name(code: str) -> str:
    """Return how a group buys in words."""
    return sentence("centrally") if code == "central" else sentence("by branches")


def groups(run: Run) -> Table:
    """Return all groups with how they buy."""
    frame = run.accounts.tables["groups"]
    columns = {
        "customer_id": Column(sentence("Group")),
        "revenue": Column(sentence("Revenue"), "money", currency=run.currency, digits=0),
        "branches": Column(sentence("Branches"), "count"),
        "silent": Column(sentence("Of them silent for a year"), "count"),
        "largest_branch": Column(sentence("Largest branch")),
        "largest_share": Column(sentence("Its share"), "share", bar=True),
        "buys": Column(sentence("Buys")),
    }
    return Table(frame.assign(buys=frame["way"].map(way_name)), columns, caption=sentence("Groups, and how they buy"))


def branches(run: Run) -> Table:
    """Return every branch beneath the group that pays for it, the largest group first."""
    frame = run.branches.rename(columns={"name": "branch_name"})
    columns = {
        "customer_id": Column(sentence("Group")),
        "branch_id": Column(sentence("Branch")),
        "branch_name": Column(sentence("Branch's name")),
        "revenue": Column(sentence("Revenue"), "money", currency=run.currency, digits=0),
        "last_day": Column(sentence("Last day"), "day"),
    }
    shown = {key: column for key, column in columns.items() if frame[key].notna().any()}
    return Table(frame, shown, caption=sentence("Groups with the branches beneath them"))
