"""What the churn notebook shows: one function per cell."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.churn import draw, say, say_tested
from analysis.churn.churn import AT_RISK, CALL, WIN_BACK
from analysis.display import formats
from analysis.display.cells import Column, Finding, Note, Refusal, Stack, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import sentence
from analysis.display.names import named
from analysis.run.run import Run
from analysis.words import churn as words
from analysis.words import run_rate as words_of_few
from analysis.words.value import worth_name

LISTED = 15


def leavers(run: Run) -> Finding | Stack | Refusal | None:
    """Say how many will not buy, and first what forbids to believe it; nothing where leaving is observed instead."""
    if run.churn.refusal:
        observed = run.contracts.refusal or run.contracts.facts.listed
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


def silent(run: Run) -> Finding | None:
    """Say who has been silent for longer than ever, where customers are too few for a probability."""
    r = run.run_rate.facts
    return Finding(words_of_few.late(r, run.currency)) if r.needed else None


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
        columns["recent_revenue"] = _money(run, sentence("Revenue of the last 365 days"), bar=True)
    return Table(
        late,
        columns,
        top=LISTED,
        sheet=sentence("Actions"),
        total={"recent_revenue": late["recent_revenue"].sum()} if paid else None,
        caption=sentence("Silent for longer than ever before"),
        sort_note=sentence("Sorted by revenue of the last 365 days.") if paid else sentence("Sorted by silence."),
    )


@refusable("churn", money=True)
def slipping(run: Run) -> Finding | Stack:
    """Say what is slipping away, or whose past revenue is at risk where value is not known."""
    c = run.churn.facts
    if c.at_risk:
        return Stack([Finding(words.at_risk(c, run.currency)), Note(say.how_at_risk(c))])
    return Finding(say.slipping(c, run.currency, worth_name(run.value.facts)))


@refusable("churn", money=True)
@named
def slipping_table(run: Run) -> Table | None:
    """Show whom to call."""
    if run.churn.facts.at_risk:
        return _at_risk_table(run)
    frame = action_list(run, CALL, "slipping_value")
    columns = _known() | {
        "revenue": _money(run, sentence("Revenue so far")),
        "p_alive_before": Column(sentence("Still a customer, one window ago"), "share"),
        "p_alive": Column(sentence("Still a customer, now"), "share"),
        "slipping_value": _money(run, sentence("Slipping value"), bar=True),
    }
    return _listed(
        frame,
        columns,
        caption=sentence("Whom to call before they are gone"),
        with_signs=True,
        sort_note=sentence("Sorted by slipping value."),
    )


@refusable("churn")
def lost(run: Run) -> Finding | Refusal:
    """Say what has gone."""
    c = run.churn.facts
    if c.without_value:
        return Refusal(say.without_value(c))
    return Finding(say.lost(c, run.currency, worth_name(run.value.facts)))


@refusable("churn", money=True)
@named
def lost_table(run: Run) -> Table | None:
    """Show whom to win back."""
    frame = action_list(run, WIN_BACK, "lost_value")
    columns = _known() | {
        "revenue": _money(run, sentence("Revenue so far")),
        "p_alive": Column(sentence("Still a customer, now"), "share"),
        "lost_value": _money(run, sentence("Lost value"), bar=True),
    }
    return _listed(frame, columns, caption=sentence("Whom to win back"), sort_note=sentence("Sorted by lost value."))


@refusable("churn", money=True)
def how(run: Run) -> Note | None:
    """Say how the two values are made."""
    c = run.churn.facts
    return None if c.without_value else Note(say.how(c, run.currency, worth_name(run.value.facts)))


def action_list(run: Run, todo: str, measure: str) -> pd.DataFrame:
    """Return the customers of one list, most at stake first."""
    scores = run.churn.tables["scores"]
    return scores[scores["list"] == todo].sort_values(measure, ascending=False, kind="stable", ignore_index=True)


def _at_risk_table(run: Run) -> Table | None:
    days = formats.count(run.churn.facts.at_risk.days)
    columns = _known() | {
        "recent_revenue": _money(run, sentence("Revenue of the last {days} days", days=days)),
        "churn_probability": Column(sentence("Will not buy"), "share"),
        "revenue_at_risk": _money(run, sentence("Revenue at risk"), bar=True),
    }
    return _listed(
        action_list(run, AT_RISK, "revenue_at_risk"),
        columns,
        caption=sentence("Whom to call before they are gone"),
        with_signs=True,
        sort_note=sentence(
            "Sorted by revenue at risk: revenue of the last {days} days times the probability of no purchase.",
            days=days,
        ),
    )


def _known() -> dict[str, Column]:
    return {
        "customer_id": Column(sentence("Customer")),
        "abc_class": Column(sentence("Class")),
        "last_purchase": Column(sentence("Last purchase"), "day"),
    }


def _money(run: Run, label: str, *, bar: bool = False) -> Column:
    return Column(label, "money", currency=run.currency, digits=0, bar=bar)


def _listed(
    frame: pd.DataFrame, columns: dict[str, Column], *, caption: str, sort_note: str, with_signs: bool = False
) -> Table | None:
    """Return a list of customers with the sums of its money and early signs; None if nobody is on it."""
    if frame.empty:
        return None
    if with_signs and frame["warning_signs"].ne("").any():
        frame = frame.assign(signs=frame["warning_signs"].map(say.signs))
        columns = columns | {"signs": Column(sentence("Early signs"), "sentence")}
    sums = {name: frame[name].sum() for name, column in columns.items() if column.kind == "money"}
    sheet = sentence("Actions")
    return Table(frame, columns, top=LISTED, total=sums, sheet=sheet, caption=caption, sort_note=sort_note)
