"""The five lenses of the customer-base audit, held against each other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from analysis.movement import lenses
from analysis.movement.cohorts import ENOUGH, MOST_OF_THEM
from analysis.movement.facts_lenses import LensesFacts, ManyCohorts, OneCohort, OnePeriod, TwoPeriods, WholeBase
from analysis.movement.newcomers import PERIODS
from analysis.run.step import Answer, Inputs, step

Tables = dict[str, pd.DataFrame]


@step("lenses", LensesFacts, after=("movement", "cohorts"), needs=("ledger", "customers"))
def compute(given: Inputs) -> Answer:
    """Look at the customers of one period, of two, of one cohort, of all cohorts, and at the whole base."""
    found = given.cohorts
    if found.facts.refusal:
        return LensesFacts(refusal=found.facts.refusal), {}
    measure = "revenue" if given.ledger.has_amounts else "purchases"
    before, period, days = _spans(given, measure)
    periods, grain = found.tables["periods"], found.facts.grain or "quarter"
    groups = lenses.groups_by_value(period.loc[period["purchases"] > 0, "value"], _bought(period))
    shown = lenses.base_grain(len(periods["date"].drop_duplicates()))
    tables = {"groups": groups, "base": lenses.whole_base(periods, shown, measure)}
    record: dict[str, Any] = {"measure": measure, "grain": grain, "base_grain": shown}
    record["one_period"] = _one(period, groups, days, measure)
    sums = {"one period": float(period["value"].sum())}
    if before is not None:
        tables["two_periods"] = lenses.two_periods(before, period).rename_axis("there").reset_index()
        record["two_periods"] = _two(tables["two_periods"].set_index("there"), lenses.best_later(before, period))
        sums |= {"two periods": float(tables["two_periods"]["period"].sum()), "cohorts": float(periods["period"].sum())}
    record["period_total"] = lenses.reconcile(sums)
    if "by_grain" in found.tables:
        cohort_facts, cohort_tables = _cohorts(found.tables["by_grain"], grain, given.ledger.observation_end, measure)
        record, tables = record | cohort_facts, tables | cohort_tables
    end = pd.Period(given.ledger.observation_end, freq=PERIODS[shown]).end_time.date()
    record["whole_base"] = _base(tables["base"], periods, days, partial=end != given.ledger.observation_end)
    record["total"] = _total(given, found.tables, tables, measure)
    return LensesFacts(**record), tables


def _spans(given: Inputs, measure: str) -> tuple[pd.DataFrame | None, pd.DataFrame, tuple[dt.date, dt.date]]:
    """Return what each customer did in the earlier period (None without one) and in the later, and its days."""
    movement = given.movement
    if movement.facts.refusal:
        c, ledger = given.customers.set_index("customer_id"), given.ledger
        bought = (c["frequency"] + 1).where(c["first_purchase"].notna(), 0)
        value = c["revenue"] if measure == "revenue" else bought
        return None, pd.DataFrame({"value": value, "purchases": bought}), (ledger.first, ledger.observation_end)
    rows, last = movement.tables["movers"], movement.facts.periods.period
    before, period = (
        pd.DataFrame({"value": rows[f"{measure}_{name}"], "purchases": rows[f"purchases_{name}"]})
        for name in ("before", "period")
    )
    return before, period, (last.first, last.last)


def _bought(period: pd.DataFrame) -> pd.Series:
    return period.loc[period["purchases"] > 0, "purchases"]


def _one(period: pd.DataFrame, groups: pd.DataFrame, days: tuple[dt.date, dt.date], measure: str) -> OnePeriod | None:
    bought, shares = _bought(period), groups["value_share"]
    if bought.empty:
        return None
    value, known = float(groups["value"].sum()), bool(shares.notna().all())
    lower = groups["group"] > len(groups) / 2
    if len(groups) % 2:  # of fifths, the lower half begins within the third
        half = float(shares[groups["group"] > len(groups) // 2 + 1].sum() + shares.iloc[len(groups) // 2] / 2)
    else:
        half = float(shares[lower].sum())
    return OnePeriod(
        first=days[0],
        last=days[1],
        customers=len(bought),
        value=value,
        returned=round(float(period["value"].sum()) - value, 6),
        purchases=int(bought.sum()),
        per_customer=float(bought.mean()),
        per_purchase=value / int(bought.sum()) if measure == "revenue" else None,
        once_share=float((bought == 1).mean()),
        groups=len(groups),
        best_share=float(shares.iloc[0]) if known else None,
        lower_half_share=half if known else None,
    )


def _two(table: pd.DataFrame, best: tuple[int, int, int] | None) -> TwoPeriods:
    held, again, gone = best or (None, None, None)
    return TwoPeriods(
        both=int(table.loc["both", "customers"]),
        only_before=int(table.loc["before", "customers"]),
        only_period=int(table.loc["period", "customers"]),
        both_before=float(table.loc["both", "before"]),
        both_period=float(table.loc["both", "period"]),
        gone_before=float(table.loc["before", "before"]),
        came_period=float(table.loc["period", "period"]),
        returned_before=round(float(table.loc[["neither", "period"], "before"].sum()), 6),
        returned_period=round(float(table.loc[["neither", "before"], "period"].sum()), 6),
        best=held,
        best_again=again,
        best_gone=gone,
    )


def _cohorts(periods: pd.DataFrame, grain: Any, end: dt.date, measure: str) -> tuple[dict[str, Any], Tables]:
    """Return the third lens and the fourth."""
    code = PERIODS[grain]
    whole = (pd.Period(end + dt.timedelta(days=1), freq=code) - 1).start_time
    ages = lenses.per_customer_by_age(periods, grain, whole, measure)
    ages = ages[ages["size"] >= ENOUGH]
    sizes = ages[ages["age"] == 0].set_index("cohort")["size"]
    if sizes.empty:  # too small, or not a whole period old
        return {}, {}
    largest = sizes.idxmax()
    one = lenses.one_cohort(periods, largest, whole, measure)
    now = one[one["whole"]].iloc[-1]
    facts = OneCohort(
        cohort=str(pd.Period(largest, freq=code)),
        customers=int(sizes.max()),
        value=float(one["value"].sum()),
        first_share=float(one.loc[one["date"] <= largest, "value"].sum() / one["value"].sum()),
        last=whole.date(),
        last_active_share=float(now["active_share"]) if now["date"] == whole else 0.0,
    )
    many = _many(ages, code)
    names = ages["cohort"].dt.to_period(code).astype(str)
    named = names.isin([many.first_cohort, many.last_cohort]) if many else False
    return {"one_cohort": facts, "many_cohorts": many}, {"one_cohort": one, "ages": ages.assign(named=named)}


def _many(ages: pd.DataFrame, code: str) -> ManyCohorts | None:
    """Return how cohorts compare at the highest age that most of them have reached."""
    reached = ages.groupby("age").size()
    age = int(reached[reached >= MOST_OF_THEM * reached.max()].index.max())
    at = ages[ages["age"] == age].sort_values("cohort")
    if len(at) < 2 or age == 0:
        return None
    first, last = at.iloc[0], at.iloc[-1]
    return ManyCohorts(
        age=age,
        first_cohort=str(pd.Period(first["cohort"], freq=code)),
        first_per_customer=first["per_customer"],
        last_cohort=str(pd.Period(last["cohort"], freq=code)),
        last_per_customer=last["per_customer"],
        cohorts=len(at),
        low=at["per_customer"].min(),
        high=at["per_customer"].max(),
    )


def _base(base: pd.DataFrame, periods: pd.DataFrame, days: tuple[dt.date, dt.date], *, partial: bool) -> WholeBase:
    layers = {str(layer): float(value) for layer, value in base.groupby("layer")["value"].sum().items()}
    if "period" not in periods or not periods["period"].sum() > 0:
        return WholeBase(old_share=None, new_share=None, partial=partial, layers=layers)
    whole, cohort = periods["period"].sum(), periods["cohort"]
    new = periods.loc[cohort >= pd.Timestamp(days[0]), "period"].sum()
    return WholeBase(
        old_share=float(periods.loc[cohort.isna(), "period"].sum() / whole),
        new_share=float(new / whole),
        partial=partial,
        layers=layers,
    )


def _total(given: Inputs, cohorts: Any, tables: Tables, measure: str) -> float:
    """Return the total over all days, asserted to be the same by customer, by cohort and by layer."""
    customers = given.customers
    bought = (customers["frequency"] + 1).where(customers["first_purchase"].notna(), 0)
    return lenses.reconcile(
        {
            "customers": float((customers["revenue"] if measure == "revenue" else bought).sum()),
            "cohorts by month": float(cohorts["periods"][measure].sum()),
            **({"cohorts shown": float(cohorts["by_grain"][measure].sum())} if "by_grain" in cohorts else {}),
            "the whole base": float(tables["base"]["value"].sum()),
        }
    )
