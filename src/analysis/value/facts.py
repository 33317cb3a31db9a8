"""What the value chapter prints; money over the horizon, discounted, in the report's currency."""

from __future__ import annotations

import datetime as dt

from analysis.backtest.facts import Gate, Seasonality, YearAgo
from analysis.btyd.facts import Crosscheck, DominantCustomer, FittedModel, LeftTruncation, Regularity, SpendModel
from analysis.facts import Facts, Refusal, fact
from analysis.value.facts_beyond import Acquisition, LessChurn, NewCustomer, Residual, StatedCosts

Ends = tuple[float, float]


class Margins(Facts):
    """Where the margin rates come from."""

    own: bool = fact("yes/no", "each customer's own, from costs in the ledger")
    overall: float = fact("fraction", "of revenue, over all")
    half_revenue: float | None = fact("money", "of revenue at which a customer's own margin counts half")
    low: float = fact("fraction", "of revenue, 5th percentile of the customers")
    high: float = fact("fraction", "of revenue, 95th percentile of the customers")


class Costing(Facts):
    """Customers who are expected to cost more than they bring."""

    customers: int = fact("customers", "with a value below 0")
    value: float = fact("money", "of theirs, in all")


class ClassValue(Facts):
    """The value to come of a class of the past."""

    abc_class: str = fact("A, B, C, N", "by the past")
    customers: int = fact("customers", "in it")
    value: float = fact("money", "to come")
    low: float = fact("money", "lower end of 95 %")
    high: float = fact("money", "upper end of 95 %")
    share: float | None = fact("fraction", "of what the classes above 0 will bring; null below 0", None)


class Change(Facts):
    """How the mean purchase changed from the earlier half of the period to the later."""

    change: float = fact("fraction", "of the mean purchase")
    low: float = fact("fraction", "lower end of 95 %")
    high: float = fact("fraction", "upper end of 95 %")
    customers: int = fact("customers", "whose purchases are compared")


class SpendDrift(Facts):
    """Whether purchases change in size."""

    middle: dt.date = fact("day", "that parts the halves")
    all: Change = fact("record", "over all customers")
    same_customers: Change | None = fact("record", "over those who bought in both halves")


class Overdue(Facts):
    """Customers who would have bought again by now."""

    customers: int = fact("customers", "overdue, in all")
    class_a: int | None = fact("customers", "of class A; null without amounts")


class Moves(Facts):
    """Classes of the past against classes of the value to come."""

    up: int = fact("customers", "who matter more from now on than their past says")
    down: int = fact("customers", "who matter less")
    fallen: int = fact("customers", "of class A who fall out of it")
    staying_a_share: float | None = fact("fraction", "of the value above 0, of who is and stays in class A")


class Flag(Facts):
    """What has to be said beside a total."""

    code: str = fact("code", "what it is")
    facts: dict[str, object] = fact("record", "what its sentence needs", default_factory=dict)


