"""The client's grades as a classification of any day, as far as the past of what the rules name is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.classes.rules import graded
from analysis.classes.scheme import Known, Places, Scheme
from analysis.classes.table import with_classes
from analysis.client.grades import Grade

UNGRADED = "no grade"
OF_TWO_STRETCHES = {
    "growth", "trend", "yearly_revenue", "revenue_year_before", "growth_last_year", "growth_two_years",
}  # fmt: skip
"""Columns that need two stretches of history."""


def grade_scheme(rules: Sequence[Grade], *, paid: bool, stated: pd.DataFrame | None = None) -> Scheme:
    """Return the grades as a classification, in the order of the rules; who fits none comes last.

    Parameters
    ----------
    rules : sequence of Grade
        They name columns of `classes.table.with_classes` and of `stated` alone (`without_past`).
    paid : bool
        Whether there are amounts.
    stated : DataFrame, optional
        What is stated of the customers, on the index of `Known.customers`: the same on every day, so that nobody moves
        because of it.
    """
    order = (*dict.fromkeys(rule.grade for rule in rules), UNGRADED)
    fields = {name for rule in rules for name in rule.fields}

    def place(known: Known) -> Places:
        grade = graded(_table(known, paid=paid, stated=stated), rules)["grade"].fillna(UNGRADED)
        return pd.Index(order).get_indexer(grade).astype(np.int64)

    return Scheme("grade", order, place, two_stretches=bool(fields & OF_TWO_STRETCHES))


def _table(known: Known, *, paid: bool, stated: pd.DataFrame | None) -> pd.DataFrame:
    table = with_classes(known, paid=paid)
    return table if stated is None else table.join(stated[[name for name in stated if name not in table]])


def without_past(
    rules: Sequence[Grade], known: Known, *, paid: bool, stated: pd.DataFrame | None = None
) -> dict[int, list[str]]:
    """Return, by number of the rule, the columns that it names and of which only the present is known: forecasts."""
    there = set(_table(known, paid=paid, stated=stated).columns)
    missing = {
        number: [name for name in rule.fields if name not in there] for number, rule in enumerate(rules, start=1)
    }
    return {number: names for number, names in missing.items() if names}
