"""Sentences on customers who came together."""

from __future__ import annotations

import re

import pandas as pd

from analysis.display import days
from analysis.display.formats import count, interval, points, share
from analysis.display.language import joined, later, sentence, sentences
from analysis.movement.facts_cohorts import CohortFacts, NextPurchase, Returning

FEW = 30
OUTCOMES = {
    "alike": later("Later customers come back **as often as** earlier ones, as far as the data can tell."),
    "worse": later("Later customers came back **less** than earlier ones."),
    "better": later("Later customers came back **more** than earlier ones."),
}


def cohort_name(period: str | None) -> str:
    """Return a cohort as it is said.

    Examples
    --------
    >>> cohort_name("2010-10"), cohort_name("2018Q1"), cohort_name("2018")
    ('Oct 2010', 'Q1 2018', '2018')
    """
    if period is None:
        return sentence("earlier or unknown")
    if re.fullmatch(r"\d{4}-\d{2}", period):
        return days.month(pd.Period(period, freq="M").start_time)
    year, _, quarter = period.partition("Q")
    return sentence("Q{quarter} {year}", quarter=quarter, year=year) if quarter else year


def coming_back(c: CohortFacts) -> str:
    """Say whether later customers come back as well as earlier ones, or why there is nothing to compare."""
    if c.one_intake:
        return _one_intake(c)
    if (c.new_customers or 0) < FEW:
        return _few(c)
    if c.returning is None:
        return joined(
            sentence(
                "Whether later customers come back as well as earlier ones is not said, because too few months of new "
                "customers have been seen for long enough."
            ),
            _once(c),
        )
    return joined(_compared(c.returning, c.equal_age_days or 0), _once(c))


def _one_intake(c: CohortFacts) -> str:
    first = next(iter(c.next_purchases or []), None)
    said = sentence(
        "The customers came in **one intake**: of {n}, 95 % made their first purchase from {first} to {last}. So there "
        "are no earlier and later cohorts to set against each other.",
        n=count(c.new_customers),
        first=days.day(c.intake_first),
        last=days.day(c.intake_last),
    )
    still = sentence("In the last 90 days of the data **{still}** of them bought.", still=share(c.intake_still_share))
    return joined(said, "" if first is None else _second(first, c.within_days or 0), still)


def _second(first: NextPurchase, within: int) -> str:
    return sentence(
        "**{share}** bought a second time within {days} days.", share=share(first.within), days=count(within)
    )


def _few(c: CohortFacts) -> str:
    n = c.new_customers or 0
    return sentences(
        n,
        "Cohorts are not compared, because only {n} customer is known to be new: {old} were first seen before {day}, "
        "and may be older than the data.",
        "Cohorts are not compared, because only {n} customers are known to be new: {old} were first seen before "
        "{day}, and may be older than the data.",
        old=count(c.old_customers),
        day=days.day(c.since),
    )


def _compared(r: Returning, age: int) -> str:
    values = {
        "earlier": days.period(r.earlier.first, r.earlier.last),
        "later": days.period(r.later.first, r.later.last),
        "was": share(r.earlier.share),
        "now": share(r.later.share),
        "days": count(age),
        "difference": points(r.difference),
        "range": interval(100 * r.interval[0], 100 * r.interval[1], count),
    }
    evidence = sentence(
        "Of those who first bought from {earlier} {was} bought again within {days} days, of those from {later} "
        "**{now}** (difference {difference}, 95 % interval {range}).",
        **values,
    )
    differ = not r.same_seasons and r.outcome != "alike"
    return joined(sentence(OUTCOMES[r.outcome]), evidence, _seasons(r) if differ else "")


def _seasons(r: Returning) -> str:
    """Say that seasons may be the reason, and what the months say that are there in two years."""
    same = r.same_months
    if same is None:
        return sentence("The two groups came in different seasons, which may be the reason.")
    values = {"was": share(same.was), "now": share(same.now)}
    if same.one is not None:
        return sentence(
            "The two groups came in different seasons, which may be the reason: of the customers of {month}, the one "
            "month that is there in two years, {was} and then {now} bought again.",
            month=days.month_name(same.one),
            **values,
        )
    return sentence(
        "The two groups came in different seasons, which may be the reason: of the customers of the {n} months that "
        "are there in two years {was} and then {now} bought again.",
        n=count(same.months),
        **values,
    )


def _once(c: CohortFacts) -> str:
    if c.one_and_done_share is None:
        return ""
    return sentence(
        "In all {share} of the new customers had bought once only {days} days after their first purchase.",
        share=share(c.one_and_done_share),
        days=count(c.equal_age_days),
    )


def who_has_a_cohort(c: CohortFacts) -> str:
    """Say who is left out of the cohorts, and what the interval holds."""
    values = {"new": count(c.new_customers), "old": count(c.old_customers), "burn": count(c.burn_in_days)}
    day = days.day(c.since)
    if c.dated:
        who = sentence(
            "Cohorts hold the {new} customers who are known to be new: by the client's day of acquisition, or first "
            "seen from {day} on. {old} others are left out.",
            day=day,
            **values,
        )
    else:
        who = sentence(
            "Cohorts hold the {new} customers first seen from {day} on. {old} first seen before are left out: "
            "customers usually buy again within {burn} days, so that in the first {burn} days an old customer coming "
            "back looks like a new one.",
            day=day,
            **values,
        )
    if c.returning is None:
        return who
    how = (
        sentence("Each month is held against the same month a year before.")
        if c.returning.same_seasons
        else sentence("The later half of the new customers is held against the earlier half.")
    )
    widened = sentence("Both are seen equally long; the interval is widened by how much months differ from each other.")
    return joined(who, how, widened)


def retention_title(c: CohortFacts) -> str:
    """Return the title of the heat map."""
    best, least = c.best_cohort, c.least_cohort
    if best is None or least is None:
        if c.one_and_done_share is not None:
            return sentence(
                "{share} of the new customers bought again within {days} days",
                share=share(1 - c.one_and_done_share),
                days=count(c.equal_age_days),
            )
        return sentence(
            "{n} new customers from {day} on: how many bought in the periods since",
            n=count(c.new_customers),
            day=days.day(c.since),
        )
    return sentence(
        "Of the customers of {best} {high} bought again within {days} days, of those of {least} {low}",
        best=cohort_name(best.cohort),
        least=cohort_name(least.cohort),
        high=share(best.share),
        low=share(least.share),
        days=count(c.equal_age_days),
    )


def new_customers(c: CohortFacts) -> str:
    """Return what a source line counts."""
    n = c.new_customers or 0
    return sentences(n, "{n} new customer", "{n} new customers")
