"""Rules: which customers each fits, and the grade of the first that does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.client.conditions import Condition, Value
from analysis.client.grades import Grade, Rule


def graded(table: pd.DataFrame, rules: Sequence[Grade]) -> pd.DataFrame:
    """Return the grade of each customer by the first rule that fits.

    `table` (DataFrame, one row per customer): Every column that the rules name.
    `rules`: sequence of Grade.
    Returns DataFrame, same index: grade (missing where no rule fits), grade_rule (its number, from 1; missing
    likewise).

    Examples
    --------
    >>> rules = [Grade(grade="A", when={"revenue": "top 50 %"}), Grade(grade="C")]
    >>> graded(pd.DataFrame({"revenue": [9.0, 1.0]}), rules)["grade"].tolist()
    ['A', 'C']
    """
    number = first_rule(table, rules)
    names = dict(enumerate((rule.grade for rule in rules), start=1))
    return pd.DataFrame({"grade": number.map(names).astype("str"), "grade_rule": number})


def first_rule(table: pd.DataFrame, rules: Sequence[Rule]) -> pd.Series:
    """Return the number of the first rule that fits each customer, from 1; missing where none does."""
    number = pd.Series(np.nan, table.index)
    for position in range(len(rules) - 1, -1, -1):
        number[fits(table, rules[position])] = position + 1
    return number


def fits(table: pd.DataFrame, rule: Rule) -> pd.Series:
    """Return whom a rule fits, whatever rules come before it."""
    whom = pd.Series(True, table.index)
    for each in rule.conditions:
        whom &= meets(table, each)
    return whom


def meets(table: pd.DataFrame, asked: Condition) -> pd.Series:
    """Return who meets a condition; a missing value meets none.

    Texts are equal if they differ by spaces at the ends and by case alone. Of the largest share q, a customer is one if
    fewer than q of those with a value (of the own group, where groups are named) have a larger one: equal customers
    get equal answers, and who crosses the line is in.
    """
    column = table[asked.field]
    if asked.kind == "is":
        return _is_one_of(column, asked.wanted)
    values = _comparable(column, asked.wanted[0])
    if asked.kind in {"top", "bottom"}:
        return _among_first(values, asked, None if asked.within is None else table[asked.within])
    limit = pd.Timestamp(asked.wanted[0]) if isinstance(asked.wanted[0], dt.date) else asked.wanted[0]
    compare = {"at least": values.ge, "at most": values.le, "over": values.gt, "under": values.lt}[asked.kind]
    return compare(limit).fillna(value=False).astype(bool)


def _is_one_of(column: pd.Series, wanted: Sequence[Value]) -> pd.Series:
    texts = {_text(value) for value in wanted}
    return column.isin([value for value in column.dropna().unique() if _text(value) in texts])


def _text(value: object) -> str:
    """Return a value as it is compared: 3.0 is 3, yes is true, letters are small."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).casefold()
    if isinstance(value, int | float | np.number):
        return f"{float(value):.12g}"
    if isinstance(value, dt.date):
        return pd.Timestamp(value).strftime("%Y-%m-%d")
    text = str(value).strip().casefold()
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def _comparable(column: pd.Series, limit: Value) -> pd.Series:
    if isinstance(limit, dt.date):
        return pd.to_datetime(column, errors="coerce")
    if pd.api.types.is_datetime64_any_dtype(column):
        return (column - pd.Timestamp(0)).dt.days
    return pd.to_numeric(column, errors="coerce").astype("float64")


def _among_first(values: pd.Series, asked: Condition, group: pd.Series | None) -> pd.Series:
    of = pd.Series(0, values.index) if group is None else group
    known = values[values.notna() & of.notna()]
    groups = known.groupby(of[known.index], observed=True)
    better = groups.rank(method="min", ascending=asked.kind == "bottom") - 1
    first = float(asked.wanted[0])  # type: ignore[arg-type]
    # A share of the customers is no whole number in binary: 0.2 × 15 is a little more than 3.
    line = first * groups.transform("size") - 1e-9 if asked.percent else first
    return (better < line).reindex(values.index, fill_value=False)
