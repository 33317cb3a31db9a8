"""What the value chapter prints where no value is said: what customers are expected to bring, not discounted."""

from __future__ import annotations

from analysis.facts import Facts, Refusal, fact

Ends = tuple[float, float]


class Gate(Facts):
    """One reason to hold back."""

    code: str = fact("code", "what it is")
    weight: str = fact("code", "refused, no_point, indicative, or note")
    facts: dict[str, object] = fact("record", "what its sentence needs", default_factory=dict)


class ClassOutlook(Facts):
    """What a class of the past is expected to bring."""

    abc_class: str = fact("A, B, C, N", "by the past")
    customers: int = fact("customers", "in it, with a purchase")
    expected_revenue: float = fact("money", "over the horizon, not discounted")
    interval: Ends = fact("money", "95 %, predictive")
    interval_80: Ends = fact("money", "80 %, predictive")
    share: float = fact("fraction", "of the expected revenue of all")


class YearAgo(Facts):
    """The same days a year ago, forecast as today's are."""

    expected: float = fact("purchases", "forecast for them from what was known then")
    actual: float = fact("purchases", "that came; without any customer over a fifth")
    factor: float = fact("factor", "on every expectation, from the two by how far chance explains them")


class OutlookFacts(Facts):
    """What the customers are expected to bring where no model of their lifetimes stands, so that no value is said."""

    refusal: Refusal | None = fact("code", "why that cannot be said either", None)
    needed: bool = fact("yes/no", "whether it stands in for a value that no model carries; else nothing is computed")
    reason: Refusal | None = fact("code", "why no value is said", None)
    status: str | None = fact("code", "refused, no_point, indicative, or full: by the gravest gate", None)
    gates: list[Gate] = fact("codes", "what holds it back", default_factory=list)
    point_shown: bool = fact(
        "yes/no", "whether pages name a single figure; if not, a range and a ranking", default=False
    )
    horizon_days: int = fact("days", "ahead")
    customers: int | None = fact("customers", "with a purchase", None)
    forecasts: list[str] = fact("names", "of the forecasts that are averaged", default_factory=list)
    expected_purchases_total: float | None = fact("purchases", "over the horizon", None)
    expected_purchases_interval: Ends | None = fact("purchases", "95 %, predictive", None)
    expected_purchases_interval_80: Ends | None = fact("purchases", "80 %, predictive", None)
    expected_revenue_total: float | None = fact("money", "over the horizon, not discounted; null without amounts", None)
    expected_revenue_interval: Ends | None = fact("money", "95 %, predictive", None)
    expected_revenue_interval_80: Ends | None = fact("money", "80 %, predictive", None)
    by_class: list[ClassOutlook] = fact("records", "with intervals", default_factory=list)
    year_ago: YearAgo | None = fact("record", "what corrects season and drift; null where last year cannot tell", None)
    last_purchases: int | None = fact(
        "purchases", "of these customers in as many days before, first ones too; null if the data are shorter", None
    )
    last_revenue: float | None = fact("money", "of these customers in the same days", None)
    margin_known: bool | None = fact("yes/no", "whether there is a margin; none is applied here", None)

    @property
    def stands(self) -> bool:
        """Whether it says something in the place of the value."""
        return self.needed and self.refusal is None


SCORES: dict[str, tuple[str, str]] = {
    "abc_class": ("A, B, C, N", "by the past (`abc.by`)"),
    "expected_purchases": ("count", "purchase days expected over `horizon_days`"),
    "purchases_low_80": ("count", "lower end of 80 %"),
    "purchases_high_80": ("count", "upper end of 80 %"),
    "purchases_low_95": ("count", "lower end of 95 %"),
    "purchases_high_95": ("count", "upper end of 95 %"),
    "expected_spend": ("money", "per purchase; missing without amounts, as all money"),
    "expected_revenue": ("money", "expected_purchases × expected_spend: not discounted, as it is in `run.value`"),
    "revenue_low_80": ("money", "lower end of 80 %"),
    "revenue_high_80": ("money", "upper end of 80 %"),
    "revenue_low_95": ("money", "lower end of 95 %"),
    "revenue_high_95": ("money", "upper end of 95 %"),
}
"""Columns of the table `scores`, one row per customer with a purchase day; there is none where value stands."""
