"""What to do on Monday: one list of actions, whom to win back, whom to hold back."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.client.register import CONTACT, HELD_BACK
from analysis.facts import refused
from analysis.plan import actions, holdback, summed, winback
from analysis.plan.asked import questions
from analysis.plan.attained import targets
from analysis.plan.campaigns import campaigns
from analysis.plan.capacity import calendar, capacity, looked_after, served, services
from analysis.plan.chosen import by_leading_grade, with_labels
from analysis.plan.facts import SCORES, PlanFacts, Readings
from analysis.plan.known import MARGIN, known_customers
from analysis.plan.measuring import measured
from analysis.plan.people import last_list, managers
from analysis.plan.scenarios import scenarios, worth_of
from analysis.plan.states import LOST
from analysis.plan.under_contract import YEAR, by_contract
from analysis.run.step import Answer, Inputs, step


@step(
    "plan",
    PlanFacts,
    after=("data", "value", "churn", "contracts", "run_rate", "segments"),
    parameters=("margin_rate", "abc"),
    needs=(
        "ledger",
        "customers",
        "attributes",
        "subscriptions",
        "contacts",
        "plan_settings",
        "register",
        "targets",
        "own_segments",
    ),
    per_customer="scores",
)
def compute(given: Inputs) -> Answer:
    """Give every customer one state and at most one action, and say what acting is expected to bring."""
    worth, window = given.value.facts, given.churn.facts.window_days
    less = worth.churn_minus_5
    base = {
        "churn_minus_5": None if less is None or less.refusal else Readings(points=less.points, percent=less.percent),
        "replacement_ratio": worth.replacement_ratio,
    }
    few = given.run_rate.facts.needed
    reason = given.churn.facts.refusal or worth.refusal
    if by_contract(given):
        window = YEAR
    elif reason is not None and not (few and window):
        return PlanFacts(**base, refusal=reason), {}
    if window is None:
        return PlanFacts(**base, refusal=refused("nobody_twice")), {}
    table, measure, days = known_customers(given, window)
    table, listed = acted_on(given, with_labels(given, table), measure)
    contacted, held = (listed[listed["group"] == name].reset_index(drop=True) for name in (CONTACT, HELD_BACK))
    plan = given.plan_settings
    facts = PlanFacts(
        **base,
        window_days=window,
        compared_days=days,
        by_contract=by_contract(given),
        forecast=bool(table["p_buy"].notna().any()),
        measure=measure,
        customers=len(table),
        without_purchase=len(given.customers) - len(table),
        **summed.totals(table, contacted, paid=given.ledger.has_amounts),
        break_even=summed.break_evens(contacted, plan) if measure == MARGIN else [],
        winback=summed.win_back(table, plan, measure),
        holdback=summed.held_back(listed, plan),
        **measured(given, measure),
        **_beside_the_list(given, table, measure),
    )
    tables = {
        "scores": table.rename(columns={"cause": "cause_of_leaving"})[["customer_id", *SCORES]].reset_index(drop=True),
        "actions": contacted,
        "held_back": held,
        "curve": winback.thinned(winback.profit_curve(table["win_back_gain"])),
        "customers": table,
        "calendar": calendar(_worked_by(table), plan.capacity if plan else None, given.ledger.observation_end),
        "served": served(given, _worked_by(table)),
    }
    return facts, tables


def acted_on(given: Inputs, table: pd.DataFrame, measure: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the customers with what to do with each, and the list of those to contact or to hold back, best first."""
    plan = given.plan_settings
    table = table.join(actions.choose_actions(table, plan, margin_known=measure == MARGIN))
    table["action_reason"] = reasons(table)
    lost = table["customer_state"].eq(LOST) & table["excluded"].eq("")
    table["win_back_gain"], table["win_back_cost"] = (table[c].where(lost) for c in ("expected_gain", "contact_cost"))
    table["expected_gain"] = table["expected_gain"].where(table["action"].isin(actions.CONTACTS))
    table["win_back_group"] = winback.groups(table, a=given.parameters.abc.a, b=given.parameters.abc.b)
    listed = in_order(table[table["action"].isin(actions.CONTACTS)])
    listed["group"] = holdback.draw_groups(listed, plan.hold_back if plan else None, _open(given))
    listed["contact_order"] = _contact_order(listed)
    table["action_group"] = listed["group"].reindex(table.index).fillna("")
    return table, listed


def _beside_the_list(given: Inputs, table: pd.DataFrame, measure: str) -> dict[str, Any]:
    plan, attained = given.plan_settings, targets(given, table)
    return {
        "costs_known": plan is not None and any(cost is not None for _, cost in plan.contact_cost),
        "assumption": plan.assumption if plan else None,
        "scenarios": scenarios(given, table),
        "capacity": capacity(given, _worked_by(table)),
        "service": services(given, table),
        "campaigns": campaigns(table, plan, measure),
        "managers": managers(table, worth_of(given), attained, last_list(given)),
        "targets": attained,
        "questions": questions(given, table, measure),
    }


def _worked_by(table: pd.DataFrame) -> pd.DataFrame:
    return by_leading_grade(looked_after(table))


def reasons(table: pd.DataFrame) -> pd.Series:
    """Return the code of why a customer is contacted or not: the state, or what keeps from acting on it."""
    found = table["action_reason"].mask(table["excluded"].eq("") & table["too_late"], "too_late")
    tried = table["expected_gain"].notna() & ~table["action"].isin(actions.CONTACTS)
    return found.mask(tried & table["excluded"].eq(""), "does_not_pay")


def in_order(listed: pd.DataFrame) -> pd.DataFrame:
    """Return a list with the largest expected gain first, else the largest stake."""
    return listed.sort_values(
        ["expected_gain", "stake", "customer_id"], ascending=[False, False, True], na_position="last", kind="stable"
    )


def _open(given: Inputs) -> pd.DataFrame | None:
    """Return the register while its window runs: until then nobody changes groups."""
    register = given.register
    if register is None or register.empty:
        return None
    ends = register["as_of"] + pd.to_timedelta(register["window_days"], unit="D")
    running = register[ends > pd.Timestamp(given.ledger.observation_end)]
    return running.sort_values("as_of", kind="stable").drop_duplicates("customer_id", keep="first")


def _contact_order(listed: pd.DataFrame) -> pd.Series:
    """Return the order of contact: as listed; key accounts come first, in an order drawn by lot."""
    drawn = listed["customer_id"].map(lambda customer: holdback.lot(customer, "order of contact"))
    order = pd.DataFrame({"later": ~listed["key"], "lot": drawn.where(listed["key"], 0.0)}, index=listed.index)
    order["place"] = range(len(order))
    ranks = order.sort_values(["later", "lot", "place"], kind="stable").index
    return pd.Series(range(1, len(listed) + 1), ranks).reindex(listed.index)


STEPS = (compute,)
