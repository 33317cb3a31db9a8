"""What the chapter prints on moves between classes; money is of the window up to a day, in the report's currency."""

from __future__ import annotations

import datetime as dt

from pydantic import ConfigDict

from analysis.facts import Facts, Refusal, fact

SCORES = {
    "abc_recent": (
        "code",
        "A, B, C by cumulative share of what came in the later period that movement compares; N brought nothing in it",
    ),
    "class_move": ("code", "what became of the leading class between the two days: rose, fell, stayed or new"),
    "close_to_a_line": ("yes/no", "whether the value is within 10 % of a line between two of abc_recent's classes"),
    "abc_recent_before": ("code", "the same at the end of the earlier period, of what came in that"),
    "abc_class_before": ("code", "abc_class at the end of the earlier period"),
    "lifecycle_before": ("code", "lifecycle at the end of the earlier period"),
    "rfm_before": ("code", "rfm at the end of the earlier period"),
    "growth_before": ("code", "growth at the end of the earlier period, where the data reach far enough back"),
    "grade_before": ("code", "the client's grade at the end of the earlier period, where it was known by then"),
}
"""Columns of the table of classes, one row per customer: (unit, meaning)."""


class Cell(Facts):
    """Customers who were in one class and are in another, or in the same."""

    model_config = ConfigDict(populate_by_name=True)

    from_: str = fact("code", "the class at the earlier day", alias="from")
    to: str = fact("code", "the class at the later day")
    customers: int = fact("customers", "who made this move")
    revenue_from: float | None = fact("money", "of theirs up to the earlier day; null without amounts")
    revenue_to: float | None = fact("money", "of theirs up to the later day; null without amounts")
    expected: float | None = fact("customers", "who would by chance alone, each at a pace of their own", None)
    low: float | None = fact("customers", "the least of its 95 % band", None)
    high: float | None = fact("customers", "the most of its 95 % band", None)


class Move(Facts):
    """Customers to whom the same happened."""

    customers: int = fact("customers", "in it")
    revenue_from: float | None = fact("money", "of theirs up to the earlier day")
    revenue_to: float | None = fact("money", "of theirs up to the later day")
    revenue_change: float | None = fact("money", "the later less the earlier")
    low: float | None = fact("customers", "the least of the 95 % band of chance", None)
    high: float | None = fact("customers", "the most of it", None)


class Lists(Facts):
    """Customers who are named."""

    best: str = fact("code", "the best class")
    became: Move = fact("record", "who are in the best class and were not")
    became_new: int = fact("customers", "of them, who were no customers yet")
    left: Move = fact("record", "who were in the best class and are not")
    alerts: Move = fact("record", "who fell from the best class, or by two classes or more")


class ClassMoves(Facts):
    """The moves under one classification between two days; all matrices balance to the cent."""

    model_config = ConfigDict(populate_by_name=True)

    scheme: str = fact("code", "the classification")
    from_: dt.date = fact("day", "the earlier", alias="from")
    to: dt.date = fact("day", "the later")
    classes: list[str] = fact("codes", "the best first")
    known: int = fact("customers", "of the later day who were known at the earlier")
    matrix: list[Cell] = fact("records", "class by class")
    moves: dict[str, Move] = fact("records", "customers by what became of their class")
    first_lines: list[Cell] | None = fact("records", "the same at the earlier day's lines of money, if any", None)
    first_lines_moves: dict[str, int] | None = fact("customers", "who rose, fell and stayed at those lines", None)
    lines: dict[str, float] | None = fact("money", "the least in each class at the later day, if lines of money", None)
    lines_before: dict[str, float] | None = fact("money", "the same at the earlier day", None)
    close: int | None = fact("customers", "within 10 % of a line at the later day", None)
    moved_and_close: int | None = fact("customers", "of them, whose class changed", None)
    lists: Lists = fact("record", "customers who are named")


class Quarter(Facts):
    """The classes at the end of a quarter, and the moves since the one before."""

    scheme: str = fact("code", "the classification")
    day: dt.date = fact("day", "the end of the quarter")
    sizes: dict[str, int] = fact("customers", "in each class")
    moves: dict[str, int] | None = fact("customers", "by what became of their class; null in the first quarter", None)


class RuleWithoutPast(Facts):
    """A rule of the client's grades that names what is known as of today alone, such as a forecast."""

    rule: int = fact("number", "of the rule")
    grade: str = fact("name", "that it gives")
    columns: list[str] = fact("names", "of these columns")
    too_short: bool = fact("yes/no", "is it the history that is too short for them on the earlier day")


class Migration(Facts):
    """Who moved from class to class: the leading classification's matrix first, then all."""

    model_config = ConfigDict(populate_by_name=True)

    refusal: Refusal | None = fact("code", "why nothing is compared", None)
    from_: dt.date | None = fact("day", "the earlier", None, alias="from")
    to: dt.date | None = fact("day", "the later", None)
    months: int | None = fact("months", "of the window up to each day", None)
    scheme: str | None = fact("code", "the leading classification", None)
    matrix: list[Cell] | None = fact("records", "its moves, class by class", None)
    buffer: float | None = fact("fraction", "of a line, past which a customer must be before the class changes", None)
    draws: int | None = fact("draws", "behind the bands of chance", None)
    drawn_customers: int | None = fact("customers", "in each of them; fewer than all where there are many", None)
    period: dict[str, ClassMoves] | None = fact("records", "of the period, by classification", None)
    quarter: dict[str, ClassMoves] | None = fact("records", "of the last three months, by classification", None)
    quarters: list[Quarter] | None = fact("records", "classes by quarter, the latest twelve at most", None)
    without_past: list[RuleWithoutPast] = fact(
        "records", "of the client's grades, which are left out because of them", default_factory=list
    )
    stated: list[str] = fact(
        "columns", "that grades name and that are taken as today on both days", default_factory=list
    )
    without_money: bool | None = fact("yes/no", "whether classes by money are left out, as there are no amounts", None)
