"""Who will not buy in the churn window, and what slips or is lost with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from analysis.backtest.buying import DAYS, Buying, forecast_buying, forecast_windows
from analysis.backtest.day_past import past_of, regularity_until
from analysis.backtest.fits import restore
from analysis.backtest.holdout import Array, Split
from analysis.backtest.made import AVERAGE
from analysis.backtest.past import Past
from analysis.backtest.shapes import Forecaster
from analysis.churn import churn, early_warning, step_contracts, tested_windows
from analysis.churn.covariates import measured, moved, moved_windows, teach
from analysis.churn.facts import ChurnFacts, Group, Signs
from analysis.churn.known_signs import Sources, signs_by
from analysis.churn.step_contracts import attributes_of
from analysis.churn.tested_windows import Unseen
from analysis.facts import refused
from analysis.ledger.rhythm import churn_window
from analysis.run.step import Answer, Inputs, step


@step(
    "churn",
    ChurnFacts,
    after=("data", "holdout", "value"),
    parameters=("churn_window_days",),
    needs=("ledger", "customers", "contacts", "surveys", "attributes"),
    per_customer="scores",
)
def compute(given: Inputs) -> Answer:
    """Say who will not buy in the churn window, and what slips or is lost with them.

    The probability is that of the forecast behind the value, over the window. Slipping and lost value need a model of
    who is still a customer; where there is none, neither is said.
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
    days = ledger.days
    past, pace = past_of(days), regularity_until(ledger.rows, zero_is_purchase=ledger.zero_is_purchase)
    end, forecaster = ledger.observation_end, Forecaster(past, pace)
    buying, refusal = forecast_buying(past, Split(end, end + dt.timedelta(days=window)), forecaster=forecaster)
    if buying is None:
        return ChurnFacts(**base, refusal=refusal), {}
    ahead, not_ahead = forecast_windows(forecaster, end, DAYS, buying)
    unseen = tested_windows.unseen(past, pace, tested.calibration_end, end, min(window, tested.days))
    signs, move, unseen = _signs(given, past, buying, unseen)
    buying = moved(buying, move)
    ahead = moved_windows(ahead, move, buying)
    calibration = tested_windows.groups_of(past, unseen)
    # The models were fitted at the end of calibration; a test of another day has none.
    models = tested.models if unseen and unseen.made.split.origin == tested.calibration_end else {}
    leaving = 1 - buying.probability.to_numpy()
    table = _scored(given, past, leaving, lifetime, window, ahead)
    table["warning_signs"] = early_warning.warnings(
        days, ledger.rows, ledger.columns, given.contacts, table, end, paid=ledger.has_amounts
    )
    weight = table["revenue"].clip(lower=0)
    expected, *ends = buying.silent()
    in_a = table[table["abc_class"] == "A"]
    facts = ChurnFacts(
        **base,
        model=AVERAGE,
        customers=len(table),
        mean_probability=float(table["churn_probability"].mean()),
        expected_leavers=expected,
        expected_interval=tuple(ends),
        by_days=tested_windows.by_days(past, unseen, ahead, end),
        not_by_days={str(days): why for days, why in not_ahead.items()},
        revenue_at_leavers=float(np.average(table["churn_probability"], weights=weight)) if weight.any() else None,
        class_a=len(in_a),
        class_a_leavers=int((in_a["churn_probability"] > 0.5).sum()),
        class_a_from=float(in_a["revenue"].min()) if len(in_a) else None,
        slipping_value=_total(table["slipping_value"]),
        lost_value=_total(table["lost_value"]),
        calibration_from=unseen.made.split.origin if unseen else None,
        calibration_days=unseen.made.split.days if unseen else None,
        calibration=[Group(**row) for row in calibration.to_dict("records")],
        tested=tested_windows.tested(past, unseen.made, calibration, models) if unseen else None,
        signs=signs,
        by_class=table.groupby("abc_class")["churn_probability"].mean().to_dict(),
        warned={code: int(table["warning_signs"].str.contains(code).sum()) for code in early_warning.CODES},
        without_value=_without_value(given, lifetime),
    )
    return facts, {"scores": table, "calibration": calibration}


def _signs(
    given: Inputs, past: Past, buying: Buying, unseen: Unseen | None
) -> tuple[Signs | None, Array | float, Unseen | None]:
    """Return what more is known of customers adds, and by how much it moves the forecast and the tested one."""
    sources = Sources(given.ledger, given.surveys, given.contacts, attributes_of(given))
    by = cache(lambda day: signs_by(sources, day, past.customers_at(day)["customer_id"]))
    tested = teach(unseen.plain, by) if unseen else None
    now = teach(buying, by) if tested else None
    if unseen is None or tested is None or now is None or not tested.odds:
        return None, 0.0, unseen
    found = measured(past, unseen.plain, tested, now)
    return (found, now.move, replace(unseen, move=tested.move)) if found.used else (found, 0.0, unseen)


def _without_value(given: Inputs, lifetime_model: str | None) -> object:
    if not given.ledger.has_amounts:
        return refused("no_amounts")
    if lifetime_model is not None:
        return None
    return given.value.facts.refusal or refused("lifetimes_unknown")


def _scored(
    given: Inputs, past: Past, leaving: Array, lifetime_model: str | None, window: int, ahead: dict[int, Buying]
) -> pd.DataFrame:
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
    after = table.columns.get_loc("churn_probability") + 1
    for place, days in enumerate(DAYS):
        column = 1 - ahead[days].probability.to_numpy() if days in ahead else np.full(len(table), np.nan)
        table.insert(after + place, f"will_not_buy_{days}", column)
    abc_class = given.customers.set_index("customer_id")["abc_class"]
    for column in ("revenue", "frequency", "last_purchase"):
        table[column] = customers[column].to_numpy()
    table["abc_class"] = table["customer_id"].map(abc_class).to_numpy()
    table["worth"] = np.nan if valued is None else valued["worth"].to_numpy()
    return table


def _total(values: pd.Series) -> float | None:
    """Return a sum; None where a part of it is not known."""
    total = float(values.sum(skipna=False))
    return None if np.isnan(total) else total


STEPS = (compute, step_contracts.compute)
