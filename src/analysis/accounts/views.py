"""What the notebook on accounts shows of key accounts: one function per cell."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from analysis.accounts import draw, say, say_rules, tables
from analysis.accounts.verdict import RARE, SUSTAINED, VERDICTS
from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.formats import compact_money
from analysis.display.language import sentence
from analysis.display.names import called, labels
from analysis.run.run import Run
from analysis.words import accounts as words

TOP = 10


@refusable("accounts", speaks=True)
def dependency(run: Run) -> Finding:
    """Say what the largest accounts bring, and whether they still buy."""
    return Finding(words.dependency(run.accounts.facts))


@refusable("accounts")
def largest_figure(run: Run) -> Any:
    """Draw the largest accounts with whether they still buy."""
    a = run.accounts
    frame = tables.worded(a.tables["largest"], run)
    state = [_state(run, row) for row in frame.to_dict("records")] if a.facts.days_known else ""
    shown = frame.assign(label=labels(run, frame["customer_id"]), state=state)
    title = say.top_title(a.facts) if a.facts.top else words.dependency(a.facts)
    return finished(draw.plot_largest(shown, whole=tables.whole_size(run)), title, source_of(run))


def _state(run: Run, row: dict[str, Any]) -> str:
    if row["account_verdict"] != "unprofitable":
        return str(row["state"])
    return sentence(
        "{state}; costs {money}", state=row["state"], money=compact_money(-row["account_margin"], run.currency)
    )


@refusable("accounts")
@called
def largest_table(run: Run) -> Table:
    """Show the ten largest accounts, what they leave and whether they still buy."""
    a = run.accounts
    frame = tables.worded(a.tables["largest"], run)
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    columns = {
        "customer_id": Column(sentence("Customer")),
        "size": tables.size_column(run),
        "share": Column(sentence("Share"), "share", digits=1),
        "account_margin": cash(sentence("Margin")),
        "last_year": cash(sentence("Last 365 days"))
        if run.client.has_amounts
        else Column(sentence("Last 365 days"), "count"),
        "state": Column(sentence("Still buys"), "sentence"),
        "verdict": Column(sentence("Verdict")),
    }
    hidden = set() if a.facts.margin_known else {"account_margin"}
    hidden |= set() if a.facts.days_known else {"state"}
    hidden |= set() if frame["last_year"].notna().any() else {"last_year"}
    shown = {key: column for key, column in columns.items() if key not in hidden}
    caption = (
        sentence("The largest accounts, and whether they still buy")
        if a.facts.days_known
        else sentence("The largest accounts")
    )
    return Table(frame, shown, caption=caption, sort_note=_by_size(run))


def _by_size(run: Run) -> str:
    return sentence("Sorted by {of}.", of=words.size_name(run.accounts.facts))


@refusable("accounts")
def verdicts(run: Run) -> Finding:
    """Say how many accounts are key, and what the other large ones are."""
    return Finding(say.verdicts(run.accounts.facts))


@refusable("accounts")
def steadiness_figure(run: Run) -> Any:
    """Draw the large accounts: how steadily they buy against their size."""
    a = run.accounts
    if not a.facts.days_known:
        return None
    large = a.tables["large"]
    large = large[large["is_large"] & large["purchases"].notna() & (large["size"] > 0)].reset_index(drop=True)
    ax = draw.plot_steadiness(
        large.assign(label=labels(run, large["customer_id"])),
        (RARE, SUSTAINED),
        {name: say.verdict_name(name) for name in VERDICTS},
        currency=run.currency,
        size_label=words.size_name(a.facts),
        by_money=run.client.has_amounts,
    )
    return finished(ax, say.steady_title(a.facts), source_of(run))


@refusable("accounts")
def verdict_table(run: Run) -> Table:
    """Show what each verdict holds."""
    f = run.accounts.facts
    frame = pd.DataFrame(
        [{"verdict": say.verdict_name(name), **row.model_dump()} for name, row in f.verdicts.items() if row.customers]
    )
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    columns = {
        "verdict": Column(sentence("Verdict")),
        "customers": Column(sentence("Accounts"), "count"),
        "share": Column(sentence("Share"), "share", digits=1, bar=True),
        "revenue": cash(sentence("Revenue")),
        "margin": cash(sentence("Margin")),
    }
    hidden = set() if run.client.has_amounts else {"revenue"}
    hidden |= set() if f.margin_known else {"margin"}
    shown = {key: column for key, column in columns.items() if key not in hidden}
    total = {key: frame[key].sum() for key in shown if key not in {"verdict", "share"}}
    return Table(frame, shown, total=total, caption=sentence("What each kind of account brings"))


@refusable("accounts")
@called
def key_table(run: Run) -> Table:
    """Show the large accounts with verdict and reason."""
    whole = tables.key_accounts(run)
    short = ("customer_id", "type", "verdict", "reason", "size", "account_margin", "change", "worth")
    page = tables.shortened(whole, short, top=TOP, sheet=sentence("Key accounts"))
    return replace(page, sort_note=_by_size(run))


@refusable("accounts")
def changed(run: Run) -> Finding | None:
    """Say who is a key account no longer, and who became one."""
    return Finding.of(say.changed(run.accounts.facts.change))


@refusable("accounts")
@called
def changed_table(run: Run) -> Table | None:
    """Show who is a key account no longer, and who became one."""
    if run.accounts.tables["moved"].empty:
        return None
    return replace(tables.came_and_went(run), top=TOP, sheet=sentence("Key accounts, changes"))


@refusable("accounts")
def rules(run: Run) -> Note:
    """State the thresholds of the verdicts."""
    return Note(say_rules.rules(run.accounts.facts))
