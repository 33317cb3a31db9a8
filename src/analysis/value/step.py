"""What the customers are worth: the average forecast of all days, in money."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.backtest import candidates
from analysis.backtest.average import forecast_average
from analysis.backtest.average_facts import made_of
from analysis.backtest.day_past import past_and_pace
from analysis.backtest.fits import facts_of, none_fitted
from analysis.backtest.gates import default_horizon
from analysis.backtest.holdout import Split
from analysis.backtest.made import AVERAGE, Average
from analysis.btyd.facts import Regularity
from analysis.btyd.regularity import estimate_regularity
from analysis.facts import refused
from analysis.ledger.ledger import Ledger
from analysis.run.step import Answer, Inputs, step
from analysis.run.store import without_nan
from analysis.value.base import Base, Record
from analysis.value.facts import SCORES, ValueFacts
from analysis.value.run_rate import run_rate
from analysis.value.valued import counted, valued

SAID = {"indicative", "full"}
"""Of a forecast that names a single figure."""


@step(
    "value",
    ValueFacts,
    after=("data", "holdout"),
    parameters=("horizon_days", "annual_discount_rate", "margin_rate", "abc"),
    needs=("ledger", "customers", "attributes"),
    per_customer="scores",
)
def compute(given: Inputs) -> Answer:
    """Forecast what every customer will buy and bring, and fit the models of lifetimes on all days."""
    ledger, p, closed = given.ledger, given.parameters, given.data.facts.router.chapters["value"]
    customers = ledger.buyers(ledger.observation_end)
    fits = candidates.fit_models(customers) if len(customers) and not closed else {}
    days = p.horizon_days or default_horizon((ledger.observation_end - ledger.first).days)
    record: Record = {
        "models": none_fitted(closed) if closed else facts_of(fits, intervals=True),
        "customers": len(customers),
        "without_purchase": len(given.customers) - len(customers),
        "repeat_buyers": int((customers["frequency"] > 0).sum()),
        "horizon_days": days,
        "tested_days": given.holdout.facts.days,
        "annual_discount_rate": p.annual_discount_rate,
        "margin_rate": ledger.own_margin_rate or p.margin_rate if ledger.has_amounts else None,
        "regularity": _regularity(ledger),
    }
    average = None if closed or customers.empty else _average(given, days)
    if average is None or average.made is None:
        reason = closed or (average.refusal if average else refused("nobody_bought"))
        return ValueFacts(**record | _gates(average), refusal=reason), {}
    if not average.made.customers["expected_purchases"].sum() > 0:
        return ValueFacts(**record, refusal=refused("nothing_expected")), {}
    record |= _gates(average) | made_of(average.made) | {"model": AVERAGE, "point_shown": average.status in SAID}
    record["spend_level"] = average.made.spend.level
    found, tables = (valued if ledger.has_amounts else counted)(Base(given, customers, average, fits), record)
    found |= _before(ledger, customers, days)
    # What is not known of anybody is missing, not absent: a codebook that holds for every client.
    scores = tables["scores"].reindex(columns=["customer_id", *SCORES])
    return ValueFacts(**record | found), tables | {"scores": scores}


def _average(given: Inputs, days: int) -> Average:
    ledger = given.ledger
    past, pace = past_and_pace(ledger)
    end = ledger.observation_end
    return forecast_average(past, Split(end, end + dt.timedelta(days=days)), regularity_at=pace)


def _gates(average: Average | None) -> Record:
    return {} if average is None else {"gates": list(average.gates)}


def _regularity(ledger: Ledger) -> Regularity | None:
    gaps = ledger.first_two_gaps()
    found = estimate_regularity(gaps["first"], gaps["second"])
    # Without variance, as of gaps that are equal to the day, k has no bound.
    return (
        None if found is None or not np.isfinite([found.k, found.low]).all() else Regularity(**without_nan(vars(found)))
    )


def _before(ledger: Ledger, customers: pd.DataFrame, days: int) -> Record:
    """Return what these customers bought in as many days before; nothing if the data are shorter."""
    start = ledger.observation_end - dt.timedelta(days=days)
    if start < ledger.first - dt.timedelta(days=1):
        return {}
    seen = ledger.observe(start, ledger.observation_end).reindex(customers["customer_id"])
    revenue = float(seen["revenue"].sum()) if ledger.has_amounts else None
    return {"last_purchases": int(seen["purchases"].sum()), "last_revenue": revenue}


STEPS = (compute, run_rate)
