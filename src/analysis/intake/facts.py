"""What was read, used and left out, as the data section of results.json holds it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from analysis.facts import Facts, Refusal, fact


class Router(Facts):
    """What the data can answer."""

    verdict: str = fact("code", "customer_level, contractual, too_little, without_amounts or non_contractual")
    reason: Any = fact("code", "why")
    chapters: dict[str, Refusal | None] = fact("codes", "why a chapter cannot be answered; null if it can")
    limits: dict[str, Any] = fact("codes", "what a chapter lacks that can be answered")


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
    ledger: list[dict[str, Any]] = fact("records", "rows left out, by reason")
    findings: list[dict[str, Any]] = fact("records", "what was noticed")
    router: Router = fact("record", "what the data can answer")
    tables: Any = fact("records", "coverage of the optional tables", None)
    groups: Any = fact("record", "customers of several branches", None)
    control_totals: Any = fact("records", "the client's books", None)


class MonthsFacts(Facts):
    """Revenue by calendar month."""

    months: int | None = fact("months", "from the first to the last", None)
    least: float | None = fact("money", "of the month that brought least", None)
    least_month: dt.date | None = fact("day", "its first", None)
    most: float | None = fact("money", "of the month that brought most", None)
    most_month: dt.date | None = fact("day", "its first", None)
