"""What the churn notebook shows: one function per cell."""

from __future__ import annotations

from typing import Any

from analysis.churn import draw, say, say_tested
from analysis.display.cells import Column, Finding, Note, Refusal, Stack, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import joined, sentence
from analysis.display.names import named
from analysis.display.printed import all_customers
from analysis.run.run import Run
from analysis.words import contracts as words
from analysis.words import run_rate as words_of_few
from analysis.words.value import worth_name

LISTED = 15


def leavers(run: Run) -> Finding | Stack | Refusal | None:
    """Say how many will not buy, and first what forbids to believe it; nothing where leaving is observed instead."""
    if run.churn.refusal:
        observed = run.contracts.refusal or run.contracts.facts.takes_over
        return None if observed else Refusal(run.churn.why or "")
    c = run.churn.facts
    first = say_tested.verdict(c)
    said = Finding(words.leavers(c))
    return Stack([Finding(first), said]) if first else said


@refusable("churn", money=True)
def risk_figure(run: Run) -> Any:
    """Draw value against risk."""
    c = run.churn.facts
    ax = draw.plot_value_risk(run.churn.tables["scores"], run.currency, border=c.class_a_from)
    return finished(ax, say.large_at_risk(c), source_of(run, say.counted(c)))


@refusable("churn")
def slipping(run: Run) -> Finding | Stack:
    """Say what has gone and what is slipping away, or why not; whom to contact is said elsewhere."""
    c = run.churn.facts
    if c.without_value:
        return Stack([Refusal(say.without_value(c)), Note(say.where_the_list_is())])
    return Finding(joined(say.slipping(c, run.currency, worth_name(run.value.facts)), say.where_the_list_is()))


def silent(run: Run) -> Finding | None:
    """Say who has been silent for longer than ever, where customers are too few for a probability."""
    r = run.run_rate.facts
    if not r.needed:
        return None
    planned = run.churn.facts.window_days is not None
    return Finding(joined(words_of_few.late(r, run.currency), say.where_the_list_is() if planned else ""))


@named
def silent_table(run: Run) -> Table | None:
    """Show who that is, most recent revenue first; without amounts the longest overdue first."""
    if not run.run_rate.facts.late:
        return None
    frame = run.run_rate.tables["scores"]
    paid = run.client.has_amounts
    late = frame[frame["silent_longer_than_ever"]]
    late = late.sort_values("recent_revenue" if paid else "days_since_last", ascending=False, kind="stable")
    columns = {
        "customer_id": Column(sentence("Customer")),
        "last_purchase": Column(sentence("Last purchase"), "day"),
        "days_since_last": Column(sentence("Days of silence"), "count"),
        "usual_gap": Column(sentence("Usual gap, days"), "count"),
        "longest_gap": Column(sentence("Longest gap, days"), "count"),
    }
    if paid:
        label = sentence("Revenue of the last 365 days")
        columns["recent_revenue"] = Column(label, "money", currency=run.currency, digits=0, bar=True)
    return Table(
        late,
        columns,
        top=LISTED,
        sheet=all_customers(run),
        total={"recent_revenue": late["recent_revenue"].sum()} if paid else None,
        caption=sentence("Silent for longer than ever before"),
        sort_note=sentence("Sorted by revenue of the last 365 days.") if paid else sentence("Sorted by silence."),
    )


@refusable("churn", money=True)
def how(run: Run) -> Note | None:
    """Say how the two values are made."""
    c = run.churn.facts
    return None if c.without_value else Note(say.how(c, worth_name(run.value.facts)))
