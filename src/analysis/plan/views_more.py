"""What the plan notebook shows beside the list: scenarios, questions, capacity, service, campaigns, people."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.client.plan import CLASSES
from analysis.display import days
from analysis.display.cells import Column, Finding, Note, Stack, Table
from analysis.display.chapter import refusable
from analysis.display.language import sentence
from analysis.display.names import names_of
from analysis.plan import say_less_churn, say_more, say_work
from analysis.run.run import Run


@refusable("plan", money=True)
def scenarios_table(run: Run) -> Table | None:
    """Show what would change the result most."""
    v = run.value.facts
    rows = say_more.scenarios(run.plan.facts, v.churn_minus_5, v.new_customer, run.currency)
    if not rows:
        return None
    columns = {
        "label": Column(sentence("If"), "sentence"),
        "effect": Column(sentence("it changes"), "sentence"),
        "against": Column(sentence("how sure, or of what"), "sentence"),
    }
    return Table(pd.DataFrame(rows, columns=list(columns)), columns)


@refusable("plan", money=True)
def scenarios_note(run: Run) -> Note | None:
    """Say what the scenarios stand against."""
    return Note.of(say_less_churn.less_churn(run.value.facts))


@refusable("plan")
def questions_table(run: Run) -> Table | None:
    """Show what to ask the client."""
    rows = [say_more.question(one, partial(names_of, run)) for one in run.plan.facts.questions]
    if not rows:
        return None
    columns = {
        "ask": Column(sentence("Ask"), "sentence"),
        "changes": Column(sentence("The answer changes"), "sentence"),
    }
    return Table(pd.DataFrame(rows, columns=list(columns)), columns)


@refusable("plan")
def capacity(run: Run) -> Finding | None:
    """Say what the planned contacts take."""
    c = run.plan.facts.capacity
    return Finding(say_work.capacity(c, run.currency)) if c else None


@refusable("plan")
def capacity_table(run: Run) -> Table | None:
    """Show the work by class."""
    c = run.plan.facts.capacity
    if c is None or not c.classes:
        return None
    frame = pd.DataFrame([one.model_dump() for one in c.classes])
    columns = {
        "abc_class": Column(sentence("Class")),
        "customers": Column(sentence("Customers"), "count"),
        "contacts": Column(sentence("Contacts a year"), "count"),
    }
    if c.hours is not None:
        columns["hours"] = Column(sentence("Hours a year"), "count")
    if c.budget is not None:
        columns["budget"] = Column(sentence("Cost a year"), "money", currency=run.currency, digits=0)
    return Table(
        frame,
        columns,
        total={name: frame[name].sum() for name in columns if name != "abc_class"},
        caption=sentence("What the contacts planned take"),
        sort_note=sentence("Nobody plans for who is lost or gone, does not pay or had to go."),
    )


@refusable("plan")
def served(run: Run) -> Finding | None:
    """Say who had fewer or more contacts than planned."""
    c = run.plan.facts.capacity
    return Finding(say_work.served(c.served)) if c and c.served else None


@refusable("plan")
def service_table(run: Run) -> Table | None:
    """Show what each class gets."""
    said = run.plan.facts.service
    if not said:
        return None
    frame = pd.DataFrame([one.model_dump() for one in said])
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    columns = {"abc_class": Column(sentence("Class")), "customers": Column(sentence("Customers"), "count")}
    labels = {
        "prices": sentence("Prices"),
        "terms": sentence("Terms"),
        "service": sentence("Service"),
        "relationship": sentence("Relationship"),
    }
    columns |= {name: Column(label) for name, label in labels.items() if frame[name].notna().any()}
    money = {"revenue": sentence("Revenue so far"), "cost": sentence("Cost a year")}
    columns |= {name: cash(label) for name, label in money.items() if frame[name].notna().any()}
    apart = {*frame["abc_class"]} <= {*CLASSES}  # who is in two segments is one customer
    total = {name: frame[name].sum() for name in ("customers", *money) if name in columns} if apart else None
    return Table(frame, columns, total=total, caption=sentence("What each class gets"))


@refusable("plan", money=True)
def campaigns_table(run: Run) -> Stack | None:
    """Say whether the campaigns pay."""
    said = [Finding(say_work.campaign(one, run.currency)) for one in run.plan.facts.campaigns]
    return Stack(said) if said else None


@refusable("plan", money=True)
def campaigns_note(run: Run) -> Note | None:
    """Say what a campaign's arithmetic leaves out."""
    return Note(say_work.forward_buying()) if run.plan.facts.campaigns else None


@refusable("plan", money=True)
def targets_table(run: Run) -> Table | None:
    """Show what of the targets is attained, and what would close the gap."""
    rows = run.plan.facts.targets
    if not rows:
        return None
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    frame = pd.DataFrame([one.model_dump() for one in rows])
    frame["period"] = [
        sentence("{first} to {last}", first=days.day(one.first, short=True), last=days.day(one.last, short=True))
        for one in rows
    ]
    frame["gap"] = frame["due"] - frame["reached"]
    frame["attained"] = frame["reached"] / frame["due"].where(frame["due"] > 0)
    frame["by"] = [say_work.closing(one, names_of(run, one.accounts)) for one in rows]
    columns = {
        "whose": Column(sentence("Target of")),
        "period": Column(sentence("Period")),
        "due": cash(sentence("Due by now")),
        "reached": cash(sentence("Reached")),
        "attained": Column(sentence("Attained"), "share"),
        "gap": cash(sentence("Gap")),
        "by": Column(sentence("What would close it"), "sentence"),
    }
    total = {name: frame[name].sum() for name in ("due", "reached", "gap")}
    return Table(frame, columns, total=total, caption=sentence("Targets"), sort_note=sentence("Largest gap first."))
