"""Who will not buy in the churn window, and what slips or is lost with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import backtest, churn, concentration
from analysis.holdout import reliability
from analysis.steps.fits import gaps_of, restore, worth_of
from analysis.store import Stop

if TYPE_CHECKING:
    from analysis.run import Run


def compute_churn(run: Run) -> Stop:
    """Say who will not buy in the churn window, and what slips or is lost with them."""
    worth, tested = run.value, run.holdout.numbers
    window = run.client.parameters.churn_window_days or churn.churn_window(gaps_of(run))
    record: dict[str, Any] = {
        "refusal": worth.numbers["refusal"],
        "window_days": window,
        "window_from": "parameter" if run.client.parameters.churn_window_days else "gaps",
        "model": worth.numbers["model"],
        "lifetime_model": worth.numbers.get("lifetime_model"),
        **dict.fromkeys(("customers", "mean_probability", "expected_leavers", "revenue_at_leavers")),
        **dict.fromkeys(("slipping_value", "lost_value", "call", "win_back")),
        **dict.fromkeys(("calibration_days", "calibration")),
    }
    if record["refusal"] or window is None:
        record["refusal"] = record["refusal"] or "Not computed, because nobody bought twice."
        return Stop(record)
    customers = run.buyers_at(run.observation_end)
    scores = worth.tables["scores"]
    table = churn.score_churn(
        restore(worth.numbers["model"], worth.numbers),
        restore(record["lifetime_model"], worth.numbers) if record["lifetime_model"] else None,
        customers,
        run.buyers_at(run.observation_end - dt.timedelta(days=window)),
        scores["worth_if_alive"],
        window_days=window,
    )
    for column in ("revenue", "frequency", "last_purchase", "abc_class"):
        table[column] = customers[column].to_numpy()
    table["worth"] = worth_of(scores).to_numpy()
    days = min(window, tested["days"])
    calibration = _calibration(run, days)
    weight = customers["revenue"].clip(lower=0)
    record |= {
        "customers": len(table),
        "mean_probability": float(table["churn_probability"].mean()),
        "expected_leavers": float(table["churn_probability"].sum()),
        "revenue_at_leavers": float((table["churn_probability"] * weight).sum() / weight.sum()),
        "slipping_value": float(table["slipping_value"].sum(skipna=False)),
        "lost_value": float(table["lost_value"].sum(skipna=False)),
        "call": _list(table, churn.CALL, "slipping_value"),
        "win_back": _list(table, churn.WIN_BACK, "lost_value"),
        "calibration_days": days,
        "calibration": calibration.to_dict("records"),
    }
    return Stop(record, {"scores": table, "calibration": calibration})


def _calibration(run: Run, days: int) -> pd.DataFrame:
    """Churn probabilities of the model fitted up to calibration_end, against who then did not buy."""
    origin = run.calibration_end
    customers = run.buyers_at(origin)
    model = restore(run.value.numbers["model"], run.holdout.numbers)
    probability = 1 - backtest.probability_of_buying(model, customers, days)
    seen = run.observe(origin, origin + dt.timedelta(days=days))["purchases"].reindex(customers["customer_id"])
    return reliability(probability, (seen.fillna(0) == 0).to_numpy())


def _list(table: pd.DataFrame, name: str, measure: str) -> dict[str, Any] | None:
    """Return the size of an action list, what is at stake on it, and how many customers hold half of that."""
    stake = table.loc[table["list"] == name, measure]
    if not stake.sum() > 0:
        return None
    half = concentration.customers_for(stake, 0.50)
    return {"customers": len(stake), "value": float(stake.sum()), "customers_for_half": half}
