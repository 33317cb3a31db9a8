"""Whom a campaign or a service is for: a class, a state, a grade or a segment of the client's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display.language import data_error, sentence
from analysis.plan.recorded import attribute
from analysis.plan.states import STATES

if TYPE_CHECKING:
    from analysis.run.step import Inputs

CLASSES = ("A", "B", "C", "N")
LABEL = "label of "
"""Of the columns with the client's own groups."""


def with_labels(given: Inputs, table: pd.DataFrame) -> pd.DataFrame:
    """Return the customers with the client's own groups of them, where the plan names any."""
    plan = given.plan_settings
    named = [] if plan is None else [*(plan.service or {}), *(one.segment for one in plan.campaigns)]
    if {*named} <= {*CLASSES, *STATES}:
        return table
    classes = given.segments.tables["classes"].set_index("customer_id")
    own = [name for name in ("grade", *given.own_segments) if name in classes]
    found = {f"{LABEL}segment": attribute(given.attributes, "segment", table["customer_id"])}
    return table.assign(**found | {f"{LABEL}{name}": table["customer_id"].map(classes[name]) for name in own})


def chosen(table: pd.DataFrame, name: str, key: str) -> pd.DataFrame:
    """Return the customers of a class, state, grade or segment.

    Raises DataError if there is none of this name; ``key`` says where it is named.
    """
    labels = [column for column in table if column.startswith(LABEL)]
    for column in ("abc_class", "customer_state", *labels):
        known = {"abc_class": CLASSES, "customer_state": STATES}.get(column)
        if name in (table[column].dropna().unique() if known is None else known):
            return table[table[column] == name]
    values = [str(value) for column in labels for value in sorted(table[column].dropna().astype("str").unique())]
    raise data_error(
        "{key}: there is no '{name}': a class ({classes}), a state ({states}), a grade or a segment of your own "
        "({own}).",
        key=key,
        name=name,
        classes=", ".join(CLASSES),
        states=", ".join(STATES),
        own=", ".join(values[:10]) or sentence("none"),
    )
