"""Tables of classes, as the chapter and the sheets of Excel show them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.display.cells import Column, Table
from analysis.display.class_table import class_table, with_shares
from analysis.display.language import sentence
from analysis.run.run import Run
from analysis.segments.facts import Groups
from analysis.segments.reasons import because
from analysis.segments.say import spelled
from analysis.words.segments import class_name, growth_name


def class_rows(groups: Groups, name: Callable[[str], str] = class_name) -> pd.DataFrame:
    """Return classes as rows: code, name, what each holds, and its shares of customers and revenue."""
    return with_shares(pd.DataFrame([group.plain() for group in groups.values()], index=list(groups)), name)


def table_of(run: Run, groups: Groups, caption: str, name: Callable[[str], str] = class_name) -> Table:
    """Return a table of classes with their customers and money."""
    s = run.segments.facts
    rows = class_rows(groups, name)
    return class_table(
        rows, run.currency, caption, days=s.churn_window_days, window=s.window_days, worth=s.worth, narrow=True
    )


def graded_name(run: Run) -> Callable[[str], str]:
    """Return how the leading grades are called: the client's own as they are."""
    return str if run.segments.facts.leading == "grade" else class_name


Classification = tuple[str, Groups, Callable[[str], str]]


def schemes(run: Run) -> list[Classification]:
    """Return the classifications that there are: by what, their classes, and how these are called."""
    s = run.segments.facts
    graded = sentence("the client's grades") if s.leading == "grade" else sentence("money")
    known: list[tuple[str, Groups | None, Callable[[str], str]]] = [
        (sentence("stage"), s.lifecycle, class_name),
        (sentence("growth"), s.growth, growth_name),
        (graded, s.leading_grades, graded_name(run)),
        (sentence("margin"), s.abc_margin if s.abc_disagree else None, class_name),
        (sentence("recency, frequency and money"), s.rfm, class_name),
        (sentence("what is bought at a discount"), s.discount_habit, class_name),
        (sentence("how many categories are bought"), s.breadth, class_name),
        (sentence("price of what is bought"), s.price_layer, class_name),
        (sentence("membership"), s.membership, class_name),
    ]
    own: list[Classification] = [(spelled(name), each.classes, str) for name, each in s.own.items()]
    return [(caption, groups, name) for caption, groups, name in known if groups is not None] + own


def reasons_table(run: Run, top: int | None = 10) -> Table:
    """Return the customers with their grades and why they have them, the largest first."""
    table = run.customers.join(run.segments["classes"][["grade", "grade_rule"]])
    within = [each.within for rule in run.client.grades for each in rule.conditions if each.within]
    if not set(within) <= {*table.columns}:
        table = run.table()
    table = table.reset_index()
    if run.client.has_amounts:
        table = table.sort_values(["revenue", "customer_id"], ascending=[False, True], kind="stable")
    table = table[table["grade"].notna()]
    shown = table if top is None else table.head(top)
    said = because(shown, run.client.grades)
    columns = {
        "customer_id": Column(sentence("Customer")),
        "grade": Column(sentence("Grade")),
        "reason": Column(sentence("Because"), "sentence"),
    }
    if run.client.has_amounts:
        columns["revenue"] = Column(sentence("Revenue so far"), "money", currency=run.currency, digits=0)
    return Table(
        table[[name for name in columns if name != "reason"]].assign(reason=said.reindex(table.index)),
        columns,
        top=top,
        caption=sentence("Who has which grade, and why"),
        sort_note=sentence("Sorted by revenue.") if run.client.has_amounts else None,
        sheet=sentence("Grades"),
    )