class ValueFacts(Facts):
    """What the current customers are worth."""

    refusal: Refusal | None = fact("code", "why that is not said", None)
    model: str | None = fact("name", "of the forecast that feeds clv", None)
    forecasts: list[str] = fact("names", "of the forecasts that are averaged", default_factory=list)
    year_ago: YearAgo | None = fact("record", "what corrects season and drift; null where last year cannot tell", None)
    spend_level: float = fact(
        "factor", "on money per purchase: most customers' purchases became dearer or cheaper", 1.0
    )
    gates: list[Gate] = fact("codes", "what holds the forecast back", default_factory=list)
    point_shown: bool = fact(
        "yes/no", "whether pages name a single figure; if not, a range and a ranking", default=False
    )
    models: dict[str, FittedModel] = fact("records", "fitted on all days, for what is said of lifetimes")
    customers: int = fact("customers", "with a purchase")
    without_purchase: int = fact("customers", "without one: all came back")
    repeat_buyers: int = fact("customers", "who bought again")
    spend: SpendModel | None = fact("record", "Gamma-Gamma; reported, not used", None)
    horizon_days: int = fact("days", "ahead")
    tested_days: int = fact("days", "on which the forecast was tested")
    annual_discount_rate: float = fact("fraction per year", "what a year of waiting costs")
    margin_rate: float | None = fact("fraction", "of revenue; null where no margin is known", None)
    expected_purchases_total: float | None = fact("purchases", "over the horizon", None, headline=True)
    expected_purchases_interval: Ends | None = fact("purchases", "95 %, predictive", None)
    expected_purchases_interval_80: Ends | None = fact("purchases", "80 %, predictive", None)
    expected_revenue_total: float | None = fact("money", "over the horizon", None, headline=True)
    expected_revenue_interval: Ends | None = fact("money", "95 %, predictive", None)
    expected_revenue_interval_80: Ends | None = fact("money", "80 %, predictive", None)
    clv_total: float | None = fact(
        "money", "value of the current customers; null without a margin", None, headline=True
    )
    clv_interval: Ends | None = fact("money", "95 %, predictive", None)
    clv_interval_80: Ends | None = fact("money", "80 %, predictive", None)
    last_purchases: int | None = fact(
        "purchases", "of these customers in as many days before, first ones too; null if the data are shorter", None
    )
    last_revenue: float | None = fact("money", "of these customers in the same days", None)
    p_alive_mean: float | None = fact("probability", "of still being a customer, by lifetime_model", None)
    still_customer_mean: float | None = fact("probability", "the same, under its earlier name", None)
    lifetime_model: str | None = fact("name", "in which a one-time buyer can have left", None)
    held_by_class: dict[str, float] | None = fact("fraction", "of the value above 0, by class of the past", None)
    customer_share_by_class: dict[str, float] | None = fact("fraction", "of the customers, by class", None)
    top_decile_share: float | None = fact("fraction", "of the value above 0, held by the tenth worth most", None)
    crosscheck: Crosscheck | None = fact("record", "a second implementation", None)
    margins: Margins | None = fact("record", "where the rates come from", None)
    costing: Costing | None = fact("record", "customers expected to cost money", None)
    value_by_class: list[ClassValue] | None = fact("records", "with intervals", None)
    surest_class: str | None = fact("A, B, C", "whose interval is narrowest for its value", None)
    least_sure_class: str | None = fact("A, B, C", "whose interval is widest for its value", None)
    moves: Moves | None = fact("record", "past class against class ahead", None)
    spend_drift: SpendDrift | None = fact("record", "whether purchases change in size", None)
    new_customer: NewCustomer | None = fact("record", "what one brings", None)
    replacement_ratio: float | None = fact("customers", "new ones for a lost one of class A", None)
    churn_minus_5: LessChurn | None = fact("record", "5 % less churn", None)
    residual: Residual | None = fact("record", "without a horizon", None)
    overdue: Overdue | None = fact("record", "who is late", None)
    left_truncation: LeftTruncation | None = fact("record", "customers older than the data", None)
    dominant_customer: DominantCustomer | None = fact("record", "one who moves all", None)
    seasonality: Seasonality | None = fact("record", "of repeat purchases", None)
    costs: StatedCosts | None = fact("record", "of serving, as stated", None)
    acquisition: Acquisition | None = fact("record", "of winning, as stated", None)
    regularity: Regularity | None = fact("record", "of purchases", None)
    flags: list[Flag] = fact("codes", "what has to be said beside the total", default_factory=list)

    @property
    def worth_total(self) -> float | None:
        """The total of the measure: value where a margin is known, else expected revenue."""
        return self.expected_revenue_total if self.clv_total is None else self.clv_total

    @property
    def worth_interval(self) -> Ends | None:
        """Its range of 95 %."""
        return self.expected_revenue_interval if self.clv_total is None else self.clv_interval

    @property
    def worth_interval_80(self) -> Ends | None:
        """Its range of 80 %."""
        return self.expected_revenue_interval_80 if self.clv_total is None else self.clv_interval_80


SCORES: dict[str, tuple[str, str]] = {
    "expected_purchases": ("count", "purchase days expected over `horizon_days`"),
    "purchases_low_80": ("count", "lower end of 80 % of one customer's own"),
    "purchases_high_80": ("count", "upper end of 80 %"),
    "purchases_low_95": ("count", "lower end of 95 %"),
    "purchases_high_95": ("count", "upper end of 95 %"),
    "expected_spend": ("money", "per purchase"),
    "expected_revenue": ("money", "over the horizon, discounted"),
    "revenue_low_80": ("money", "lower end of 80 % of one customer's own, discounted"),
    "revenue_high_80": ("money", "upper end of 80 %"),
    "revenue_low_95": ("money", "lower end of 95 %"),
    "revenue_high_95": ("money", "upper end of 95 %"),
    "discount": ("factor", "mean discount of the expected purchases"),
    "clv": (
        "money",
        "expected_margin − cost_to_serve; below 0 for who costs money; missing without a margin",
    ),
    "expected_margin": ("money", "expected_revenue × margin_rate; missing without a margin"),
    "cost_to_serve": (
        "money",
        "the stated cost a year × discounted years expected as a customer within the horizon, by `lifetime_model` "
        "(P(alive at t) in slices of at most a month, at their middle); missing where not stated: nothing is deducted "
        "then",
    ),
    "worth": ("money", "clv where a margin is known, else expected_revenue"),
    "abc_class": ("A, B, C, N", "by the past (`abc.by`)"),
    "forward_class": ("A, B, C, N", "ABC by worth"),
    "margin_rate": (
        "fraction",
        "margin per unit of revenue: the customer's own, drawn to the client's by how little was bought, where there "
        "are costs; else the client's; may be below 0; missing without a margin",
    ),
    "last_purchase": ("day", "last purchase day"),
    "next_purchase_by": (
        "day",
        "half of such customers buy again by then, if they stay customers; missing for who is late, and beyond "
        "`horizon_days`",
    ),
    "overdue_since": (
        "day",
        "nine of ten such customers would have bought again by then, had they stayed; missing if still to come",
    ),
    "p_alive": ("probability", "still a customer, by `lifetime_model`, in which a one-time buyer can have left"),
    "worth_if_alive": (
        "money",
        "worth were it certain that they still are a customer, by `lifetime_model`; after cost_to_serve",
    ),
}
"""Columns of the table `scores`, one row per customer with a purchase day: unit and meaning."""
