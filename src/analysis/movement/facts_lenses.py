"""What the five lenses of the customer-base audit print."""

from __future__ import annotations

import datetime as dt

from analysis.facts import Facts, Refusal, fact


class OnePeriod(Facts):
    """The first lens: how customers differ within one period."""

    first: dt.date = fact("day", "of the period")
    last: dt.date = fact("day", "of the period")
    customers: int = fact("customers", "with a purchase day in it")
    value: float = fact("money or purchases", "that they brought")
    returned: float = fact("money", "on returns of customers without a purchase day in it: the rest of the total", 0.0)
    purchases: int = fact("purchases", "days")
    per_customer: float = fact("purchases", "days per customer")
    per_purchase: float | None = fact("money", "per purchase day; null without amounts")
    once_share: float = fact("fraction", "of them with one purchase day only")
    groups: int = fact("number", "of groups of equal size: tenths, or fifths of under 100 customers")
    best_share: float | None = fact("fraction", "of the value that the best group brings")
    lower_half_share: float | None = fact("fraction", "of the value that the lower half of the customers brings")


class TwoPeriods(Facts):
    """The second lens: who was there in which period."""

    both: int = fact("customers", "with a purchase day in both periods")
    only_before: int = fact("customers", "in the earlier only")
    only_period: int = fact("customers", "in the later only")
    both_before: float = fact("money or purchases", "that those of both brought in the earlier")
    both_period: float = fact("money or purchases", "that they brought in the later")
    gone_before: float = fact("money or purchases", "that those of the earlier only brought")
    came_period: float = fact("money or purchases", "that those of the later only brought")
    returned_before: float = fact("money", "on returns of those without a purchase day in the earlier", 0.0)
    returned_period: float = fact("money", "on returns of those without one in the later", 0.0)
    best: int | None = fact("customers", "in the best group of the earlier period")
    best_again: int | None = fact("customers", "of them in the best group of the later")
    best_gone: int | None = fact("customers", "of them without a purchase day in the later")


class OneCohort(Facts):
    """The third lens: one cohort over time."""

    cohort: str = fact("period", "of the first purchase")
    customers: int = fact("customers", "in it")
    value: float = fact("money or purchases", "that it has brought to date")
    first_share: float = fact("fraction", "of that in its first period")
    last: dt.date = fact("day", "first of the last whole period")
    last_active_share: float = fact("fraction", "of its customers who bought in that")


class ManyCohorts(Facts):
    """The fourth lens: cohorts side by side at the same age."""

    age: int = fact("periods", "after the first one, at which they are compared")
    first_cohort: str = fact("period", "of the earliest cohort compared")
    first_per_customer: float = fact("money or purchases", "that it had brought per customer by then")
    last_cohort: str = fact("period", "of the latest cohort compared")
    last_per_customer: float = fact("money or purchases", "that it had brought per customer by then")
    cohorts: int = fact("cohorts", "compared")
    low: float = fact("money or purchases", "per customer, of the cohort that had brought least")
    high: float = fact("money or purchases", "per customer, of the cohort that had brought most")


class WholeBase(Facts):
    """The fifth lens: who brings the value of the latest period."""

    old_share: float | None = fact("fraction", "from customers without a cohort, who may be older than the data")
    new_share: float | None = fact("fraction", "from customers first seen in that period itself")
    partial: bool = fact("yes/no", "whether the last of the periods shown is not whole")
    layers: dict[str, float] = fact("money or purchases by layer", "over all of the data")


class LensesFacts(Facts):
    """One business through five lenses; every lens shows the same total."""

    refusal: Refusal | None = fact("code", "why nothing is said", None)
    measure: str | None = fact("code", "revenue, or purchases without amounts", None)
    grain: str | None = fact("code", "month, quarter or year: of the cohorts", None)
    base_grain: str | None = fact("code", "month, quarter or year: of the periods of the whole base", None)
    total: float | None = fact("money or purchases", "over all of the data, the same in every lens", None)
    period_total: float | None = fact("money or purchases", "in the latest period, the same in every lens", None)
    one_period: OnePeriod | None = fact("record", "customers within the latest period", None)
    two_periods: TwoPeriods | None = fact("record", "against the one before; null where the data are too short", None)
    one_cohort: OneCohort | None = fact("record", "the largest of the cohorts that are shown", None)
    many_cohorts: ManyCohorts | None = fact("record", "null where there are not two to compare", None)
    whole_base: WholeBase | None = fact("record", "by cohort", None)
