"""What the coming period is held against: what the customers of a day brought from that day on, new ones apart."""

from __future__ import annotations

from typing import Literal

from analysis.facts import Facts, Refusal, fact
from analysis.movement.facts import Span

Ends = tuple[float, float]


class AheadWindow(Facts):
    """Days of the past, as many as the forecast looks ahead."""

    days: Span = fact("record", "first and last")
    opening_customers: int = fact("customers", "who had bought before the first of the days")
    opening: float = fact("money", "that these brought within the days; purchase days without amounts")
    new_customers: int = fact("customers", "who first bought within the days")
    new: float = fact("money", "that these brought; purchase days without amounts")


class AheadFacts(Facts):
    """What today's customers will bring, beside what earlier days' customers brought in as many days."""

    refusal: Refusal | None = fact("code", "why nothing is compared", None)
    measure: Literal["revenue", "purchases"] = fact("name", "what is compared", "revenue")
    days: int | None = fact("days", "ahead, and of each window unless in_bridge", None)
    windows: list[AheadWindow] | None = fact("records", "of the past, the earliest first", None)
    in_bridge: bool = fact("yes/no", "whether the last window is the bridge's later period", default=False)
    customers: int | None = fact("customers", "of today", None)
    expected: float | None = fact("money", "that they will bring; purchase days without amounts", None, headline=True)
    interval: Ends | None = fact("money", "95 %, predictive", None)
    point_shown: bool = fact("yes/no", "whether pages name the single figure; if not, the range", default=False)
    discount: float = fact("factor", "of the forecast: what is expected counts so much today", 1.0)
    change_share: float | None = fact(
        "fraction",
        "by which it, before discounting, differs from what the last window's opening customers brought",
        None,
    )
