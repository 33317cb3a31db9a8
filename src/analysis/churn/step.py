"""Who will not buy in the churn window, and what slips or is lost with them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.backtest.average import forecast_buying
from analysis.backtest.day_past import past_and_pace
from analysis.backtest.facts import Calibration
from analysis.backtest.fits import restore
from analysis.backtest.holdout import Array, Split, reliability
from analysis.backtest.made import AVERAGE
from analysis.backtest.past import Past
from analysis.backtest.shapes import RegularityAt
from analysis.churn import churn
from analysis.churn.facts import ActionList, AtRisk, ChurnFacts, Tested
from analysis.facts import refused
from analysis.ledger.ledger import Ledger
from analysis.ledger.rhythm import churn_window
from analysis.run.step import Answer, Inputs, step
from analysis.shares import customers_for

YEAR = 365


@step(
    "churn",
    ChurnFacts,
    after=("data", "holdout", "value"),
    parameters=("churn_window_days",),
    needs=("ledger", "customers"),
    per_customer="scores",
)
def compute(given: Inputs) -> Answer:
    """Say who will not buy in the churn window, and what slips or is lost with them.

    The probability is that of the forecast behind the value, over the window. Slipping and lost value need a model of
    who is still a customer; where there is none, revenue of the last year is weighted by the probability instead.
    """
    ledger, worth, tested = given.ledger, given.value.facts, given.holdout.facts
    chosen = given.parameters.churn_window_days
    window = chosen or churn_window(ledger.gaps())
    lifetime = None if worth.refusal else worth.lifetime_model
    base = {
        "window_days": window,
        "window_from": "parameter" if chosen else "gaps",
        "lifetime_model": lifetime,
    }
    closed = given.data.facts.router.chapters["value"]
    if closed or window is None:
        return ChurnFacts(**base, refusal=closed or refused("nobody_twice")), {}
    past, pace = past_and_pace(ledger)
    end, length = ledger.observation_end, dt.timedelta(days=window)
    buying, refusal = forecast_buying(past, Split(end, end + length), regularity_at=pace)
    if buying is None:
        return ChurnFacts(**base, refusal=refusal), {}
    leaving = 1 - buying.to_numpy()
    unseen, calibration = _tested_on(past, pace, tested.calibration_end, end, min(window, tested.days))
    table = _scored(given, past, leaving, lifetime, window)
    weight = table["revenue"].clip(lower=0)
    in_a = table[table["abc_class"] == "A"]
    facts = ChurnFacts(
        **base,
        model=AVERAGE,
        customers=len(table),
        mean_probability=float(table["churn_probability"].mean()),
        expected_leavers=float(table["churn_probability"].sum()),
        revenue_at_leavers=float(np.average(table["churn_probability"], weights=weight)) if weight.any() else None,
        class_a=len(in_a),
        class_a_leavers=int((in_a["churn_probability"] > 0.5).sum()),
        class_a_from=float(in_a["revenue"].min()) if len(in_a) else None,
        slipping_value=_total(table["slipping_value"]),
        lost_value=_total(table["lost_value"]),
        call=_list(table, churn.CALL, "slipping_value"),
        win_back=_list(table, churn.WIN_BACK, "lost_value"),
        calibration_from=unseen.origin if unseen else None,
        calibration_days=unseen.days if unseen else None,
        calibration=[Calibration(**row) for row in calibration.to_dict("records")],
        tested=_tested(calibration) if len(calibration) else None,
        by_class=table.groupby("abc_class")["churn_probability"].mean().to_dict(),
        without_value=_without_value(given, lifetime),
        at_risk=_at_risk(ledger, table) if ledger.has_amounts and lifetime is None else None,
    )
    return facts, {"scores": table, "calibration": calibration}


def _without_value(given: Inputs, lifetime_model: str | None) -> object:
    if not given.ledger.has_amounts:
        return refused("no_amounts")
    if lifetime_model is not None:
        return None
    return given.value.facts.refusal or refused("lifetimes_unknown")


def _tested_on(
    past: Past, pace: RegularityAt, calibration_end: dt.date, end: dt.date, days: int
) -> tuple[Split | None, pd.DataFrame]:
    """Return the days on which such a forecast was tested and how it did, by like probability; none where it cannot be.

    After the end of calibration; where too little was known by then, the last days there are.
    """
    for origin in (calibration_end, end - dt.timedelta(days=days)):
        unseen = Split(origin, origin + dt.timedelta(days=days))
        buying, _ = forecast_buying(past, unseen, regularity_at=pace)
        if buying is not None:
            silent = (past.outcome(unseen)["purchases"] == 0).to_numpy()
            return unseen, reliability(1 - buying.to_numpy(), silent)
    return None, reliability(np.empty(0), np.empty(0, dtype=bool))


def _scored(given: Inputs, past: Past, leaving: Array, lifetime_model: str | None, window: int) -> pd.DataFrame:
    """Return the customers with what their silence means, in money where it can be said."""
    ledger, worth = given.ledger, given.value
    customers = past.customers_at(ledger.observation_end)
    valued = worth.tables.get("scores")
    if valued is not None:
        valued = valued.set_index("customer_id").reindex(customers["customer_id"]).reset_index()
    table = churn.score_churn(
        leaving,
        restore(lifetime_model, worth.facts.models) if lifetime_model else None,
        customers,
        past.customers_at(ledger.observation_end - dt.timedelta(days=window)),
        pd.Series(np.nan, customers.index) if valued is None else valued["worth_if_alive"],
    )
    abc_class = given.customers.set_index("customer_id")["abc_class"]
    for column in ("revenue", "frequency", "last_purchase"):
        table[column] = customers[column].to_numpy()
    table["abc_class"] = table["customer_id"].map(abc_class).to_numpy()
    table["worth"] = np.nan if valued is None else valued["worth"].to_numpy()
    table = table.assign(recent_revenue=np.nan, revenue_at_risk=np.nan)
    if lifetime_model is None:
        start = ledger.observation_end - dt.timedelta(days=_recent_days(ledger))
        recent = ledger.observe(start, ledger.observation_end)["revenue"]
        recent = recent.reindex(customers["customer_id"]).fillna(0.0)
        table = table.assign(**churn.score_risk(leaving, recent).to_dict("series"))
    return table


def _recent_days(ledger: Ledger) -> int:
    return min(YEAR, (ledger.observation_end - ledger.first).days + 1)


def _total(values: pd.Series) -> float | None:
    """Return a sum; None where a part of it is not known."""
    total = float(values.sum(skipna=False))
    return None if np.isnan(total) else total


def _list(table: pd.DataFrame, name: str, measure: str) -> ActionList | None:
    """Return the size of an action list, what is at stake on it, and how many customers hold half of that."""
    stake = table.loc[table["list"] == name, measure]
    if not stake.sum() > 0:
        return None
    half = customers_for(stake, 0.50)
    return ActionList(customers=len(stake), value=float(stake.sum()), customers_for_half=half)


def _at_risk(ledger: Ledger, table: pd.DataFrame) -> AtRisk:
    """Return the list of customers whose recent revenue is at risk, and how much they brought in how many days."""
    found = _list(table, churn.AT_RISK, "revenue_at_risk") or ActionList(customers=0, value=0.0, customers_for_half=0)
    return AtRisk(
        **found.model_dump(),
        days=_recent_days(ledger),
        revenue=float(table.loc[table["list"] == churn.AT_RISK, "recent_revenue"].sum()),
        revenue_of_all=float(table["recent_revenue"].sum()),
    )


def _tested(groups: pd.DataFrame) -> Tested:
    """Return forecast and outcome over all groups, and the group that is furthest off."""
    n = groups["customers"].sum()
    gap = groups.loc[(groups["predicted"] - groups["observed"]).abs().idxmax()]
    return Tested(
        predicted=float((groups["predicted"] * groups["customers"]).sum() / n),
        observed=float((groups["observed"] * groups["customers"]).sum() / n),
        groups=len(groups),
        groups_within_chance=int(groups["predicted"].between(groups["observed_low"], groups["observed_high"]).sum()),
        furthest_predicted=float(gap["predicted"]),
        furthest_observed=float(gap["observed"]),
    )


STEPS = (compute,)
