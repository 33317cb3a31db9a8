"""Whom a campaign or a service is for: a class, a state, a grade or a segment of the client's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.client.plan import CLASSES
from analysis.display.language import data_error, sentence
from analysis.plan.recorded import attribute
from analysis.plan.states import STATES

if TYPE_CHECKING:
    from analysis.run.step import Inputs

LABEL = "label of "
"""Of the columns with the client's own groups."""
GRADE = f"{LABEL}grade"
"""Where the client has rules for grades, A means their A, not the class by money."""


def with_labels(given: Inputs, table: pd.DataFrame) -> pd.DataFrame:
    """Return the customers with their grades, and with the client's own groups of them where the plan names any."""
    plan, ids = given.plan_settings, table["customer_id"]
    named = [] if plan is None else [*(plan.service or {}), *(one.segment for one in plan.campaigns)]
    grades = [*dict.fromkeys(rule.grade for rule in given.segments.facts.rules)]
    if not grades and {*named} <= {*CLASSES, *STATES}:
        return table
    classes = given.segments.tables["classes"].set_index("customer_id")
    found = {f"{LABEL}segment": attribute(given.attributes, "segment", ids)}
    found |= {f"{LABEL}{name}": ids.map(classes[name]) for name in given.own_segments if name in classes}
    if grades:
        found[GRADE] = pd.Categorical(ids.map(classes["grade"].astype("object")), grades)
    return table.assign(**found)


def by_leading_grade(table: pd.DataFrame) -> pd.DataFrame:
    """Return customers whose class is what management works by: the client's grade where there are rules, else ABC."""
    return table.assign(abc_class=table[GRADE].astype("object")) if GRADE in table else table


def chosen(table: pd.DataFrame, name: str, key: str) -> pd.DataFrame:
    """Return the customers of a grade, class, state or segment: the first that has this name.

    Raises DataError if there is none of this name; ``key`` says where it is named.
    """
    labels = [column for column in table if column.startswith(LABEL)]
    stated = {"abc_class": CLASSES, "customer_state": STATES}
    for column in (*([GRADE] if GRADE in table else []), *stated, *labels):
        if name in (stated.get(column) or pd.Categorical(table[column]).categories):  # a grade of nobody is one
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
