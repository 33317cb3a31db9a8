"""What the churn notebook shows of customers under contract, and of a column that marks who left."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.churn import draw, say_marked, say_renewals
from analysis.churn import say_contracts as say
from analysis.churn.ratios import ratios_table
from analysis.churn.renewal_lists import due
from analysis.display.cells import Column, Finding, Note, Refusal, Stack, Table
from analysis.display.chapter import finished, source_of
from analysis.display.language import joined, sentence
from analysis.display.names import named
from analysis.run.run import Run
from analysis.words import contracts as words

LISTED = 15


def _dated(run: Run) -> bool:
    """Say whether contracts with days are known."""
    return _known(run) and run.contracts.facts.stated is None


def _known(run: Run) -> bool:
    """Say whether contracts are known, or marks of who left."""
    return bool(run.contracts.refusal is None and run.contracts.facts.listed)


def leaving(run: Run) -> Finding | Refusal | None:
    """Say how many left, or are marked as left; where contracts are paid but not listed, what is missing."""
    c = run.contracts.facts
    if c.refusal:
        return Refusal(run.contracts.why or "")
    if not c.listed:
        return None
    return Finding(words.marked(c) if c.stated else words.leaving(c, run.currency))


def survival_figure(run: Run) -> Any:
    """Draw how long they stay, or the marks by tenure."""
    if not _known(run):
        return None
    c, tables = run.contracts.facts, run.contracts.tables
    if c.stated is None:
        ax = draw.plot_survival(tables["survival"], tables["segments"])
        return finished(ax, say.staying(c), source_of(run, say.watched(c)))
    if len(c.stated.by_tenure) < 2:
        return None
    ax = draw.plot_marked(tables["by_tenure"])
    return finished(ax, say_marked.by_tenure(c), source_of(run))


def staying(run: Run) -> Note | None:
    """Say who stays longest and how they leave, or how the marks go with tenure and attributes."""
    if not _known(run):
        return None
    c = run.contracts.facts
    said = [say_marked.tenure(c), words.apart(c)] if c.stated else [say.segments(c), say.ways(c)]
    text = joined(*(one or "" for one in said))
    return Note(text) if text else None


def causes(run: Run) -> Finding | None:
    """Say which reason is named most."""
    return Finding(say.causes(run.contracts.facts, run.currency)) if _dated(run) else None


def causes_table(run: Run) -> Table | None:
    """Show the recorded reasons, or the marks by attribute."""
    tables = run.contracts.tables if _known(run) else {}
    if "by_attribute" in tables:
        return _marks(tables["by_attribute"])
    if "causes" not in tables:
        return None
    frame = tables["causes"].assign(
        reason=lambda t: t["reason"].where(t["reason"] != "", sentence("not recorded")),
        choice=lambda t: t["involuntary"].map({True: sentence("none"), False: sentence("the customer's")}),
    )
    columns = {
        "reason": Column(sentence("Reason")),
        "choice": Column(sentence("Choice")),
        "left": Column(sentence("Left"), "count", bar=True),
        "lately": Column(sentence("of them in the last 365 days"), "count"),
        "class_a": Column(sentence("of class A"), "count"),
    }
    total = {name: frame[name].sum() for name in ("left", "lately", "class_a")}
    if run.client.has_amounts:
        columns["monthly_revenue"] = Column(sentence("Had brought a month"), "money", currency=run.currency, digits=0)
        total["monthly_revenue"] = frame["monthly_revenue"].sum()
    return Table(frame, columns, total=total, caption=sentence("Why they left, as recorded"))


def _marks(frame: pd.DataFrame) -> Table | None:
    if frame.empty:
        return None
    columns = {
        "attribute": Column(sentence("Attribute")),
        "value": Column(sentence("Value")),
        "customers": Column(sentence("Customers"), "count"),
        "left": Column(sentence("Marked as left"), "count"),
        "share": Column(sentence("Share"), "share", bar=True),
    }
    caption = sentence("Marks by attribute, the one that parts most first")
    return Table(frame, columns, top=LISTED, sheet=sentence("Marks"), caption=caption)


def renewals(run: Run) -> Finding | Refusal | Stack | None:
    """Say how many contracts are expected not to be renewed, and what those under contract will bring."""
    if not _dated(run):
        return Finding(say_marked.whom_to_call()) if _known(run) else None
    c = run.contracts.facts
    if c.renewals.refusal:
        return Refusal(say_renewals.renewals(c, run.currency))
    ahead = words.value_left(c, run.currency)
    first = Finding(say_renewals.renewals(c, run.currency))
    return Stack([first, Note(ahead)]) if ahead else first


@named
def renewals_table(run: Run) -> Table | None:
    """Show whose renewal is due, most money at risk first; without amounts the least likely first."""
    if not _dated(run) or run.contracts.facts.renewals.refusal:
        return None
    return due(run, top=LISTED)


def gone(run: Run) -> Finding | None:
    """Say who left by choice and is not back."""
    return Finding(say.gone(run.contracts.facts, run.currency)) if _known(run) else None


@named
def gone_table(run: Run) -> Table | None:
    """Show who left by choice within the last year, most money a month first; without amounts the last to leave."""
    if not _dated(run) or run.contracts.tables["gone"].empty:
        return None
    frame = run.contracts.tables["gone"]
    columns = {
        "customer_id": Column(sentence("Customer")),
        "start": Column(sentence("Customer since"), "day"),
        "end": Column(sentence("Left"), "day"),
    }
    if frame["reason"].ne("").any():
        columns["reason"] = Column(sentence("Reason"))
    caption = sentence("Who left within the last 365 days and is not back, without those who had no choice")
    if not run.client.has_amounts:
        note = sentence("Sorted by the day they left.")
        return Table(frame, columns, top=LISTED, sheet=sentence("Left"), caption=caption, sort_note=note)
    columns["monthly_revenue"] = Column(sentence("Had brought a month"), "money", currency=run.currency, bar=True)
    total = {"monthly_revenue": frame["monthly_revenue"].sum()}
    note = sentence("Sorted by revenue a month before they left.")
    left = sentence("Left")
    return Table(frame, columns, top=LISTED, total=total, sheet=left, caption=caption, sort_note=note)


def cohorts_table(run: Run) -> Table | None:
    """Show who began when, who is still there, and what they are expected to bring."""
    if not _dated(run) or not run.contracts.facts.renewals.cohorts:
        return None
    rows = pd.DataFrame([one.model_dump() for one in run.contracts.facts.renewals.cohorts])
    columns = {
        "cohort": Column(sentence("Began")),
        "customers": Column(sentence("Began, in the table"), "count"),
        "running": Column(sentence("Still there"), "count"),
    }
    total = {"customers": rows["customers"].sum(), "running": rows["running"].sum()}
    if not run.contracts.facts.renewals.refusal:
        columns["next_renewal"] = Column(sentence("Next renewal"), "share")
        columns["terms_left"] = Column(sentence("Terms to come, discounted"), "number", digits=1)
    if rows["value_left"].notna().any():
        columns["value_left"] = Column(
            sentence("Expected to bring"), "money", currency=run.currency, digits=0, bar=True
        )
        total["value_left"] = rows["value_left"].sum()
    return Table(rows, columns, total=total, caption=sentence("Those under contract by when they began"))


def how_contracts(run: Run) -> Note | None:
    """Say how staying and renewing were computed."""
    if not _dated(run):
        return None
    c = run.contracts.facts
    reasons = say.without_choice(c) if c.causes else ""
    return Note(joined(say.how(c), say_renewals.how_renewals(c), reasons))


def influences(run: Run) -> Finding | Note | None:
    """Say what goes with leaving."""
    if not _dated(run):
        return None
    c = run.contracts.facts
    return Note(say.influences(c)) if c.no_influences else Finding(say.influences(c))


def influences_table(run: Run) -> Table | None:
    """Show what goes with leaving."""
    if not _dated(run) or not run.contracts.facts.influences:
        return None
    return ratios_table(
        run.contracts.facts.influences,
        Column(sentence("Known at the start")),
        Column(sentence("Leaves at … times the rate"), "number", digits=2),
        caption=sentence("What goes with leaving, all else alike (Cox regression)"),
    )


def left_out(run: Run) -> Note | None:
    """Name columns that say who left because they were filled in afterwards."""
    if not _known(run):
        return None
    said = say.left_out(run.contracts.facts)
    return Note(said) if said else None
