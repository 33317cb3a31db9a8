"""What the segments notebook shows of attention and layers; nothing where neither is known."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import finished, source_of
from analysis.display.language import sentence
from analysis.display.names import called
from analysis.run.run import Run
from analysis.segments import draw, say_service
from analysis.segments.say_service import service_name
from analysis.segments.tables_service import layer_rows, served_list
from analysis.words.segments import class_name


def served(run: Run) -> Finding | None:
    """Say how many are served above and below what they bring."""
    s = run.attention.facts
    return Finding(say_service.served(s, run.currency)) if s.by else None


@called
def under_served(run: Run) -> Table | None:
    """Show who brings much and gets little."""
    return served_list(run, "under-served")


@called
def over_served(run: Run) -> Table | None:
    """Show who gets much and brings little."""
    return served_list(run, "over-served")


def levels_table(run: Run) -> Table | None:
    """Show how many customers of each class have which level of relationship."""
    s = run.attention.facts
    if not s.levels:
        return None
    frame = pd.DataFrame([{"level": service_name(name), **row} for name, row in s.levels.items()])
    classes = [name for name in s.layers if name in frame]
    columns = {"level": Column(sentence("Relationship"))}
    columns |= {name: Column(class_name(name), "count") for name in classes}
    return Table(frame, columns, caption=sentence("Customers by their level of relationship and grade"))


def service_how(run: Run) -> Note | None:
    """Say how attention and value are measured."""
    s = run.attention.facts
    return Note(say_service.how(s)) if s.by else None


def layers_figure(run: Run) -> Any:
    """Draw the layers of the customer base, where it is known what they get."""
    s = run.attention.facts
    if not s.layers or s.by is None or (s.prospects is None and s.by == "relationship_level"):
        return None
    table = layer_rows(run)
    labels = {"customers": sentence("of the customers")}
    if s.prospects is not None:
        labels = {"customers": sentence("of customers and prospects")}
    if table["money_share"].notna().any():
        by_margin = table["margin"].notna().any()
        labels["money"] = sentence("of the margin") if by_margin else sentence("of the revenue")
    if table["attention_share"].notna().any():
        timed = table["minutes"].notna().any()
        labels["attention"] = sentence("of the contact time") if timed else sentence("of the contacts")
    return finished(draw.plot_layers(table, labels), say_service.pyramid_title(s), source_of(run))
