"""What the value chapter prints beyond the total: new customers, fewer lost ones, the rest of their lives."""

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
