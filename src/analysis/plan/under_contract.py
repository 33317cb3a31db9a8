"""Customers under contract: who has left is known, not read off silence, and so is what stays by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.plan import states

if TYPE_CHECKING:
    from analysis.run.step import Inputs

YEAR, NEW_DAYS, GRACE_DAYS = 365, 90, 31
LEFT, RENEWAL_DUE = "left", "renewal_due"
"""Reasons to act that only contracts have."""


def by_contract(given: Inputs) -> bool:
    """Say whether contracts tell who has left."""
    told = given.contracts
    listed = told.facts.refusal is None and told.facts.running is not None and "scores" in told.tables
    return listed and given.data.facts.router.verdict == "contractual"


def contract_states(given: Inputs, table: pd.DataFrame, rate: pd.Series, days: int) -> pd.DataFrame:
    """Return the customers with their state, chance to stay a year or to come back within one, and what that brings.

    `table`: As from `known.known_customers`, with the own rhythm.
    `rate`: Margin per unit of revenue; 1 where none is known.
    `days`: Over which a change is looked for.
    Returns DataFrame: The table with customer_state, treated_as, action_reason, contract_day (the next renewal, or when
    they left), p_buy, if_buying and stake; nothing is at stake of who has no contract.
    """
    until, ids = pd.Timestamp(given.ledger.observation_end), table["customer_id"]
    running = given.contracts.tables["scores"].set_index("customer_id")
    here = ids.isin(running.index)
    left_on = _left_on(given.subscriptions, ids, until).mask(here)
    left = left_on.notna()
    state = _states(table, here, (until - left_on).dt.days, ids.map(running["contract_tenure_days"]), days)
    renewals = given.contracts.facts.renewals
    next_day = _days(running["next_renewal_day"], ids)
    soon = next_day <= until + pd.Timedelta(days=renewals.due_days or 0)
    due = soon & (renewals.term != "month") & (state != states.SLIPPING)
    p_buy = ids.map(running["stays_a_year"]).astype(float).mask(left, come_back(given.subscriptions, until))
    paid = _monthly(given, running, ids) * 12 * rate if given.ledger.has_amounts else rate
    brings = paid.astype(float).where(here | left)
    acted_on = state.isin([states.SLIPPING, states.LOST]) | due
    return table.assign(
        customer_state=state,
        treated_as=state.mask(due, states.SLIPPING),
        action_reason=state.mask(left, LEFT).mask(due, RENEWAL_DUE),
        contract_day=next_day.fillna(left_on),
        p_buy=p_buy,
        if_buying=brings,
        stake=((1 - p_buy) * brings).fillna(brings.where(acted_on)),
    )


def _states(table: pd.DataFrame, here: pd.Series, gone_days: pd.Series, tenure: pd.Series, days: int) -> pd.Series:
    """Return the states: under contract nobody is late, and how long somebody has been gone is known."""
    contract = table.assign(days_since_last=0, frequency=1, T=tenure.fillna(0))
    found = states.customer_states(table, YEAR, days).mask(here, states.customer_states(contract, NEW_DAYS, days))
    return found.mask(gone_days <= YEAR, states.LOST).mask(gone_days > YEAR, states.GONE)


def _left_on(contracts: pd.DataFrame, ids: pd.Series, until: pd.Timestamp) -> pd.Series:
    if "end" not in contracts:
        return pd.Series(pd.NaT, ids.index, dtype="datetime64[ns]")
    ended = contracts[contracts["end"] <= until]
    return _days(ended.groupby("customer_id")["end"].max(), ids)


def _days(known: pd.Series, ids: pd.Series) -> pd.Series:
    return pd.Series(pd.to_datetime(known.reindex(ids)).to_numpy(), ids.index)  # a map of nothing is no day


def _monthly(given: Inputs, running: pd.DataFrame, ids: pd.Series) -> pd.Series:
    gone = given.contracts.tables["gone"].set_index("customer_id")["monthly_revenue"]
    found: pd.Series = ids.map(running["contract_monthly_revenue"]).fillna(ids.map(gone))
    return found


def come_back(contracts: pd.DataFrame, until: pd.Timestamp) -> float:
    """Return the share of those who left over a year ago who were back within a year; missing where nobody did leave.

    Examples
    --------
    >>> day = pd.to_datetime(["2020-01-01", "2021-01-01", "2021-06-01"])
    >>> two = pd.DataFrame({"customer_id": list("AAB"), "start": day[[0, 2, 0]], "end": [day[1], pd.NaT, day[1]]})
    >>> come_back(two, pd.Timestamp("2022-06-01"))
    0.5
    """
    if "end" not in contracts:
        return float("nan")
    rows = contracts.sort_values(["customer_id", "start"], kind="stable")
    again = rows.groupby("customer_id")["start"].shift(-1)
    left = (rows["end"] <= until - pd.Timedelta(days=YEAR)) & ~(again <= rows["end"] + pd.Timedelta(days=GRACE_DAYS))
    return float((again[left] <= rows.loc[left, "end"] + pd.Timedelta(days=YEAR)).mean())
