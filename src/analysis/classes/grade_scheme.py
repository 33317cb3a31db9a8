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


def grade_scheme(rules: Sequence[Grade], *, paid: bool) -> Scheme:
    """Return the grades as a classification, in the order of the rules; who fits none comes last.

    Parameters
    ----------
    rules : sequence of Grade
        They name columns of `classes.table.with_classes` alone (`without_past`).
    paid : bool
        Whether there are amounts.
    """
    order = (*dict.fromkeys(rule.grade for rule in rules), UNGRADED)
    fields = {name for rule in rules for name in rule.fields}

    def place(known: Known) -> Places:
        grade = graded(with_classes(known, paid=paid), rules)["grade"].fillna(UNGRADED)
        return pd.Index(order).get_indexer(grade).astype(np.int64)

    return Scheme("grade", order, place, two_stretches=bool(fields & OF_TWO_STRETCHES))


def without_past(rules: Sequence[Grade], known: Known, *, paid: bool) -> list[str]:
    """Return the columns that the rules name and of which only the present is known, such as attributes."""
    there = with_classes(known, paid=paid).columns
    return sorted({name for rule in rules for name in rule.fields} - set(there))
