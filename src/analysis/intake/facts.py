"""What was read, used and left out, as the data section of results.json holds it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import ConfigDict

from analysis.facts import Facts, Refusal, fact


class Router(Facts):
    """What the data can answer."""

    verdict: str = fact("code", "customer_level, contractual, too_little, without_amounts or non_contractual")
    reason: list[Refusal] = fact("codes", "why")
    chapters: dict[str, Refusal | None] = fact("codes", "why a chapter cannot be answered; null if it can")
    limits: dict[str, str] = fact("codes", "what a chapter lacks that can be answered")


class LeftOut(Facts):
    """Rows that do not enter the analysis, for one reason."""

    reason: str = fact("code", "why they were left out")
    rows: int = fact("rows", "left out")
    amount: float | None = fact("money", "of theirs; null without amounts")


class Noticed(Facts):
    """What was noticed in the data (`analysis.intake.say.message`)."""

    code: str = fact("code", "what it is")
    level: str = fact("code", "info or warning")
    rows: int = fact("rows", "that it concerns")
    amount: float = fact("money", "that it concerns")
    facts: dict[str, Any] = fact("record", "what its sentence needs", default_factory=dict)


class Coverage(Facts):
    """How far an optional table covers the customers who bought."""

    rows: int = fact("rows", "in it")
    ids: int = fact("ids", "in it")
    matched: int = fact("ids", "that bought, in it")
    unmatched: int = fact("ids", "that bought, not in it")
    revenue_share: float | None = fact("fraction", "of the revenue, that it covers")
    never_bought: int = fact("ids", "in it that never bought")


class Groups(Facts):
    """Customers that are groups of several ids."""

    ids: int = fact("ids", "in the sources")
    customers: int = fact("customers", "that they form")
    groups: int = fact("customers", "with more than one branch")
    revenue: float | None = fact("money", "of theirs")


class Books(Facts):
    """What the client's books say for a period, against the rows."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    from_: str | None = fact("day", "the first; null: from the first day", alias="from")
    to: str | None = fact("day", "the last; null: up to the last")
    books: float = fact("money", "as the books say")
    used: float = fact("money", "of the rows that are used")
    left_out: dict[str, float] = fact("money", "of sales that are left out, by reason")
    rounding: float = fact("money", "lost or won by rounding")
    difference: float = fact("money", "that nobody explains")


class DataFacts(Facts):
    """The rows that enter the analysis, and those that do not."""

    client: str = fact("text", "the client's name")
    currency: str | None = fact("ISO 4217", "of every amount")
    rows: int = fact("rows", "used")
    customers: int = fact("customers", "in them")
    revenue: float | None = fact("money", "net, over all of them")
    first: dt.date = fact("day", "the first in the data")
    last: dt.date = fact("day", "the last in the data")
    observation_end: dt.date = fact("day", "the last that is looked at")
    ledger: list[LeftOut] = fact("records", "rows left out, by reason")
    findings: list[Noticed] = fact("records", "what was noticed")
    router: Router = fact("record", "what the data can answer")
    tables: dict[str, Coverage] | None = fact("records", "coverage of the optional tables", None)
    groups: Groups | None = fact("record", "customers of several branches", None)
    control_totals: list[Books] | None = fact("records", "the client's books", None)


class MonthsFacts(Facts):
    """Revenue by calendar month."""

    months: int | None = fact("months", "from the first to the last", None)
    least: float | None = fact("money", "of the month that brought least", None)
    least_month: dt.date | None = fact("day", "its first", None)
    most: float | None = fact("money", "of the month that brought most", None)
    most_month: dt.date | None = fact("day", "its first", None)
