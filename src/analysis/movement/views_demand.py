"""What the movement notebook shows of demand: one function per cell."""

from __future__ import annotations

from typing import Any

from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import sentence
from analysis.movement import draw_demand, say_demand
from analysis.run.run import Run

SHOWN = 12


@refusable("demand")
def calendar(run: Run) -> Note | None:
    """Say what the calendar does to the comparison of the two periods."""
    text = say_demand.calendar(run.demand.facts)
    return Note(text) if text else None


@refusable("demand")
def season(run: Run) -> Finding:
    """Say whether purchases have a season."""
    return Finding(say_demand.season(run.demand.facts))


@refusable("demand")
def season_figure(run: Run) -> Any:
    """Draw the calendar months."""
    d = run.demand.facts
    if d.season.refusal:
        return None
    return finished(draw_demand.plot_months(run.demand["season"]), say_demand.season_title(d), source_of(run))


@refusable("demand")
def mix(run: Run) -> Finding | None:
    """Say how the mix of categories moved."""
    text = say_demand.mix(run.demand.facts)
    return Finding(text) if text else None


@refusable("demand")
def mix_table(run: Run) -> Table | None:
    """Show the categories in both periods."""
    d = run.demand.facts
    if not d.categories:
        return None
    frame = run.demand["categories"]
    frame["category"] = [say_demand.category_name(name) for name in frame["category"]]
    paid = d.measure == "revenue"

    def summed(label: str) -> Column:
        return Column(label, "money", currency=run.currency, digits=0) if paid else Column(label, "count")

    columns = {
        "category": Column(sentence("Category")),
        "before": summed(sentence("Period before")),
        "period": summed(sentence("This period")),
        "change": summed(sentence("Change")),
        "share": Column(sentence("Share"), "share", digits=1, bar=True),
        "share_change": Column(sentence("Change of share"), "share", digits=1),
    }
    return Table(
        frame,
        columns,
        top=SHOWN,
        total={name: frame[name].sum() for name in ("before", "period", "change")},
        caption=sentence("What categories brought in both periods"),
        sort_note=sentence("Sorted by this period."),
        sheet=sentence("Categories"),
    )


@refusable("demand", money=True)
def mix_by_class_table(run: Run) -> Table | None:
    """Show what customers of each class buy."""
    d = run.demand.facts
    if not d.categories or len(d.categories) < 2:
        return None
    frame = run.demand["categories_by_class"]
    frame = frame[frame["category"].isin([row.category for row in d.categories[:5]])]
    shares, moved = (
        frame.pivot_table(index="category", columns="class", values=name) for name in ("share", "share_change")
    )
    order = [row.category for row in d.categories[:5] if row.category in shares.index]
    table = shares.join(moved.add_suffix("_change")).loc[order].reset_index()
    table["category"] = [say_demand.category_name(name) for name in table["category"]]
    columns = {"category": Column(sentence("Category"))}
    for name in shares.columns:
        columns[name] = Column(sentence("Class {name}", name=name), "share")
        columns[f"{name}_change"] = Column(sentence("Change"), "share", digits=1)
    return Table(
        table,
        columns,
        caption=sentence("What customers of each class buy: shares of the class's revenue"),
        sort_note=sentence("The largest categories; classes as today. Change: against the period before."),
    )
