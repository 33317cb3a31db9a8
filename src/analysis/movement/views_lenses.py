"""What the movement notebook shows of the five lenses: one function per cell."""

from __future__ import annotations

from typing import Any

from analysis.display.cells import Column, Finding, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import sentence, sentences
from analysis.movement import draw_lenses, say_base, say_lenses
from analysis.run.run import Run


def _finding(text: str | None) -> Finding | None:
    return Finding(text) if text else None


@refusable("lenses")
def one_period(run: Run) -> Finding | None:
    """Say how customers differ within the latest period."""
    return _finding(say_lenses.one_period(run.lenses.facts, run.currency))


@refusable("lenses")
def groups_figure(run: Run) -> Any:
    """Draw what tenths of the customers bring."""
    m = run.lenses.facts
    if m.one_period is None or m.one_period.best_share is None:
        return None
    n = m.one_period.customers
    counted = sentences(n, "{n} customer who bought", "{n} customers who bought")
    ax = draw_lenses.plot_groups(run.lenses["groups"], m.measure)
    return finished(ax, say_lenses.groups_title(m), source_of(run, counted))


@refusable("lenses")
def two_periods(run: Run) -> Finding | None:
    """Say who was there in both of two periods."""
    return _finding(say_lenses.two_periods(run.lenses.facts, run.currency))


@refusable("lenses")
def one_cohort(run: Run) -> Finding | None:
    """Say what one cohort did over time."""
    return _finding(say_lenses.one_cohort(run.lenses.facts, run.currency))


@refusable("lenses")
def one_cohort_figure(run: Run) -> Any:
    """Draw how many of one cohort bought in each period."""
    m = run.lenses.facts
    if m.one_cohort is None or run.lenses["one_cohort"]["whole"].sum() < 3:
        return None
    n = m.one_cohort.customers
    counted = sentences(n, "{n} customer of one cohort", "{n} customers of one cohort")
    ax = draw_lenses.plot_one_cohort(run.lenses["one_cohort"], m.grain)
    return finished(ax, say_lenses.one_cohort_title(m), source_of(run, counted))


@refusable("lenses")
def one_cohort_table(run: Run) -> Table | None:
    """Show what one cohort did in each period."""
    m = run.lenses.facts
    if m.one_cohort is None:
        return None
    paid = m.measure == "revenue"
    frame = run.lenses["one_cohort"]
    columns = {
        "date": Column(sentence("Period from"), "day"),
        "customers": Column(sentence("Customers who bought"), "count"),
        "active_share": Column(sentence("Share of the cohort"), "share"),
        "purchases_per_customer": Column(sentence("Purchases each"), "number", digits=1),
    }
    total = {"customers": ""}
    if paid:
        columns["value_per_purchase"] = Column(sentence("Per purchase"), "money", currency=run.currency)
        columns["value"] = Column(sentence("Revenue"), "money", currency=run.currency, digits=0)
        total["value"] = frame["value"].sum()
    return Table(
        frame,
        columns,
        total=total,
        caption=sentence("One cohort over time"),
        sort_note=sentence("Revenue = customers who bought × purchases each × money per purchase.") if paid else None,
    )


@refusable("lenses")
def many_cohorts(run: Run) -> Finding | None:
    """Say whether later cohorts bring as much as earlier ones."""
    return _finding(say_base.many_cohorts(run.lenses.facts, run.currency))


@refusable("lenses")
def ages_figure(run: Run) -> Any:
    """Draw what cohorts bring by age."""
    m = run.lenses.facts
    if m.many_cohorts is None:
        return None
    ax = draw_lenses.plot_ages(run.lenses["ages"], m.grain, run.currency, m.measure)
    return finished(ax, say_base.many_cohorts_title(m, run.currency), source_of(run))


@refusable("lenses")
def whole_base(run: Run) -> Finding | None:
    """Say on whom the latest period rests."""
    m, one = run.lenses.facts, run.cohorts.facts.one_intake
    return _finding(say_base.same_total(m, run.currency) if one else say_base.whole_base(m, run.currency))


@refusable("lenses")
def base_figure(run: Run) -> Any:
    """Draw the whole base by cohort; nothing where all came in one intake."""
    m = run.lenses.facts
    if run.cohorts.facts.one_intake or not m.one_cohort or m.whole_base.old_share is None:
        return None
    base, partial = run.lenses["base"], m.whole_base.partial
    ax = draw_lenses.plot_base(base, m.base_grain, run.currency, m.measure, partial=partial)
    return finished(ax, say_base.whole_base_title(m), source_of(run))
