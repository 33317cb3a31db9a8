"""What a plan knows of each customer: rhythm, chance of buying unprompted, what is at stake, who is not to be asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.backtest.own_rhythm import silent_longer_than_ever
from analysis.plan import states
from analysis.plan.actions import BAD_DEBT, INVOLUNTARY, LOSS_MAKING
from analysis.plan.gain import margin_when_buying
from analysis.plan.recorded import attribute, causes, recorded_reasons
from analysis.plan.under_contract import by_contract, contract_states

if TYPE_CHECKING:
    from analysis.client.plan import Plan
    from analysis.ledger.ledger import Ledger
    from analysis.run.step import Inputs

YEAR = 365
MARGIN, REVENUE, PURCHASES = "margin", "revenue", "purchases"
"""What a stake is of."""
AT_STAKE_WITHOUT_FORECAST = (states.SLIPPING, states.OVERDUE, states.LOST, states.ONE_TIME)
KEY_SHARE = 0.01
"""Of the revenue: who brings more is a key account, as is who the client calls strategic."""


def known_customers(given: Inputs, window: int) -> tuple[pd.DataFrame, str, int]:
    """Return one row per customer who bought, what stakes are of, and the days over which a change is looked for.

    Returns DataFrame: customer_id, abc_class, revenue, frequency, T, days_since_last, gaps, usual_gap, longest_gap,
    recent, before, customer_state, p_buy (missing where nobody can say), spend, rate, if_buying, stake, excluded,
    too_late, action_reason, treated_as (the state whose actions are open to them), large, key, manager, warning_signs
    (codes, "" for none), left_because (as recorded, "" where not), cause, contract_day.
    """
    ledger = given.ledger
    days = min(YEAR, max(1, ((ledger.observation_end - ledger.first).days + 1) // 3))
    table = _rhythms(ledger, days)
    everyone = given.customers.set_index("customer_id")
    table["abc_class"] = table["customer_id"].map(everyone["abc_class"])
    table["left_because"] = recorded_reasons(given, table["customer_id"])
    table["cause"] = causes(table["left_because"], given.plan_settings)
    table["customer_state"] = states.customer_states(table, window, days)
    table["action_reason"] = table["treated_as"] = table["customer_state"]
    table["too_late"] = table["days_since_last"] > 2 * states.patience(table["longest_gap"], window)
    table["contract_day"] = pd.NaT
    table, measure = _stakes(given, table, window)
    if by_contract(given):
        table = contract_states(given, table.assign(too_late=False), table["rate"], days)
    table["excluded"] = _excluded(given, table, measure)
    table["action_reason"] = table["excluded"].where(table["excluded"] != "", table["action_reason"])
    accounts = given.attributes
    strategic = attribute(accounts, "strategic", table["customer_id"])
    table["large"] = _large(table["revenue"])
    table["key"] = (strategic == True) | table["large"]  # noqa: E712 - missing is not strategic
    table["manager"] = _manager(accounts, everyone, table["customer_id"])
    table["warning_signs"] = _warnings(given.churn.tables.get("scores"), table)
    return table, measure, days


def _rhythms(ledger: Ledger, days: int) -> pd.DataFrame:
    read, end = ledger.days, ledger.observation_end
    table = read.customers_at(end)
    rhythm = silent_longer_than_ever(read, end)[["customer_id", "days_since_last", "gaps", "usual_gap", "longest_gap"]]
    table = table.merge(rhythm, on="customer_id", how="left", validate="one_to_one")
    length, brought = dt.timedelta(days=days), "revenue" if ledger.has_amounts else "purchases"
    for name, until in (("recent", end), ("before", end - length)):
        table[name] = table["customer_id"].map(read.observe(until - length, until)[brought]).fillna(0.0)
    return table


def _stakes(given: Inputs, table: pd.DataFrame, window: int) -> tuple[pd.DataFrame, str]:
    """Return the table with p_buy, spend, if_buying and stake: what is not to be expected unprompted of if_buying."""
    paid = given.ledger.has_amounts
    left, valued = given.churn.tables.get("scores"), given.value.tables.get("scores")
    p0 = _of(left, "churn_probability", table).rsub(1.0)
    ahead = _of(valued, "expected_purchases", table) * (window / given.value.facts.horizon_days)
    own = (table["purchase_amount"] / (table["frequency"] + 1)).clip(lower=0)
    spend = _of(valued, "expected_spend", table).fillna(own) if paid else pd.Series(1.0, table.index)
    rate = _rate(given, valued, table) if paid else pd.Series(np.nan, table.index)
    measure = PURCHASES if not paid else REVENUE if rate.isna().all() else MARGIN
    pace = table["frequency"] / table["recency"].where(table["recency"] > 0) * window
    brought = margin_when_buying(p0, ahead, pace.fillna(1.0), spend, rate.fillna(1.0))
    if p0.isna().all():
        brought = pace.fillna(1.0).clip(lower=1.0) * spend * rate.fillna(1.0)
        stake = brought.where(table["customer_state"].isin(AT_STAKE_WITHOUT_FORECAST))
    else:
        stake = (1 - p0) * brought
    return table.assign(p_buy=p0, spend=spend, rate=rate.fillna(1.0), if_buying=brought, stake=stake), measure


def _of(scores: pd.DataFrame | None, column: str, table: pd.DataFrame) -> pd.Series:
    if scores is None or column not in scores:
        return pd.Series(np.nan, table.index)
    return table["customer_id"].map(scores.set_index("customer_id")[column]).astype(float)


def _warnings(scores: pd.DataFrame | None, table: pd.DataFrame) -> pd.Series:
    if scores is None:
        return pd.Series("", table.index, dtype="str")
    signs: pd.Series = table["customer_id"].map(scores.set_index("customer_id")["warning_signs"])
    return signs.fillna("").astype("str")


def _rate(given: Inputs, valued: pd.DataFrame | None, table: pd.DataFrame) -> pd.Series:
    """Return margin per unit of revenue, the customer's own where it is known, else the client's; missing without.

    Where nothing is forecast the customer's own is the one so far.
    """
    overall = given.ledger.own_margin_rate or given.parameters.margin_rate
    if overall is None:
        return pd.Series(np.nan, table.index)
    everyone = given.customers.set_index("customer_id")
    so_far = (everyone["margin"] / everyone["revenue"].where(everyone["revenue"] > 0)).clip(-1, 1)
    own = _of(valued, "margin_rate", table) if valued is not None else table["customer_id"].map(so_far)
    return own.fillna(overall)


def _excluded(given: Inputs, table: pd.DataFrame, measure: str) -> pd.Series:
    """Return why nobody contacts a customer: had to go, does not pay, costs money; "" for the others."""
    plan: Plan | None = given.plan_settings
    found = pd.Series("", table.index, dtype="str")
    if measure == MARGIN:
        found[table["if_buying"] <= 0] = LOSS_MAKING
    if plan is not None:
        credit = attribute(given.attributes, "credit", table["customer_id"]).astype("str").str.casefold()
        found[credit.isin([word.casefold() for word in plan.bad_debt])] = BAD_DEBT
    found[table["cause"] == INVOLUNTARY] = INVOLUNTARY
    return found


def _manager(accounts: pd.DataFrame | None, everyone: pd.DataFrame, ids: pd.Series) -> Any:
    """Return who looks after each customer, by the customers' table, else by an attribute of the sales."""
    stated = attribute(accounts, "manager", ids)
    if "manager" not in everyone:
        return stated
    beside = everyone["manager"].dropna()
    if pd.api.types.is_numeric_dtype(beside):  # a number of staff
        beside = beside.astype("Int64")
    return stated.fillna(ids.map(beside.astype("str")))


def _large(revenue: pd.Series) -> pd.Series:
    total = float(revenue.clip(lower=0).sum())
    return revenue >= KEY_SHARE * total if total > 0 else pd.Series(data=False, index=revenue.index)
