"""Why a customer has its grade, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.client.conditions import Condition
from analysis.client.grades import Grade
from analysis.display.formats import count, number, share
from analysis.display.language import listed, sentence


def because(table: pd.DataFrame, rules: Sequence[Grade]) -> pd.Series:
    """Return the reason of each customer's grade.

    `table` (DataFrame, one row per customer): grade, grade_rule, and the columns that name groups.
    `rules`: sequence of Grade.

    Examples
    --------
    >>> rules = [Grade(grade="A", when={"yearly_revenue": "top 20 % within segment"}), Grade(grade="C")]
    >>> table = pd.DataFrame({"grade": ["A", "C"], "grade_rule": [1.0, 2.0], "segment": ["agents", "shops"]})
    >>> [text.replace("\u202f", " ") for text in because(table, rules)]
    ['A, because yearly revenue is in the top 20 % of agents.', 'C, because no rule before fits.']
    """
    said: dict[object, str] = {}
    for number_, rows in table.groupby("grade_rule"):
        rule = rules[int(number_) - 1]
        groups = [each.within for each in rule.conditions if each.within is not None]
        if not groups:
            said |= dict.fromkeys(rows.index, reason(rule, {}))
            continue
        for index, row in zip(rows.index, rows[groups].to_dict("records"), strict=True):
            said[index] = reason(rule, row)
    return pd.Series(said, dtype="str").reindex(table.index)


def reason(rule: Grade, row: dict[str, Any]) -> str:
    """Return why a rule gives its grade; `row` says in which group the customer is."""
    if not rule.conditions:
        return sentence("{grade}, because no rule before fits.", grade=rule.grade)
    return sentence(
        "{grade}, because {reasons}.",
        grade=rule.grade,
        reasons=listed([_clause(each, row) for each in rule.conditions]),
    )


def _clause(asked: Condition, row: dict[str, Any]) -> str:
    field = asked.field.replace("_", " ")
    if asked.kind == "is":
        values = [_value(value, percent=False) for value in asked.wanted]
        if len(values) == 1:
            return sentence("{field} is {value}", field=field, value=values[0])
        return sentence("{field} is one of {values}", field=field, values=listed(values))
    amount = _value(asked.wanted[0], percent=asked.percent)
    if asked.kind in {"top", "bottom"}:
        return _rank(asked, field, amount, row)
    wordings = {
        "at least": sentence("{field} is at least {value}", field=field, value=amount),
        "at most": sentence("{field} is at most {value}", field=field, value=amount),
        "over": sentence("{field} is over {value}", field=field, value=amount),
        "under": sentence("{field} is under {value}", field=field, value=amount),
    }
    return wordings[asked.kind]


def _rank(asked: Condition, field: str, amount: str, row: dict[str, Any]) -> str:
    values = {"field": field, "n": amount}
    if asked.within is None:
        if asked.kind == "top":
            return sentence("{field} is in the top {n}", **values)
        return sentence("{field} is in the bottom {n}", **values)
    values["group"] = str(row.get(asked.within, ""))
    if asked.kind == "top":
        return sentence("{field} is in the top {n} of {group}", **values)
    return sentence("{field} is in the bottom {n} of {group}", **values)


def _value(value: Any, *, percent: bool) -> str:
    if percent:
        return share(value)
    if isinstance(value, bool):
        return sentence("yes") if value else sentence("no")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return count(value) if value == round(value) else number(value)
    return str(value)
