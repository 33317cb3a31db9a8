"""The tables of the plan, for its chapter and for the sheets of customers.xlsx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display.cells import Column, Table
from analysis.display.formats import count
from analysis.display.language import joined, sentence
from analysis.plan import say_reasons
from analysis.plan.states import STATES
from analysis.words import plan as words

if TYPE_CHECKING:
    from analysis.run.run import Run


OF_A_REASON = (
    "action_reason", "days_since_last", "longest_gap", "recent", "before", "T", "warning_signs", "left_because",
    "cause", "customer_state", "contract_day", "p_buy",
)  # fmt: skip
"""Columns that the reasons of an action are said from."""


def answers(run: Run) -> dict[str, str]:
    """Return what the client answers each cause of leaving with."""
    return {one.cause: one.say for one in run.plan.facts.winback.by_cause if one.say}


def stake_column(run: Run, label: str, *, bar: bool = False) -> Column:
    """Return a column of stakes in their measure."""
    if run.plan.facts.measure == "purchases":
        return Column(label, "number", digits=1, bar=bar)
    return Column(label, "money", currency=run.currency, digits=0, bar=bar)


def action_list(run: Run, top: int | None = None, of: str | None = None) -> Table:
    """Return whom to contact, best first, with the reason in words; of one manager's book where one is named."""
    p, frame = run.plan.facts, run.plan.tables["actions"]
    frame = in_words(run, frame if of is None else frame[frame["manager"] == of])
    columns = {
        "customer_id": Column(sentence("Customer")),
        "state": Column(sentence("State")),
        "do": Column(sentence("Do")),
        "why": Column(sentence("Why"), "sentence"),
    }
    if top is None and of is None:
        columns |= _of_the_whole_list(run, frame)
    columns["stake"] = stake_column(run, sentence("At stake"))
    total = {"stake": frame["stake"].sum()}
    if p.priced:
        columns["expected_gain"] = Column(sentence("Expected gain"), "money", currency=run.currency)
        total["expected_gain"] = frame["expected_gain"].sum()
    days = count(p.window_days)
    by = (
        sentence("Sorted by expected gain. Stake and gain within {days} days.", days=days)
        if p.priced
        else sentence("Sorted by what is at stake within {days} days.", days=days)
    )
    return Table(
        frame,
        columns,
        top=top,
        total=total,
        caption=sentence("Whom to contact first"),
        sort_note=by,
        sheet=sentence("Actions"),
    )


def _of_the_whole_list(run: Run, frame: pd.DataFrame) -> dict[str, Column]:
    """Return the columns for which a page has no room, as far as they are known."""
    said, columns = answers(run), {}
    frame["cause_named"] = frame["cause"].map(say_reasons.cause_name).where(frame["left_because"] != "", "")
    frame["answer"] = [say_reasons.answer(cause, said) for cause in frame["cause"]]
    if run.plan.facts.forecast:
        columns["p_buy"] = Column(sentence("Buys unasked"), "share")
    if frame["manager"].notna().any():
        columns["manager"] = Column(sentence("Manager"))
    if frame["left_because"].ne("").any():
        columns |= {"cause_named": Column(sentence("Cause")), "answer": Column(sentence("What answers it"))}
    return columns


def held_back(run: Run) -> Table:
    """Return who is not contacted, to measure by."""
    frame = in_words(run, run.plan.tables["held_back"])
    columns = {
        "customer_id": Column(sentence("Customer")),
        "state": Column(sentence("State")),
        "do": Column(sentence("Not done")),
        "stake": stake_column(run, sentence("At stake")),
    }
    return Table(frame, columns, caption=sentence("Who is not contacted, to measure by"))


def in_words(run: Run, table: pd.DataFrame) -> pd.DataFrame:
    """Return customers with state, action and reason in words."""
    p = run.plan.facts
    settings = {"window": p.window_days, "days": p.compared_days, "measure": p.measure, "currency": run.currency}
    facts = table[[*OF_A_REASON]].to_dict("records")
    said = answers(run)
    return table.assign(
        state=table["customer_state"].map(words.state_name),
        do=[_done(*pair) for pair in zip(table["action"], table["contact_channel"], strict=True)],
        why=[joined(words.reason(row, **settings), say_reasons.besides(row, said)) for row in facts],
    )


