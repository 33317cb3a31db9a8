"""What the segments notebook shows: one function per cell."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.display.cells import Finding, Note, Refusal, Stack, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import joined, sentence
from analysis.display.names import named
from analysis.refusals import why
from analysis.run.run import Run
from analysis.segments import draw, say, say_grades
from analysis.segments.tables import class_rows, graded_name, reasons_table, schemes, table_of
from analysis.segments.tables_layers import near_table
from analysis.words import segments as words


@refusable("segments", speaks=True)
def stages(run: Run) -> Finding | Refusal:
    """Say how many are still there, how many bought once, who sleeps."""
    s = run.segments.facts
    if s.without_days is not None:
        return Refusal(why(s.without_days))
    return Finding(joined(words.lifecycle(s), say.potential(s) or "", say.walk_ins(s) or ""))


@refusable("segments")
def stages_figure(run: Run) -> Any:
    """Draw the stages with their customers and revenue."""
    s = run.segments.facts
    if s.lifecycle is None:
        return None
    return finished(draw.plot_classes(class_rows(s.lifecycle)), say.stages_title(s), source_of(run))


@refusable("segments")
def stages_rule(run: Run) -> Note | None:
    """Say by which thresholds the stages are made."""
    s = run.segments.facts
    return None if s.lifecycle is None else Note(say.stages_rule(s))


@refusable("segments")
def growth(run: Run) -> Finding | Refusal | None:
    """Say who rises, who falls, who has gone."""
    s = run.segments.facts
    if s.without_days is not None:
        return None
    return Refusal(why(s.without_growth)) if s.without_growth else Finding(say.growth(s, run.currency))


@refusable("segments")
def growth_figure(run: Run) -> Any:
    """Draw what each class of growth brought more or less."""
    s = run.segments.facts
    if s.change is None:
        return None
    rows = [(code, words.growth_name(code), c.customers, c.now - c.before) for code, c in s.change.items()]
    table = pd.DataFrame(rows, columns=["code", "name", "customers", "change"])
    ax = draw.plot_change(table, run.currency, paid=run.client.has_amounts)
    return finished(ax, say.growth_title(s), source_of(run))


@refusable("segments")
def growth_rule(run: Run) -> Note | None:
    """Say what counts as a change."""
    s = run.segments.facts
    return None if s.change is None else Note(say.growth_rule(s))


@refusable("segments")
def grades(run: Run) -> Finding | None:
    """Say what the leading grades hold: the client's own, else the classes by money."""
    s = run.segments.facts
    if s.leading is None:
        return None
    if s.leading == "grade":
        return Finding(say_grades.grades(s))
    return Finding(joined(words.leading(s), say_grades.leading(s, run.currency)))


@refusable("segments")
def grade_table(run: Run) -> Table | None:
    """Show what the leading grades hold."""
    s = run.segments.facts
    if s.leading_grades is None:
        return None
    return table_of(run, s.leading_grades, sentence("What each grade holds"), graded_name(run))


@refusable("segments")
def idle_rules(run: Run) -> Note | None:
    """Say which rules of the grades grade nobody."""
    return Note.of(say_grades.idle_rules(run.segments.facts))


@refusable("segments")
@named
def graded_table(run: Run) -> Table | None:
    """Show the largest customers with their grade and its reason."""
    return None if run.segments.facts.grades is None else reasons_table(run)


@refusable("segments", money=True)
@named
def nearer_table(run: Run) -> Table | None:
    """Show who is close to a better class, where the classes are those by money."""
    return near_table(run)


@refusable("segments")
def rfm(run: Run) -> Finding | None:
    """Say who of the valuable ones has fallen silent."""
    s = run.segments.facts
    return None if s.rfm is None else Finding(say.rfm(s))


@refusable("segments")
def rfm_figure(run: Run) -> Any:
    """Draw the segments by recency, frequency and money."""
    s = run.segments.facts
    if s.rfm is None:
        return None
    return finished(draw.plot_classes(class_rows(s.rfm)), say.rfm_title(s), source_of(run))


@refusable("segments")
def rfm_rule(run: Run) -> Note | None:
    """Say how the scores are made."""
    return None if run.segments.facts.rfm is None else Note(say.rfm_rule())


@refusable("segments")
def own(run: Run) -> Stack | None:
    """Show the segments of the analyst's own."""
    found = run.segments.facts.own
    if not found:
        return None
    parts: list[Any] = []
    for name, each in found.items():
        parts.append(Finding(say.own(name, each)))
        parts.append(table_of(run, each.classes, say.spelled(name), str))
    return Stack(parts)


@refusable("segments", money=True)
def plum(run: Run) -> Finding | None:
    """Say what strategic customers of little profit bring and cost."""
    return Finding.of(say_grades.plum(run.segments.facts, run.currency))


@refusable("segments")
def all_classes(run: Run) -> Stack | None:
    """Show what every class holds, but for the leading grades and own segments, which stand in front."""
    s = run.segments.facts
    before = [s.leading_grades, *(each.classes for each in s.own.values())]
    tables = [
        table_of(run, groups, sentence("By {what}", what=caption), name)
        for caption, groups, name in schemes(run)
        if not any(groups is shown for shown in before)
    ]
    return Stack(tables) if tables else None
