"""Who will not buy in the churn window, and what slips or is lost with them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.backtest import candidates
from analysis.backtest.facts import Calibration
from analysis.backtest.fits import restore
from analysis.backtest.holdout import Array, Split, reliability
from analysis.backtest.past import Past
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
    after=("holdout", "value"),
    parameters=("churn_window_days",),
    needs=("ledger", "customers"),
    per_customer="scores",
)
def compute(given: Inputs) -> Answer:
    """Say who will not buy in the churn window, and what slips or is lost with them.

    The probability is that of the purchase model behind the value; where there is none, of the best predictor that
    needs none. Slipping and lost value need a model of who is still a customer; where there is none, revenue of the
    last year is weighted by the probability instead.
    """
    ledger, worth, tested = given.ledger, given.value.facts, given.holdout.facts
    chosen = given.parameters.churn_window_days
    window = chosen or churn_window(ledger.gaps())
    model = worth.model or tested.without_model
    base = {
        "window_days": window,
        "window_from": "parameter" if chosen else "gaps",
        "model": model,
        "lifetime_model": None if worth.refusal else worth.lifetime_model,
    }
    if model is None:
        return ChurnFacts(**base, refusal=worth.refusal), {}
    if window is None:
        return ChurnFacts(**base, refusal=refused("nobody_twice")), {}
    past = Past(ledger.buyers, ledger.observe, ledger.first)
    ahead = Split(ledger.observation_end, ledger.observation_end + dt.timedelta(days=window))
    unseen = _unseen(given, min(window, tested.days), modelled=model in worth.models)
    leaving = _churn_probability(past, ahead, model, worth, tested.stretch)
    then = _churn_probability(past, unseen, model, tested, tested.stretch)
    if leaving is None or then is None:
        reason = past.why_not(ahead if leaving is None else unseen)
        return ChurnFacts(**base | {"model": None}, refusal=reason), {}
    calibration = reliability(then, (past.outcome(unseen)["purchases"] == 0).to_numpy())
    table = _scored(given, past, leaving, base["lifetime_model"], window)
    weight = table["revenue"].clip(lower=0)
    in_a = table[table["abc_class"] == "A"]
    facts = ChurnFacts(
        **base,
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
        calibration_from=unseen.origin,
        calibration_days=unseen.days,
        calibration=[Calibration(**row) for row in calibration.to_dict("records")],
        tested=_tested(calibration),
        by_class=table.groupby("abc_class")["churn_probability"].mean().to_dict(),
        without_value=_without_value(given, base["lifetime_model"]),
        at_risk=_at_risk(ledger, table) if ledger.has_amounts and base["lifetime_model"] is None else None,
    )
    return facts, {"scores": table, "calibration": calibration}


def _without_value(given: Inputs, lifetime_model: str | None) -> object:
    if not given.ledger.has_amounts:
        return refused("no_amounts")
    if lifetime_model is not None:
        return None
    return given.value.facts.refusal or refused("no_lifetime_model")


def _unseen(given: Inputs, days: int, *, modelled: bool) -> Split:
    """Return the days on which such a forecast is tested: after the fit of a model, else the last ones there are.

    What is learnt from earlier windows is learnt anew at each day, so its fairest test is the latest.
    """
    origin = given.holdout.facts.calibration_end if modelled else given.ledger.observation_end - dt.timedelta(days=days)
    return Split(origin, origin + dt.timedelta(days=days))


def _churn_probability(past: Past, split: Split, name: str, fitted: object, stretch: str) -> Array | None:
    """Return the chance that each customer known at the split does not buy in it; None where nothing can be learnt."""
    models = fitted.models  # type: ignore[attr-defined]
    if name in models:
        model = restore(name, models)
        return 1 - candidates.probability_of_buying(model, past.triples_at(split.origin), split.days)
    buying = candidates.without_model(past, split, name, stretch)
    return None if buying is None else 1 - buying


def _scored(given: Inputs, past: Past, leaving: Array, lifetime_model: str | None, window: int) -> pd.DataFrame:
    """Return the customers with what their silence means, in money where it can be said."""
    ledger, worth = given.ledger, given.value
    customers = past.customers_at(ledger.observation_end)
    valued = worth.tables.get("scores")
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
