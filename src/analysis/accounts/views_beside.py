"""What the notebook on accounts shows where the client says more: one function per cell, empty where it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.accounts import draw, say_beside, tables, tables_beside
from analysis.display.cells import Finding, Note, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import sentence
from analysis.display.names import called
from analysis.run.run import Run

TOP = 10


def outstanding(run: Run) -> Finding | None:
    """Say what customers owe and what it costs."""
    if not run.outstanding.facts.known:
        return None
    return Finding(say_beside.outstanding(run.outstanding.facts, run.currency))


def ageing_figure(run: Run) -> Any:
    """Draw what is open by days past due."""
    o = run.outstanding.facts
    if not o.known or not o.open > 0:
        return None
    rows = [{"label": say_beside.bucket_name(code), "amount": amount} for code, amount in o.ageing.items()]
    ax = draw.plot_ageing(pd.DataFrame(rows), currency=run.currency)
    return finished(ax, say_beside.ageing_title(o, run.currency), source_of(run))


@called
def owed_table(run: Run) -> Table | None:
    """Show who owes most past its day."""
    if not run.outstanding.facts.known:
        return None
    whole = tables_beside.owed(run)
    short = ("customer_id", "open", "past_due", "oldest", "days_outstanding", "credit_cost")
    return tables.shortened(whole, short, top=TOP, sheet=sentence("Receivables"))


@refusable("accounts")
def payback(run: Run) -> Finding | None:
    """Say what costs up front need to be paid back."""
    return Finding.of(say_beside.payback(run.accounts.facts.payback, run.currency))


@refusable("accounts")
@called
def spent_table(run: Run) -> Table | None:
    """Show what was spent to win accounts."""
    if not run.accounts.facts.payback:
        return None
    return replace(tables_beside.spent(run), top=TOP, sheet=sentence("Costs up front"))


@refusable("accounts")
def referrals(run: Run) -> Finding | None:
    """Say what referred customers bring."""
    return Finding.of(say_beside.referrals(run.accounts.facts.referrals, run.accounts.facts, run.currency))


@refusable("accounts")
@called
def referrers_table(run: Run) -> Table | None:
    """Show who brings new customers."""
    if not run.accounts.facts.referrals:
        return None
    return replace(tables_beside.referrers(run), top=TOP, sheet=sentence("Referrers"))


@refusable("accounts")
def types(run: Run) -> Finding | None:
    """Say which types of accounts the client tells apart."""
    return Finding.of(say_beside.types(run.accounts.facts))


@refusable("accounts")
def types_table(run: Run) -> Table | None:
    """Show the types of accounts."""
    return tables_beside.types(run) if any(row.customers for row in run.accounts.facts.types) else None


@refusable("accounts")
def scored(run: Run) -> Note | None:
    """Say what the scores rest on."""
    return Note.of(say_beside.scored(run.accounts.facts.scored))


@refusable("accounts")
@called
def scores_table(run: Run) -> Table | None:
    """Show the large accounts by score."""
    if not run.accounts.facts.scored:
        return None
    return replace(tables_beside.scores(run), top=TOP, sheet=sentence("Key accounts"))
