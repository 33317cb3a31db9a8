"""How the forecasts did: all made at the end of calibration, scored on the days after it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.backtest.average_facts import made_of, ranges
from analysis.backtest.backtest import Backtest, run_backtest
from analysis.backtest.credibility import credibility_spend
from analysis.backtest.day_past import past_and_pace
from analysis.backtest.facts import LeagueRow
from analysis.backtest.fits import facts_of, none_fitted
from analysis.backtest.forecast_checks import check_tables
from analysis.backtest.holdout import Split
from analysis.backtest.made import AVERAGE
from analysis.backtest.spend_checks import spend_by_band
from analysis.btyd import ParetoNBD, fit_spend
from analysis.btyd.facts import SpendModel
from analysis.facts import Refusal, refused
from analysis.forecast.facts import GroupGap, HoldoutFacts, TrustFacts
from analysis.forecast.origins import origins
from analysis.forecast.verdict import judge
from analysis.run.step import Answer, Inputs, step
from analysis.run.store import without_nan


@step("holdout", HoldoutFacts, after=("data",), parameters=("calibration_end",), needs=("ledger",))
def holdout(given: Inputs) -> Answer:
    """Make every forecast at the end of calibration and score it on the days after."""
    ledger = given.ledger
    split = Split(ledger.calibration_end(given.parameters.calibration_end), ledger.observation_end)
    closed = given.data.facts.router.chapters["value"]
    if closed:
        return _untested(split, closed, models=none_fitted(closed)), {}
    past, pace = past_and_pace(ledger)
    customers = past.customers_at(split.origin)
    if customers.empty:
        return _untested(split, refused("nobody_yet", by=split.origin.isoformat()), models={}), {}
    paid = ledger.has_amounts
    tested = run_backtest(past, split, pace, paid=paid)
    spend = fit_spend(customers["frequency"], customers["monetary_value"])
    forecast = _forecast(tested, paid=paid)
    facts = HoldoutFacts(
        refusal=tested.average.refusal,
        calibration_end=split.origin,
        days=split.days,
        customers=len(tested.forecasts),
        purchases=int(tested.forecasts["purchases"].sum()),
        revenue=float(tested.forecasts["revenue"].sum()) if paid else None,
        models=facts_of(tested.fits, intervals=False),
        spend=SpendModel(**spend.as_dict(intervals=False)) if paid else None,
        ranking=tested.ranking,
        league=[LeagueRow(**without_nan(row)) for row in tested.league.to_dict("records")],
        gates=list(tested.average.gates),
        comparisons=tested.comparisons,
        **forecast,
    )
    return facts, {"forecasts": tested.forecasts, "league": tested.league}


def _forecast(tested: Backtest, *, paid: bool) -> dict[str, Any]:
    """Return what the average said of the unseen days, and how it did; nothing where there is none."""
    made = tested.average.made
    if made is None:
        return {}
    found, came = ranges(made, paid=paid), float(tested.forecasts["purchases"].sum())
    ends = found.get("expected_purchases_interval")
    verdict = judge(tested.league, AVERAGE, tested.comparisons, in_range=ends and ends[0] <= came <= ends[1])
    held = {name: value for name, value in found.items() if not name.endswith("_80")}
    return {"chosen": AVERAGE, "verdict": verdict, "level": made.model.parameters} | made_of(made) | held


def _untested(split: Split, refusal: Refusal, models: Any) -> HoldoutFacts:
    return HoldoutFacts(
        refusal=refusal,
        calibration_end=split.origin,
        days=split.days,
        models=models,
        ranking=[],
        league=[],
        comparisons=[],
    )


@step("trust", TrustFacts, after=("holdout", "value"), needs=("ledger",))
def trust(given: Inputs) -> Answer:
    """Hold the forecast against the days after calibration, week by week and group by group."""
    tested, ledger, season = given.holdout, given.ledger, given.value.facts.seasonality
    if tested.facts.refusal:
        return TrustFacts(refusal=tested.facts.refusal), {}
    origin = tested.facts.calibration_end
    tables = check_tables(ledger, ParetoNBD(**tested.facts.level), tested.tables["forecasts"], origin)
    if ledger.has_amounts:
        customers = ledger.buyers(origin)
        each = credibility_spend(customers).spend
        tables["spend_bands"] = spend_by_band(customers, each, ledger.observe(origin, ledger.observation_end))
    by_frequency, by_silence, histogram = (tables[name] for name in ("by_frequency", "by_silence", "histogram"))
    unseen = tables["tracking"][tables["tracking"]["date"] > pd.Timestamp(origin)]
    within = by_frequency["expected"].between(by_frequency["actual_low"], by_frequency["actual_high"])
    misplaced = (histogram["actual"] - histogram["expected"]).abs().sum()
    months = season.index if season and season.worth_correcting else None
    best = max(months, key=lambda month: month.index) if months else None
    facts = TrustFacts(
        weeks=len(unseen),
        weeks_above=int((unseen["actual"] > unseen["expected"]).sum()),
        placed_right=1 - float(misplaced / 2 / histogram["actual"].sum()),
        groups=len(by_frequency),
        groups_within_chance=int(within.sum()),
        furthest=_furthest(by_frequency[~within]),
        silence=_furthest(by_silence),
        best_month=best.month if best else None,
        best_index=best.index if best else None,
    )
    return facts, tables


def _furthest(groups: pd.DataFrame) -> GroupGap | None:
    """Return the group whose total is furthest off; None without a group."""
    if groups.empty:
        return None
    gap = (groups["expected"] - groups["actual"]) * groups["customers"]
    at = gap.abs().idxmax()
    row = groups.loc[at]
    return GroupGap(
        label=str(row["label"]), expected=float(row["expected"]), actual=float(row["actual"]), gap=float(gap[at])
    )


STEPS = (holdout, trust, origins)
