"""What the section on demand prints."""

from __future__ import annotations

import datetime as dt

from analysis.backtest.facts import MonthIndex
from analysis.facts import Facts, Refusal, fact


class Season(Facts):
    """Whether the calendar months differ, over all purchases, new customers' included."""

    refusal: Refusal | None = fact("code", "why no season is identified", None)
    full_months: int = fact("months", "that the data cover whole")
    months: list[MonthIndex] | None = fact("records", "purchases per day to an average month's", None)
    p_value: float | None = fact("probability", "of the months being alike", None)
    shown: bool = fact("yes/no", "whether they differ by more than from year to year", False)


class Category(Facts):
    """A category in two periods."""

    category: str = fact("text", "its name; empty for rows that have none")
    before: float = fact("money or rows", "in the earlier period")
    period: float = fact("money or rows", "in the later period")
    share: float | None = fact("fraction", "of the later period's total")
    share_change: float | None = fact("fraction", "share less that of the earlier period")


class DemandFacts(Facts):
    """When customers buy, and what."""

    refusal: Refusal | None = fact("code", "why nothing is said", None)
    measure: str | None = fact("code", "what categories are measured by: revenue, or rows without amounts", None)
    season: Season | None = fact("record", "of the calendar months", None)
    keeps_spring_festival: bool = fact("yes/no", "purchases fell below half of the usual in every festival seen", False)
    festivals_before: list[dt.date] = fact("days", "of Spring Festival in the earlier period", default_factory=list)
    festivals_period: list[dt.date] = fact("days", "of Spring Festival in the later period", default_factory=list)
    compared_months: int | None = fact("months", "of each of the two periods; null where there are not two", None)
    categories: list[Category] | None = fact("records", "the largest first, at most 15; null without categories", None)
    number: int | None = fact("categories", "in all", None)
    most_up: Category | None = fact("record", "whose share rose most", None)
    most_down: Category | None = fact("record", "whose share fell most", None)
    class_shares: dict[str, dict[str, float]] | None = fact(
        "fractions by class and category", "of the class's total in the later period; the largest categories", None
    )
