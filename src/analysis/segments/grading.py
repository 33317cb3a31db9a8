"""The client's own grades, and what is to be said of their rules."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.classes.rules import fits, graded
from analysis.client.faults import nearest
from analysis.client.grades import Grade
from analysis.display.language import sentence
from analysis.run.step import Inputs
from analysis.schema import DataError
from analysis.segments.facts import GradeRule


def grading(given: Inputs, table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return grade and rule of each customer, and the facts on the rules; nothing where there are none.

    Raises DataError if a rule names a column that there is not.
    """
    rules = given.grades
    if not rules:
        return pd.DataFrame(index=table.index), {}
    refuse_unknown(rules, table, given.column_names)
    found = graded(table, rules)
    taken = found["grade_rule"].value_counts()
    said = [
        GradeRule(
            grade=rule.grade,
            fields=list(rule.fields),
            fits=int(fits(table, rule).sum()),
            customers=int(taken.get(number, 0)),
            unknown=[name for name in rule.fields if table[name].isna().all()],
        )
        for number, rule in enumerate(rules, start=1)
    ]
    return found, {"rules": said, "ungraded": int(found["grade"].isna().sum())}


def refuse_unknown(rules: list[Grade], table: pd.DataFrame, known: list[str]) -> None:
    """Refuse a rule that names a column that no customer can have.

    A column that a step has, but not for these data, is missing for everybody.
    """
    names = list(dict.fromkeys([*table.columns, *known]))
    for number, rule in enumerate(rules, start=1):
        for field in rule.fields:
            if field in table:
                continue
            if field in names:
                table[field] = float("nan")
                continue
            near = nearest(field, names)
            where = {"number": number, "grade": rule.grade, "field": field}
            if near is None:
                said = sentence(
                    "grades: rule {number} ({grade}) names '{field}', which is no column of the customers; they have "
                    "{names}.",
                    names=", ".join(names),
                    **where,
                )
            else:
                said = sentence(
                    "grades: rule {number} ({grade}) names '{field}', which is no column of the customers; did you "
                    "mean '{near}'?",
                    near=near,
                    **where,
                )
            raise DataError(said)
