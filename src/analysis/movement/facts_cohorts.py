"""What the sections on cohorts print; money in the report's currency."""

from __future__ import annotations

import datetime as dt

from analysis.facts import Facts, Refusal, fact


class Half(Facts):
    """Earlier or later new customers, seen equally long."""

    first: dt.date = fact("day", "of the first month")
    last: dt.date = fact("day", "the last of the last month")
    months: int = fact("months", "with new customers")
    customers: int = fact("customers", "who came in it")
    share: float = fact("fraction", "who bought again within equal_age_days, months weighted alike on both sides")


class SameMonths(Facts):
    """Calendar months that are there in two years."""

    months: int = fact("months", "that are")
    one: int | None = fact("calendar month", "1 to 12, where it is only one")
    was: float = fact("fraction", "of the customers of the earlier year who bought again within equal_age_days")
    now: float = fact("fraction", "of those of the later year")
    customers: int = fact("customers", "of both")


class Returning(Facts):
    """Whether later customers return as well as earlier ones."""

    earlier: Half = fact("record", "the earlier ones")
    later: Half = fact("record", "the later ones")
    difference: float = fact("fraction", "of the later ones less that of the earlier", headline=True)
    interval: tuple[float, float] = fact("fraction", "95 % interval of the difference, chance between months included")
    dispersion: float = fact("ratio", "variance between months over that of chance alone, at least 1")
    same_seasons: bool = fact("yes/no", "whether each month is held against the same month a year earlier")
    same_months: SameMonths | None = fact("record", "months of two years, where the halves lie in different seasons")
    outcome: str = fact("code", "better or worse where the interval excludes 0, else alike")


class CohortShare(Facts):
    """One of the cohorts that are shown."""

    cohort: str = fact("period", "of the first purchase")
    customers: int = fact("customers", "in it")
    share: float = fact("fraction", "of them who bought again within equal_age_days")


class NextPurchase(Facts):
    """From one purchase to the next, everybody seen as long as possible (Kaplan-Meier)."""

    nth: int = fact("number", "of the purchase behind which the next one is waited for")
    customers: int = fact("customers", "new ones who made it")
    within: float = fact("fraction", "of them who bought again within within_days")
    half_days: int | None = fact("days", "by which half of those had; null if nobody did")


class CohortFacts(Facts):
    """How many of the customers who came together still buy."""

    refusal: Refusal | None = fact("code", "why nothing is said", None)
    one_intake: bool = fact("yes/no", "whether nearly all customers came within a short time at the start", False)
    intake_first: dt.date | None = fact("day", "first purchase of the first customer", None)
    intake_last: dt.date | None = fact("day", "by which 95 % of the customers had made their first purchase", None)
    burn_in_days: int | None = fact("days", "from the first, within which an old customer may look new", None)
    since: dt.date | None = fact("day", "from which on a first purchase makes a new customer", None)
    dated: bool = fact("yes/no", "whether days of acquisition settled it for some", False)
    new_customers: int | None = fact("customers", "with a cohort", None)
    old_customers: int | None = fact("customers", "who bought and may be older than the data: without a cohort", None)
    months: int | None = fact("months", "whole ones from the first cohort on", None)
    retention: dict[str, list[float]] | None = fact(
        "fractions by month of first purchase", "of the cohort who bought in each whole month since, from its own", None
    )
    sizes: dict[str, int] | None = fact("customers by month of first purchase", "in the cohort", None)
    revenue: dict[str, list[float]] | None = fact(
        "money by month of first purchase", "in each month since; the last may not be whole; null without amounts", None
    )
    old_revenue: float | None = fact("money", "of customers without a cohort; null without amounts", None)
    grain: str | None = fact("code", "month, quarter or year: the cohorts shown; null where all are too small", None)
    drawn: int = fact("cohorts", "of 30 customers and more, seen for a whole period beyond their own", 0)
    best_cohort: CohortShare | None = fact("record", "of those shown, of whom most bought again", None)
    least_cohort: CohortShare | None = fact("record", "of those shown, of whom fewest bought again", None)
    equal_age_days: int | None = fact("days", "after the first purchase at which cohorts are compared", None)
    one_and_done: dict[str, float] | None = fact(
        "fractions by month of first purchase", "who did not buy again within equal_age_days", None
    )
    one_and_done_share: float | None = fact("fraction", "the same over all of these months", None, headline=True)
    returning: Returning | None = fact("record", "later against earlier customers; null where too few came", None)
    within_days: int | None = fact("days", "that waiting for the next purchase is shown for", None)
    next_purchases: list[NextPurchase] | None = fact("records", "from the first purchase to the second, and on", None)
    intake_still_share: float | None = fact("fraction", "of the one intake who bought in the last 90 days", None)
