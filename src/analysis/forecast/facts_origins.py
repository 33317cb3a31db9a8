"""How the same forecast did on other days."""

from __future__ import annotations

import datetime as dt

from analysis.facts import Facts, Refusal, fact


class OriginRow(Facts):
    """The average forecast made on one day, and what came."""

    origin: dt.date = fact("day", "the last day that was known")
    days: int = fact("days", "that were forecast")
    customers: int = fact("customers", "known by then")
    expected: float = fact("purchases", "in all")
    interval: tuple[float, float] = fact("purchases", "95 %, predictive")
    actual: float = fact("purchases", "that came")
    in_range: bool = fact("yes/no", "whether that lies in the range")
    rmse: float = fact("purchases", "root mean squared error per customer")
    rule: str | None = fact("name", "the rule of thumb with the smallest error on these days", None)
    rule_rmse: float | None = fact("purchases", "its error", None)
    outcome: str | None = fact("code", "beats, loses to, cannot be told from (paired bootstrap)", None)


class OriginsFacts(Facts):
    """How the same forecast did on other days."""

    refusal: Refusal | None = fact("code", "why it was made on none", None)
    rows: list[OriginRow] = fact("records", "by day of the forecast", default_factory=list)
    wins: int = fact("days", "at which it beat the best rule of thumb", 0)
    ties: int = fact("days", "at which it could not be told from it", 0)
    losses: int = fact("days", "at which it lost to it", 0)
    in_range: int = fact("days", "at which the total lay in its range", 0)
