"""What the movement notebook shows of customers who came together: one function per cell."""

from __future__ import annotations

from typing import Any

from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.movement import draw_cohorts, say_cohorts, say_next
from analysis.run.run import Run

SHOWN = 15
LEAST = 3
"""Cohorts, of fewer a picture says no more than the sentence."""


@refusable("cohorts", speaks=True)
def coming_back(run: Run) -> Finding:
    """Say whether later customers come back as well as earlier ones."""
    return Finding(say_cohorts.coming_back(run.cohorts.facts))


@refusable("cohorts")
def retention_figure(run: Run) -> Any:
    """Draw how many of each cohort bought in each period since; nothing of one intake or two cohorts."""
    c = run.cohorts.facts
    if c.one_intake or c.drawn < LEAST:
        return None
    ax = draw_cohorts.plot_retention(run.cohorts["retention"], c.grain)
    return finished(ax, say_cohorts.retention_title(c), source_of(run, say_cohorts.new_customers(c)))


@refusable("cohorts")
def cohorts_note(run: Run) -> Note | None:
    """Say who has a cohort."""
    c = run.cohorts.facts
    return None if c.one_intake or (c.new_customers or 0) < say_cohorts.FEW else Note(say_cohorts.who_has_a_cohort(c))


@refusable("cohorts")
def next_purchase(run: Run) -> Finding | None:
    """Say how soon new customers buy again."""
    text = say_next.next_purchase(run.cohorts.facts)
    return Finding(text) if text else None


@refusable("cohorts")
def second_purchase_figure(run: Run) -> Any:
    """Draw how soon new customers buy a second time."""
    c = run.cohorts.facts
    if not c.next_purchases:
        return None
    ax = draw_cohorts.plot_second_purchase(run.cohorts["curves"])
    return finished(ax, say_next.curves_title(c), source_of(run, say_cohorts.new_customers(c)))


@refusable("cohorts")
def next_purchase_table(run: Run) -> Table | None:
    """Show how it goes on from purchase to purchase."""
    c = run.cohorts.facts
    if not c.next_purchases:
        return None
    import pandas as pd

    columns = {
        "nth": Column(sentence("After purchase"), "count"),
        "customers": Column(sentence("New customers who made it"), "count"),
        "within": Column(sentence("Bought again within {days} days", days=count(c.within_days)), "share", bar=True),
        "half_days": Column(sentence("Half of these by day"), "count"),
    }
    return Table(
        pd.DataFrame([step.model_dump() for step in c.next_purchases]),
        columns,
        caption=sentence("How many come back, from purchase to purchase"),
        sort_note=sentence(
            "Customers count as long as they were seen (Kaplan-Meier): who came late is not taken for somebody who "
            "stayed away."
        ),
    )


@refusable("cohorts")
def cohorts_table(run: Run) -> Table | None:
    """Show the cohorts with what they brought; nothing where all came in one intake, or nearly nobody is new."""
    c = run.cohorts.facts
    if c.one_intake or (c.new_customers or 0) < say_cohorts.FEW:
        return None
    frame = run.cohorts["cohorts"]
    frame["cohort"] = [say_cohorts.cohort_name(code if isinstance(code, str) else None) for code in frame["cohort"]]
    columns = {
        "cohort": Column(sentence("First purchase")),
        "customers": Column(sentence("Customers"), "count"),
    }
    if c.equal_age_days is not None:
        text = sentence("Bought again within {days} days", days=count(c.equal_age_days))
        columns["again_share"] = Column(text, "share")
    total = {"customers": frame["customers"].sum()}
    if run.client.has_amounts:
        columns["revenue"] = Column(sentence("Revenue to date"), "money", currency=run.currency, digits=0)
        columns["revenue_per_customer"] = Column(sentence("Per customer"), "money", currency=run.currency, digits=0)
        total["revenue"] = frame["revenue"].sum()
    return Table(
        frame,
        columns,
        top=SHOWN,
        total=total,
        caption=sentence("What customers brought, by when they came"),
        sort_note=sentence(
            "Earliest first. A share is shown where the whole cohort has been seen for so long, and is of 30 customers "
            "or more."
        ),
        sheet=sentence("Cohorts"),
    )
