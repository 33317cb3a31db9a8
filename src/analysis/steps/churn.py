"""Who will not buy in the churn window, and what slips or is lost with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.backtest import candidates
from analysis.backtest.holdout import Split, reliability
from analysis.backtest.past import Past
from analysis.churn import churn
from analysis.concentration import concentration
from analysis.run.store import Stop
from analysis.steps.fits import gaps_of, restore, worth_of

if TYPE_CHECKING:
    from analysis.backtest.holdout import Array
    from analysis.run.run import Run

YEAR = 365


def compute_churn(run: Run) -> Stop:
    """Say who will not buy in the churn window, and what slips or is lost with them.

    The probability is that of the purchase model behind the value; where there is none, of the best predictor that
    needs none. Slipping and lost value need a model of who is still a customer; where there is none, revenue of the
    last year is weighted by the probability instead.
    """
    worth, tested = run.value.numbers, run.holdout.numbers
    window = run.client.parameters.churn_window_days or churn.churn_window(gaps_of(run))
    record: dict[str, Any] = {
        "refusal": None,
        "window_days": window,
        "window_from": "parameter" if run.client.parameters.churn_window_days else "gaps",
        "model": worth["model"] or tested["without_model"],
        "lifetime_model": None if worth["refusal"] else worth["lifetime_model"],
        **dict.fromkeys(("customers", "mean_probability", "expected_leavers", "revenue_at_leavers")),
        **dict.fromkeys(("slipping_value", "lost_value", "without_value", "call", "win_back", "at_risk")),
        **dict.fromkeys(("calibration_from", "calibration_days", "calibration")),
    }
    if record["model"] is None:
        return Stop(record | {"refusal": worth["refusal"]})
    if window is None:
        return Stop(record | {"refusal": "Not computed, because nobody bought twice."})
    past = Past(run.buyers_at, run.observe, run.first_day)
    ahead = Split(run.observation_end, run.observation_end + dt.timedelta(days=window))
    unseen = _unseen(run, min(window, tested["days"]), record["model"] in worth["models"])
    leaving = _churn_probability(past, ahead, record["model"], worth, tested["stretch"])
    then = _churn_probability(past, unseen, record["model"], tested, tested["stretch"])
    if leaving is None or then is None:
        reason = past.why_not(ahead if leaving is None else unseen)
        return Stop(record | {"refusal": f"Not computed, because {reason}.", "model": None})
    calibration = reliability(then, (past.outcome(unseen)["purchases"] == 0).to_numpy())
    table = _scored(run, past, leaving, record)
    weight = table["revenue"].clip(lower=0)
    record |= {
        "customers": len(table),
        "mean_probability": float(table["churn_probability"].mean()),
        "expected_leavers": float(table["churn_probability"].sum()),
        "revenue_at_leavers": float(np.average(table["churn_probability"], weights=weight)) if weight.any() else None,
        "slipping_value": float(table["slipping_value"].sum(skipna=False)),
        "lost_value": float(table["lost_value"].sum(skipna=False)),
        "call": _list(table, churn.CALL, "slipping_value"),
        "win_back": _list(table, churn.WIN_BACK, "lost_value"),
        "calibration_from": unseen.origin.isoformat(),
        "calibration_days": unseen.days,
        "calibration": calibration.to_dict("records"),
    }
    if not run.client.has_amounts:
        record["without_value"] = "The data hold no amounts."
    elif record["lifetime_model"] is None:
        record |= {"without_value": worth["refusal"], "at_risk": _at_risk(run, table)}
    return Stop(record, {"scores": table, "calibration": calibration})


def _unseen(run: Run, days: int, modelled: bool) -> Split:
    """Return the days on which such a forecast is tested: after the fit of a model, else the last ones there are.

    What is learnt from earlier windows is learnt anew at each day, so its fairest test is the latest.
    """
    origin = run.calibration_end if modelled else run.observation_end - dt.timedelta(days=days)
    return Split(origin, origin + dt.timedelta(days=days))


def _churn_probability(past: Past, split: Split, name: str, fitted: dict[str, Any], stretch: str) -> Array | None:
    """Return the chance that each customer known at the split does not buy in it; None where nothing can be learnt."""
    if name in fitted["models"]:
        return 1 - candidates.probability_of_buying(restore(name, fitted), past.triples_at(split.origin), split.days)
    buying = candidates.without_model(past, split, name, stretch)
    return None if buying is None else 1 - buying


def _scored(run: Run, past: Past, leaving: Array, record: dict[str, Any]) -> pd.DataFrame:
    """Return the customers with what their silence means, in money where it can be said."""
    customers, worth = past.customers_at(run.observation_end), run.value
    valued = worth.tables.get("scores")
    name = record["lifetime_model"]
    table = churn.score_churn(
        leaving,
        restore(name, worth.numbers) if name else None,
        customers,
        past.customers_at(run.observation_end - dt.timedelta(days=record["window_days"])),
        pd.Series(np.nan, customers.index) if valued is None else valued["worth_if_alive"],
    )
    for column in ("revenue", "frequency", "last_purchase", "abc_class"):
        table[column] = customers[column].to_numpy()
    table["worth"] = np.nan if valued is None else worth_of(valued).to_numpy()
    if name is None:
        start = run.observation_end - dt.timedelta(days=_recent_days(run))
        recent = run.observe(start, run.observation_end)["revenue"].reindex(customers["customer_id"]).fillna(0.0)
        table = table.assign(**churn.score_risk(leaving, recent).to_dict("series"))
    return table


def _recent_days(run: Run) -> int:
    return min(YEAR, (run.observation_end - run.first_day).days + 1)


def _list(table: pd.DataFrame, name: str, measure: str) -> dict[str, Any] | None:
    """Return the size of an action list, what is at stake on it, and how many customers hold half of that."""
    stake = table.loc[table["list"] == name, measure]
    if not stake.sum() > 0:
        return None
    half = concentration.customers_for(stake, 0.50)
    return {"customers": len(stake), "value": float(stake.sum()), "customers_for_half": half}


def _at_risk(run: Run, table: pd.DataFrame) -> dict[str, Any]:
    """Return the list of customers whose recent revenue is at risk, and how much they brought in how many days."""
    listed = table["list"] == churn.AT_RISK
    empty = {"customers": 0, "value": 0.0, "customers_for_half": 0}
    found = _list(table, churn.AT_RISK, "revenue_at_risk") or empty
    return found | {
        "days": _recent_days(run),
        "revenue": float(table.loc[listed, "recent_revenue"].sum()),
        "revenue_of_all": float(table["recent_revenue"].sum()),
    }
