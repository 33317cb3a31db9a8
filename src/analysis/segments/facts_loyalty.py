"""What the chapter prints of satisfaction, recommendation and loyalty."""

from __future__ import annotations

import datetime as dt

from analysis.facts import Facts, Refusal, fact
from analysis.segments.facts import Groups


class AnswerShare(Facts):
    """A share of answers."""

    n: int = fact("customers", "who answered; the last answer of each counts")
    share: float = fact("fraction", "of them")
    low: float = fact("fraction", "95 % interval (Wilson)")
    high: float = fact("fraction", "95 % interval (Wilson)")


class AnsweredLevel(Facts):
    """One level of satisfaction, in the words of the survey."""

    level: str = fact("name", "as the survey calls it")
    customers: int = fact("customers", "whose last answer it is")


class AskedItem(Facts):
    """One item of a survey."""

    item: str = fact("text", "as the survey calls it")
    top_two: AnswerShare = fact("record", "satisfied: one of the levels `top`")
    below_expectation: AnswerShare | None = fact("record", "got less than expected; null where not asked", None)


class LoyaltyFacts(Facts):
    """What customers say, held against what they are expected to do."""

    known: bool = fact("yes/no", "is there an answer by the observation end; else all is null")
    answers: int | None = fact("answers", "by the observation end", None)
    first: dt.date | None = fact("day", "of the first answer", None)
    last: dt.date | None = fact("day", "of the last answer", None)
    customers: int | None = fact("customers", "who bought", None)
    asked: int | None = fact("customers", "of them, with an answer", None)
    asked_revenue_share: float | None = fact("fraction", "of the revenue that they brought; null without amounts", None)
    satisfied: AnswerShare | None = fact("record", "one of the levels `top`, each customer's last answer", None)
    top: list[str] = fact("names", "of the levels that count as satisfied", default_factory=list)
    levels: list[AnsweredLevel] = fact("records", "of satisfaction, the best first", default_factory=list)
    items: list[AskedItem] = fact("records", "the least satisfying first", default_factory=list)
    recommending: AnswerShare | None = fact("record", "who recommend us: 9 or 10 of 10, or the first of three", None)
    advising_against: AnswerShare | None = fact("record", "who do not: 0 to 6 of 10, or the last of three", None)
    without_classes: Refusal | None = fact("code", "why there is no forecast to hold answers against", None)
    window_days: int | None = fact("days", "within which buying again is forecast", None)
    buys_asked: float | None = fact("fraction", "expected to buy within them, of those asked", None)
    buys_others: float | None = fact("fraction", "expected to buy within them, of those not asked", None)
    classes: Groups | None = fact("records", "by class of loyalty", None)


SCORES: dict[str, tuple[str, str]] = {
    "loyalty_class": ("name", "satisfaction x forecast of buying again x recommendation or share of wallet"),
    "satisfaction": ("name", "the level of the customer's last answer; missing: not asked"),
    "recommendation": ("name", "promoter, passive or detractor, the last answer; missing: not asked"),
}
"""Columns of the table `loyalty`: one row per customer."""
