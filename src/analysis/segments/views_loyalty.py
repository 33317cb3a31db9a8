"""What the segments notebook shows of surveys; nothing where there are none."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.display.cells import Column, Finding, Note, Refusal, Stack, Table
from analysis.display.chapter import finished, source_of
from analysis.display.language import joined, sentence
from analysis.refusals import why
from analysis.run.run import Run
from analysis.segments import draw, say_loyalty
from analysis.segments.say_loyalty import loyalty_name
from analysis.segments.tables import class_rows, table_of


def loyalty(run: Run) -> Stack | None:
    """Say how many were asked and satisfied, and who of them will buy."""
    s = run.loyalty.facts
    if not s.known:
        return None
    parts: list[Any] = [Finding(joined(say_loyalty.coverage(s), say_loyalty.answers(s)))]
    if s.classes is not None:
        parts.append(Finding(say_loyalty.classes(s)))
    elif s.without_classes is not None:
        parts.append(Refusal(why(s.without_classes)))
    return Stack(parts)


def loyalty_figure(run: Run) -> Any:
    """Draw the classes of loyalty with their customers and revenue."""
    s = run.loyalty.facts
    if not s.classes:
        return None
    return finished(draw.plot_classes(class_rows(s.classes, loyalty_name)), say_loyalty.title(s), source_of(run))


def loyalty_table(run: Run) -> Table | None:
    """Show what each class of loyalty holds."""
    s = run.loyalty.facts
    return table_of(run, s.classes, sentence("By what they say and will do"), loyalty_name) if s.classes else None


def levels_table(run: Run) -> Table | None:
    """Show how many gave each answer, in the words of the survey."""
    s = run.loyalty.facts
    if s.satisfied is None:
        return None
    rows = [{**level.plain(), "share": level.customers / s.satisfied.n} for level in s.levels]
    columns = {
        "level": Column(sentence("Satisfaction")),
        "customers": Column(sentence("Customers"), "count"),
        "share": Column(sentence("Share"), "share", bar=True),
    }
    return Table(pd.DataFrame(rows), columns, caption=sentence("What they answered last"))


def items_table(run: Run) -> Table | None:
    """Show the items of the survey, the least satisfying first."""
    items = run.loyalty.facts.items
    if not items:
        return None
    rows = [
        {
            "item": each.item,
            **each.top_two.plain(),
            "below": each.below_expectation and each.below_expectation.share,
            "below_n": each.below_expectation and each.below_expectation.n,
        }
        for each in items
    ]
    columns = {
        "item": Column(sentence("Item")),
        "n": Column(sentence("Answered"), "count"),
        "share": Column(sentence("Satisfied ({top})", top=", ".join(run.loyalty.facts.top)), "share", bar=True),
        "low": Column(sentence("At least (95 %)"), "share"),
        "high": Column(sentence("At most (95 %)"), "share"),
        "below_n": Column(sentence("Also said what they expected"), "count"),
        "below": Column(sentence("Got less than expected"), "share"),
    }
    frame = pd.DataFrame(rows)
    shown = {name: column for name, column in columns.items() if frame[name].notna().any()}
    return Table(frame, shown, caption=sentence("What satisfies least"))


def loyalty_how(run: Run) -> Note | None:
    """Say how the classes of loyalty are made."""
    s = run.loyalty.facts
    return Note(say_loyalty.how(s)) if s.classes else None
