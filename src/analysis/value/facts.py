"""What the value chapter prints; money over the horizon, discounted, in the report's currency."""

from __future__ import annotations

import datetime as dt

from analysis.backtest.facts import Seasonality
from analysis.btyd.facts import Crosscheck, DominantCustomer, FittedModel, LeftTruncation, Regularity, SpendModel
from analysis.facts import Facts, Refusal, fact
from analysis.value.facts_costs import Acquisition, StatedCosts

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


class NewCustomer(Facts):
    """What a new customer is worth, and how many replace a lost one."""

    refusal: Refusal | None = fact("code", "why that cannot be said", None)
    burn_in_days: int | None = fact("days", "from the first, within which an old customer may look new")
    dated: bool = fact("yes/no", "whether days of acquisition had a say in it", False)
    customers: int | None = fact("customers", "known to be won within the data", None)
    change_without_old: float | None = fact("fraction", "of all expected purchases, fitted to these only", None)
    value: float | None = fact("money", "of one, the first purchase included", None)
    interval: Ends | None = fact("money", "95 %, of the expectation", None)
    first_purchase: float | None = fact("money", "of one", None)
    repeat_purchases: float | None = fact("purchases", "expected after the first", None)
    repeat_spend: float | None = fact("money", "per repeat purchase", None)
    class_a_value: float | None = fact("money", "of a class A customer who still is one", None)
    replacement_ratio: float | None = fact(
        "customers", "new ones who bring what a lost one of class A would", None, headline=True
    )
    replacement_interval: Ends | None = fact("customers", "95 %", None)


class Textbook(Facts):
    """A customer who brings 1 a year for as long as they stay, discounted at 10 % (Reichheld & Sasser 1990)."""

    value: float = fact("money", "of one of whom .90 stay a year")
    points: float = fact("money", "of one of whom .95 stay: 5 points more")
    percent: float = fact("money", "of one of whom .905 stay: 5 % less churn")


class LessChurn(Facts):
    """What 5 % less churn would bring, in both readings."""

    percent: float | None = fact("fraction", "of the value, if the rate of leaving falls by a twentieth", None)
    percent_interval: Ends | None = fact("fraction", "95 %", None)
    percent_gain: float | None = fact("money", "that is", None)
    percent_scale: float | None = fact("ratio", "of the rates of leaving", None)
    percent_survival: float | None = fact("fraction", "that stays a year then", None)
    percent_ever: float | None = fact("fraction", "of the value without a horizon", None)
    points: float | None = fact("fraction", "of the value, if 5 points more stay a year", None)
    points_interval: Ends | None = fact("fraction", "95 %", None)
    points_gain: float | None = fact("money", "that is", None)
    points_scale: float | None = fact("ratio", "of the rates of leaving", None)
    points_survival: float | None = fact("fraction", "that stays a year then", None)
    points_ever: float | None = fact("fraction", "of the value without a horizon", None)
    survival: float | None = fact("fraction", "of today's customers, that stays a year", None)
    textbook: Textbook | None = fact("record", "the case behind the figures of the literature", None)


class Residual(Facts):
    """What the customers bring over the rest of their lives, by Pareto/NBD (DERT)."""

    total: float = fact("money", "without a horizon")
    interval: Ends = fact("money", "95 %, of the parameters' doubt")
    within_horizon: float = fact("money", "of it, within the horizon")


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
    models: dict[str, FittedModel] = fact("records", "fitted on all days")
    customers: int = fact("customers", "with a purchase")
    without_purchase: int = fact("customers", "without one: all came back")
    repeat_buyers: int = fact("customers", "who bought again")
    spend: SpendModel | None = fact("record", "the model of spend", None)
    horizon_days: int = fact("days", "ahead")
    tested_days: int = fact("days", "on which the forecast was tested")
    annual_discount_rate: float = fact("fraction per year", "what a year of waiting costs")
    margin_rate: float | None = fact("fraction", "of revenue; null where no margin is known", None)
    expected_purchases_total: float | None = fact("purchases", "over the horizon", None, headline=True)
    expected_revenue_total: float | None = fact("money", "over the horizon", None, headline=True)
    expected_revenue_interval: Ends | None = fact("money", "95 %, predictive", None)
    clv_total: float | None = fact(
        "money", "value of the current customers; null without a margin", None, headline=True
    )
    clv_interval: Ends | None = fact("money", "95 %, predictive", None)
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
        """Its predictive interval."""
        return self.expected_revenue_interval if self.clv_total is None else self.clv_interval


class Readings(Facts):
    """5 % less churn in both readings, as shares of the value."""

    points: float | None = fact("fraction", "5 points more stay a year")
    percent: float | None = fact("fraction", "the rate of leaving falls by a twentieth")


class PlanFacts(Facts):
    """What could be done, and what it would bring."""

    churn_minus_5: Readings | None = fact("record", "5 % less churn", None)
    replacement_ratio: float | None = fact("customers", "new ones for a lost one of class A", None)
    winback: None = fact("record", "not planned yet", None)


SCORES: dict[str, tuple[str, str]] = {
    "alive_in_value_model": ("probability", "still a customer, by the model that feeds clv"),
    "expected_purchases": ("count", "purchase days expected over `horizon_days`"),
    "expected_spend": ("money", "per purchase"),
    "expected_revenue": ("money", "over the horizon, discounted"),
    "revenue_if_alive": ("money", "the same were it certain that they still are a customer"),
    "discount": (
        "factor",
        "mean discount of the expected purchases, times the season's factor where one is applied",
    ),
    "clv": (
        "money",
        "expected_margin − cost_to_serve − upfront_cost; below 0 for who costs money; missing without a margin",
    ),
    "expected_margin": ("money", "expected_revenue × margin_rate; missing without a margin"),
    "cost_to_serve": (
        "money",
        "the stated cost a year × discounted years expected as a customer within the horizon, by `lifetime_model` "
        "(P(alive at t) in slices of at most a month, at their middle); missing where not stated: nothing is deducted "
        "then",
    ),
    "upfront_cost": (
        "money",
        "as stated, taken as spent at the start of the horizon, once: not discounted; missing where not stated",
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
        "half of such customers buy again by then, if they stay customers; missing beyond `horizon_days`",
    ),
    "overdue_since": (
        "day",
        "nine of ten such customers would have bought again by then, had they stayed; missing if still to come",
    ),
    "p_alive": ("probability", "still a customer, by `lifetime_model`, in which a one-time buyer can have left"),
    "worth_if_alive": (
        "money",
        "worth were it certain that they still are a customer, by `lifetime_model`; after cost_to_serve, before "
        "upfront_cost, which is spent either way",
    ),
}
"""Columns of the table `scores`, one row per customer with a purchase day: unit and meaning."""