def _done(action: str, channel: str) -> str:
    named = words.action_name(action)
    if action not in ("win back", "develop") or not channel:
        return named
    return sentence("{action}: {channel}", action=named, channel=words.channel_name(channel))


def by_state(run: Run) -> Table:
    """Return how many customers are in each state, and how many of them are on the list."""
    p, everyone = run.plan.facts, run.plan.tables["customers"]
    listed = run.plan.tables["actions"]["customer_state"].value_counts()
    stakes = run.plan.tables["actions"].groupby("customer_state")["stake"].sum()
    gains = run.plan.tables["actions"].groupby("customer_state")["expected_gain"].sum()
    rows = pd.DataFrame({"code": [code for code in STATES if p.states[code].customers]})
    rows["state"] = rows["code"].map(words.state_name)
    rows["customers"] = rows["code"].map(everyone["customer_state"].value_counts())
    rows["listed"] = rows["code"].map(listed).fillna(0).astype(int)
    rows["stake"] = rows["code"].map(stakes).fillna(0.0)
    columns = {
        "state": Column(sentence("State")),
        "customers": Column(sentence("Customers"), "count"),
        "listed": Column(sentence("On the list"), "count"),
        "stake": stake_column(run, sentence("At stake with these")),
    }
    if p.priced:
        rows["gain"] = rows["code"].map(gains).fillna(0.0)
        columns["gain"] = Column(sentence("Expected gain"), "money", currency=run.currency)
    return Table(
        rows,
        columns,
        total={name: rows[name].sum() for name in columns if name != "state"},
        caption=sentence("Every customer in one state, and at most on one list"),
        sort_note=sentence(
            "By the contracts: new for 90 days; lost: left within {days} days and not back; gone for good: before "
            "that. Slipping or growing: a quarter less or more than in as many days before.",
            days=count(p.window_days),
        )
        if p.by_contract
        else sentence(
            "New: first bought within {window} days. One-time: on one day only, before that. Lost: silent for longer "
            "than that and than ever before; gone for good: for over twice as long. Overdue: for longer than ever "
            "before. Slipping or growing: a quarter less or more in the last {days} days than in the {days} before.",
            window=count(p.window_days),
            days=count(p.compared_days),
        ),
    )


def group_names() -> dict[str, str]:
    """Return the four groups of win-back in the reader's language."""
    return {
        "fight for": sentence("fight for"),
        "case by case": sentence("case by case"),
        "let go": sentence("let go"),
        "give up for good": sentence("give up for good"),
    }


def causes_table(run: Run) -> Table | None:
    """Return why the lost and gone left, and what answers it; None where no cause is recorded."""
    rows, said = run.plan.facts.winback.by_cause, answers(run)
    if not rows:
        return None
    frame = pd.DataFrame([one.model_dump() for one in rows])
    frame["named"] = frame["cause"].map(say_reasons.cause_name)
    frame["answer"] = [say_reasons.answer(cause, said) for cause in frame["cause"]]
    columns = {
        "named": Column(sentence("Left because of")),
        "left": Column(sentence("Lost or gone"), "count"),
        "class_a": Column(sentence("Of class A"), "count"),
        "lately": Column(sentence("Of the last year"), "count"),
        "contacted": Column(sentence("To contact"), "count"),
    }
    for name, label in (("revenue", sentence("Revenue so far")), ("gain", sentence("Expected gain"))):
        if frame[name].notna().any():
            columns[name] = Column(label, "money", currency=run.currency, digits=0)
    columns["answer"] = Column(sentence("What answers it"), "sentence")
    return Table(
        frame,
        columns,
        total={name: frame[name].sum() for name in columns if name not in ("named", "answer")},
        caption=sentence("Why they left, as recorded, and what answers that"),
    )
