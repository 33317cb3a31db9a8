"""Cohorts: who came when, how many of them came back, and how soon."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from analysis.facts import Refusal, refused
from analysis.ledger.rhythm import churn_window
from analysis.movement import cohort_list, cohorts, comparison, returning
from analysis.movement.facts_cohorts import CohortFacts, CohortShare, Half, NextPurchase, Returning, SameMonths
from analysis.movement.newcomers import Intake, intake_of
from analysis.run.step import Answer, Inputs, step

Record = dict[str, Any]
RECENT = 90


@step("cohorts", CohortFacts, after=("data", "movement"), needs=("ledger", "customers", "attributes"))
def compute(given: Inputs) -> Answer:
    """Follow the customers who came together."""
    ledger, end, why_not = given.ledger, given.ledger.observation_end, _why_not(given)
    burn_in = None if why_not else churn_window(ledger.gaps())
    if burn_in is None:
        return CohortFacts(refusal=why_not or refused("nobody_twice")), {}
    attributes = given.attributes
    acquired = None if attributes is None or "acquired_on" not in attributes else attributes["acquired_on"]
    intake = intake_of(given.customers, ledger.first, end, burn_in, acquired)
    compared = given.movement.facts.periods
    spans = compared and tuple((span.first, span.last) for span in (compared.before, compared.period))
    periods, times = ledger.cohort_periods(intake.since, spans=spans), ledger.times_between(intake.since)
    age = cohorts.equal_age(times, end)
    months = cohorts.retention(periods, "month", end)
    record = _who(intake, burn_in, given.customers, end) | _by_month(months, periods, paid=ledger.has_amounts)
    tables = {"periods": periods}
    grain = "quarter" if intake.one else cohorts.grain_of(cohorts.sizes(periods))
    if grain is not None:
        tables["by_grain"] = periods if grain == "month" else ledger.cohort_periods(intake.since, grain=grain)
        tables["retention"] = cohorts.retention(tables["by_grain"], grain, end)
        shown = tables["retention"]
        record["drawn"] = int(((shown["age"] == 1) & (shown["size"] >= cohorts.ENOUGH)).sum())
    tables["cohorts"] = cohort_list.listed(periods, times, grain or "year", age, end)
    record |= {"grain": grain} | _best_and_least(tables["cohorts"])
    if intake.new:
        again = None if age is None else cohorts.bought_again(times, age, end)
        found = None if again is None else comparison.compare(again)
        record |= _again(again, age, found) | _next(times)
        tables["curves"] = _curves(times, found, age)
    return CohortFacts(**record), tables


def _why_not(given: Inputs) -> Refusal | None:
    summarised = given.data.facts.router.verdict == "customer_level"
    return refused("no_history") if summarised or not given.ledger.has_days else None


def _who(intake: Intake, burn_in: int, customers: pd.DataFrame, end: dt.date) -> Record:
    recent = customers["last_purchase"] > pd.Timestamp(end) - pd.Timedelta(days=RECENT)
    return {
        "one_intake": intake.one,
        "intake_first": intake.first,
        "intake_last": intake.last,
        "burn_in_days": burn_in,
        "since": intake.since.day,
        "dated": intake.dated,
        "new_customers": intake.new,
        "old_customers": intake.old,
        "intake_still_share": float(recent.sum() / intake.new) if intake.one else None,
    }


def _by_month(months: pd.DataFrame, periods: pd.DataFrame, *, paid: bool) -> Record:
    known = periods[periods["cohort"].notna()]
    return {
        "months": int(months["age"].max()) + 1 if len(months) else 0,
        "retention": {f"{cohort:%Y-%m}": rows.tolist() for cohort, rows in months.groupby("cohort")["share"]},
        "sizes": {f"{cohort:%Y-%m}": int(n) for cohort, n in cohorts.sizes(periods).items()},
        "revenue": cohort_list.revenue_by_age(known) if paid else None,
        "old_revenue": float(periods.loc[periods["cohort"].isna(), "revenue"].sum()) if paid else None,
    }


def _best_and_least(listed: pd.DataFrame) -> Record:
    said = listed[listed["again_share"].notna()].sort_values("again_share", kind="stable")
    if len(said) < 2:
        return {}
    least, best = (
        CohortShare(cohort=row["cohort"], customers=row["customers"], share=row["again_share"])
        for row in (said.iloc[0], said.iloc[-1])
    )
    return {"best_cohort": best, "least_cohort": least}


def _again(months: pd.DataFrame | None, age: int | None, found: comparison.Comparison | None) -> Record:
    """Return who bought again at equal age, and whether later customers do as earlier ones did."""
    if months is None:
        return {}
    share = 1 - months["again"] / months["customers"]
    return {
        "equal_age_days": age,
        "one_and_done": {f"{cohort:%Y-%m}": float(value) for cohort, value in share.items()},
        "one_and_done_share": float(1 - months["again"].sum() / months["customers"].sum()),
        "returning": found and _compared(found, months),
    }


def _compared(found: comparison.Comparison, months: pd.DataFrame) -> Returning:
    earlier, later = (
        Half(first=s.first.date(), last=s.last.date(), months=s.months, customers=s.customers, share=s.share)
        for s in (found.earlier, found.later)
    )
    return Returning(
        earlier=earlier,
        later=later,
        difference=found.difference,
        interval=(found.low, found.high),
        dispersion=found.dispersion,
        outcome=found.outcome,
        same_seasons=found.same_seasons,
        same_months=None if found.same_seasons else _same_months(comparison.year_apart(months)),
    )


def _same_months(pairs: pd.DataFrame) -> SameMonths | None:
    was, now = pairs["was"].sum(), pairs["now"].sum()
    if min(was, now) < cohorts.ENOUGH:
        return None
    return SameMonths(
        months=len(pairs),
        one=int(pairs.index[0].month) if len(pairs) == 1 else None,
        was=float(pairs["was_again"].sum() / was),
        now=float(pairs["now_again"].sum() / now),
        customers=int(was + now),
    )


def _next(times: pd.DataFrame) -> Record:
    """Return how many buy again after the first purchase, after the second, and so on, and how soon."""
    known = times[times["cohort"].notna()]
    seen = returning.seen_by(known[known["nth"] == 1])
    within = next((age for age in cohorts.AGES if age <= seen), None)
    if within is None:
        return {}
    rows = []
    for nth, of in known.groupby("nth"):
        if of["customers"].sum() < cohorts.ENOUGH or returning.seen_by(of) < within:
            break
        curve = returning.came_by(of)
        rows.append(
            NextPurchase(
                nth=int(nth),
                customers=int(of["customers"].sum()),
                within=returning.share_by(curve, within),
                half_days=returning.day_of_half(curve, within),
            )
        )
    return {"within_days": within, "next_purchases": rows}


def _curves(times: pd.DataFrame, found: comparison.Comparison | None, age: int | None) -> pd.DataFrame:
    """Return the curves to the second purchase of earlier and later customers up to equal age, or of all in one."""
    first = times[(times["nth"] == 1) & times["cohort"].notna()]
    if found is None or age is None:
        parts, until = {"all": first}, returning.seen_by(first)
    else:
        weighted = first.assign(customers=first["customers"] * first["cohort"].map(found.weight))
        compared, until = weighted[weighted["customers"].notna()], age
        late = compared["cohort"] >= found.later.first
        parts = {"earlier": compared[~late], "later": compared[late]}
    curves = [returning.thinned(returning.came_by(of), until).assign(half=half) for half, of in parts.items()]
    return pd.concat(curves, ignore_index=True)
