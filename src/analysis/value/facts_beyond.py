"""What the value chapter prints beyond the total: costs, new customers, fewer lost ones, the rest of their lives."""

from __future__ import annotations

from analysis.facts import Facts, Refusal, fact

Ends = tuple[float, float]


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

    refusal: Refusal | None = fact("code", "why that cannot be said", None)
    model: str | None = fact("name", "of who stays", None)
    percent: float | None = fact("fraction", "of the value, if the rate of leaving falls by a twentieth", None)
    percent_interval: Ends | None = fact("fraction", "95 %", None)
    percent_gain: float | None = fact("money", "that is", None)
    percent_ever: float | None = fact("fraction", "of the value without a horizon", None)
    points: float | None = fact("fraction", "of the value, if 5 points more stay a year", None)
    points_interval: Ends | None = fact("fraction", "95 %", None)
    points_gain: float | None = fact("money", "that is", None)
    points_survival: float | None = fact("fraction", "that stays a year then", None)
    points_ever: float | None = fact("fraction", "of the value without a horizon", None)
    survival: float | None = fact("fraction", "of today's customers, that stays a year", None)
    textbook: Textbook | None = fact("record", "the case behind the figures of the literature", None)


class Residual(Facts):
    """What the customers bring over the rest of their lives, by Pareto/NBD (DERT)."""

    total: float = fact("money", "without a horizon")
    interval: Ends = fact("money", "95 %, of the parameters' doubt")
    within_horizon: float = fact("money", "of it, within the horizon")


class StatedCosts(Facts):
    """Costs of customers that their table states, taken off the value."""

    refusal: Refusal | None = fact("code", "why they were not", None)
    customers: int = fact("customers", "who are valued")
    known: dict[str, int] = fact("customers", "with each cost stated")
    model: str = fact("name", "of who is still a customer")
    cost_to_serve: float | None = fact("money", "deducted in all", None)
    upfront_cost: float | None = fact("money", "stated in all: spent for whom we have, so not deducted", None)


class SourceOfCustomers(Facts):
    """Value against cost of the customers of one source."""

    source: str | None = fact("text", "as stated; null where it is not")
    customers: int = fact("customers", "of it with a stated cost")
    cost: float = fact("money", "of winning one")
    value: float = fact("money", "of one, to date and ahead")
    ratio: float | None = fact("ratio", "value to cost")
    low: float | None = fact("ratio", "lower end of 95 %")
    high: float | None = fact("ratio", "upper end of 95 %")
    indicative: bool = fact("yes/no", "fewer than 30 customers")


class Acquisition(Facts):
    """What winning customers cost, against what they bring."""

    refusal: Refusal | None = fact("code", "why that cannot be said", None)
    known: int = fact("customers", "with a stated cost")
    customers: int | None = fact("customers", "of them won within the data", None)
    bought: int | None = fact("customers", "of these who bought", None)
    cost: float | None = fact("money", "spent on all of them", None)
    cac: float | None = fact("money", "per customer who bought", None)
    payback_month: int | None = fact("months", "until that has come back; 0: with the first purchase", None)
    payback_interval: tuple[int | None, int | None] | None = fact("months", "95 %; null: beyond the horizon", None)
    ratio: float | None = fact("ratio", "a new customer's value to cac", None)
    ratio_interval: Ends | None = fact("ratio", "95 %", None)
    sources: list[SourceOfCustomers] | None = fact("records", "by source, best first", None)
