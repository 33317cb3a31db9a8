"""What was read, used and left out, as typed facts: the sections ``data`` and ``months`` of results.json."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from analysis.facts import Facts, Refusal, fact

if TYPE_CHECKING:
    from analysis.intake.account.intake import Intake


class LeftOut(Facts):
    """Rows that were read and are not used, for one reason."""

    reason: str = fact("code", "the first reason that holds (`analysis.intake.say.reasons`)")
    rows: int = fact("rows", "left out for it")
    amount: float | None = fact("money", "in them, where it could be read; null without amounts")


class Noticed(Facts):
    """What was noticed in the data; `analysis.intake.say.message` makes the sentence."""

    code: str = fact("code", "what was noticed")
    level: str = fact("code", "warning, or info for what is only worth a note")
    rows: int = fact("rows", "concerned; ids, customers or groups where the sentence says so; 0 if not counted")
    amount: float = fact("money", "in them; 0 if not counted")
    facts: dict[str, Any] = fact("record", "the other values that the sentence needs")


class Router(Facts):
    """What the data can answer."""

    verdict: str = fact("code", "customer_level, contractual, summed, too_little, without_amounts or non_contractual")
    reason: list[Refusal] = fact("codes", "why, one or two (`analysis.intake.say.verdict`)")
    chapters: dict[str, Refusal | None] = fact("codes", "why a chapter cannot be answered; null if it can")
    limits: dict[str, str] = fact("codes", "what a chapter lacks that can be answered")


class Coverage(Facts):
    """How far an optional table covers the customers who bought."""

    rows: int = fact("rows", "read from the table")
    ids: int = fact("ids", "that bought")
    matched: int = fact("ids", "that bought and stand in the table")
    unmatched: int = fact("ids", "that bought and do not")
    revenue_share: float | None = fact("fraction", "of net revenue that the matched ids bring; null if there is none")
    never_bought: int = fact("ids", "of the table that never bought")


class Groups(Facts):
    """How many ids form how many customers."""

    ids: int = fact("ids", "that bought")
    customers: int = fact("customers", "that they form")
    groups: int = fact("customers", "with several branches that bought")
    revenue: float = fact("money", "net, of these groups")


class Books(Facts):
    """What the client's books say for a period, against the rows of its days."""

    from_: dt.date | None = fact("day", "the first of the period; null from the first day of the data", alias="from")
    to: dt.date | None = fact("day", "the last of the period; null up to the last day of the data")
    books: float = fact("money", "as the books say")
    used: float = fact("money", "of the rows that are used")
    left_out: dict[str, float] = fact("money by reason", "of real sales that are left out of the analysis")
    rounding: float = fact("money", "that rounding single rows took away; 0 where it does not explain the difference")
    difference: float = fact("money", "books less all of these; 0 where they are explained to the minor unit")
    not_counted: dict[str, float] = fact("money by reason", "of rows that no books hold, such as overlaps")


class DataFacts(Facts):
    """The rows that enter the analysis, those that do not, and what was noticed."""

    client: str = fact("text", "the client's name")
    currency: str | None = fact("ISO 4217", "of every amount; null if data and client file are silent")
    rows: int = fact("rows", "used")
    customers: int = fact("customers", "in them")
    revenue: float | None = fact("money", "net, over all of them; null without amounts")
    first: dt.date = fact("day", "the first in the data")
    last: dt.date = fact("day", "the last in the data")
    observation_end: dt.date = fact("day", "the last that is looked at")
    ledger: list[LeftOut] = fact("records", "rows left out, by reason; with those used they are all rows read")
    findings: list[Noticed] = fact("records", "what was noticed")
    router: Router = fact("record", "what the data can answer")
    tables: dict[str, Coverage] | None = fact("records", "of the optional tables, by key; null without any", None)
    groups: Groups | None = fact("record", "customers of several branches; null without parent_id", None)
    control_totals: list[Books] | None = fact("records", "the client's books; null where none are stated", None)


class MonthsFacts(Facts):
    """Revenue by calendar month."""

    months: int | None = fact("months", "from the first to the last", None)
    least: float | None = fact("money", "of the whole month that brought least", None)
    least_month: dt.date | None = fact("day", "its first", None)
    most: float | None = fact("money", "of the whole month that brought most", None)
    most_month: dt.date | None = fact("day", "its first", None)
    half: int | None = fact("months", "whole ones in each half; the middle one of an odd number is in neither", None)
    earlier: float | None = fact(
        "money", "mean of a month of the first half; null where a half holds under three", None
    )
    later: float | None = fact("money", "mean month of the second half; null where it holds under three", None)


def data_facts(client: str, account: Intake) -> DataFacts:
    """Return the facts of an account.

    Parameters
    ----------
    client : str
        The client's name.
    account : Intake
        What was read, used and left out.
    """
    facts = account.facts
    return DataFacts.model_validate(
        {
            "client": client,
            "currency": account.currency,
            "rows": facts["rows"],
            "customers": facts["customers"],
            "revenue": facts["total"],
            "first": facts["first"],
            "last": facts["last"],
            "observation_end": account.observation_end,
            "ledger": account.ledger,
            "findings": account.findings,
            "router": account.router,
            **account.joined,
        }
    )
