"""What is said of customers too few for a forecast."""

from __future__ import annotations

from analysis.facts import Facts, Refusal, fact


class RunRateFacts(Facts):
    """What can be said of few customers without any forecast."""

    refusal: Refusal | None = fact("code", "never: without need nothing is computed", None)
    needed: bool = fact("yes/no", "whether value is refused because they are too few, or too short a time")
    customers: int | None = fact("customers", "with a purchase", None)
    came_back: int | None = fact("customers", "who bought again", None)
    came_back_interval: tuple[float, float] | None = fact("fraction", "95 %, of customers like them", None)
    days: int | None = fact("days", "the last 365, or all if they are fewer; null without amounts", None)
    revenue: float | None = fact("money", "that came on these days", None)
    revenue_before: float | None = fact("money", "of the 365 days before; null if the data are shorter", None)
    with_rhythm: int | None = fact("customers", "with three purchase days or more", None)
    late: int | None = fact("customers", "of these, silent for longer than ever before", None)
    late_by_chance: float | None = fact("customers", "of whom chance alone would show as many at most", None)
    late_revenue: float | None = fact("money", "of the late ones in the last 365 days", None)


SCORES: dict[str, tuple[str, str]] = {
    "last_purchase": ("day", "last purchase day"),
    "days_since_last": ("days", "since then"),
    "gaps": ("count", "between purchase days"),
    "usual_gap": ("days", "median of them"),
    "longest_gap": ("days", "the longest so far"),
    "silent_longer_than_ever": ("yes/no", "days_since_last above longest_gap, of who has two gaps or more"),
    "recent_revenue": ("money", "of the last 365 days; missing without amounts"),
}
"""Columns of the table `scores`, where value is refused because customers are too few."""
