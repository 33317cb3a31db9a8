"""How the forecasts did: chosen inside the calibration window, scored on the days after it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.backtest import backtest
from analysis.backtest.facts import Absent, InnerScore, LeagueRow, Rivalry
from analysis.backtest.fits import Fits, facts_of, none_fitted, reasons_by_model, restore, why_none
from analysis.backtest.holdout import Split
from analysis.backtest.past import Past
from analysis.backtest.spend import compare_spend, expected_spend, judged_spend, no_spend
from analysis.backtest.spend_checks import spend_by_band
from analysis.backtest.unseen import check_tables
from analysis.btyd.facts import SpendModel
from analysis.facts import Refusal, refused
from analysis.forecast.facts import GroupGap, HoldoutFacts, TrustFacts
from analysis.forecast.verdict import judge
from analysis.run.step import Answer, Inputs, step
from analysis.run.store import without_nan

MONEY_SCORES = ("top_decile_revenue", "revenue_error", "revenue_total_error")


@step("holdout", HoldoutFacts, after=("data",), parameters=("calibration_end",), needs=("ledger",))
def holdout(given: Inputs) -> Answer:
    """Choose a model inside the calibration window and score everything on the days after it."""
    ledger = given.ledger
    split = Split(ledger.calibration_end(given.parameters.calibration_end), ledger.observation_end)
    closed = given.data.facts.router.chapters["value"]
    if closed:
        return _untested(split, closed, models=none_fitted(closed)), {}
    past = Past(ledger.buyers, ledger.observe, ledger.first)
    if past.customers_at(split.origin).empty:
        return _untested(split, refused("nobody_yet", by=split.origin.isoformat()), models={}), {}
    paid = ledger.has_amounts
    contest = compare_spend(past, split.origin) if paid else None
    spend_of = expected_spend if paid else no_spend
    tested = backtest.run_backtest(past, lambda customers: judged_spend(contest, customers), spend_of, split)
    league = tested.league if paid else tested.league.assign(**dict.fromkeys(MONEY_SCORES, float("nan")))
    facts = HoldoutFacts(
        refusal=None if tested.chosen else why_none(tested.fits),
        untrusted=_untrusted(tested.fits, split) if tested.chosen and not tested.ranking else None,
        calibration_end=split.origin,
        days=split.days,
        customers=len(tested.forecasts),
        purchases=int(tested.forecasts["purchases"].sum()),
        revenue=float(tested.forecasts["revenue"].sum()) if paid else None,
        models=facts_of(tested.fits, intervals=False),
        spend=SpendModel(**tested.spend.as_dict(intervals=False)),
        spend_contest=contest,
        inner=[InnerScore(**row) for row in tested.inner.to_dict("records")],
        stretch=tested.stretch,
        absent=[Absent(**row) for row in tested.absent.to_dict("records")],
        ranking=tested.ranking,
        league=[LeagueRow(**without_nan(row)) for row in league.to_dict("records")],
        chosen=tested.chosen,
        without_model=tested.without_model,
        comparisons=[Rivalry(**vars(c), outcome=c.outcome) for c in tested.comparisons],
        verdict=judge(league, tested.chosen, next(iter(tested.ranking), None), tested.comparisons),
    )
    return facts, {"forecasts": tested.forecasts, "league": league}


def _untested(split: Split, refusal: Refusal, models: Any) -> HoldoutFacts:
    return HoldoutFacts(
        refusal=refusal,
        calibration_end=split.origin,
        days=split.days,
        models=models,
        inner=[],
        absent=[],
        ranking=[],
        league=[],
        comparisons=[],
    )


def _untrusted(fits: Fits, split: Split) -> Refusal:
    whole: list[str] = []
    return refused("untested", by=split.origin.isoformat(), reasons=reasons_by_model(fits), whole=whole)


@step("trust", TrustFacts, after=("holdout", "value"), needs=("ledger",))
def trust(given: Inputs) -> Answer:
    """Hold the purchase model behind the value against the days after calibration, group by group."""
    tested, worth, ledger = given.holdout.facts, given.value.facts, given.ledger
    if worth.refusal:
        return TrustFacts(refusal=worth.refusal), {}
    origin = tested.calibration_end
    tables = check_tables(ledger, restore(worth.model, tested.models), origin)
    if ledger.has_amounts:
        customers = ledger.buyers(origin)
        each = expected_spend(judged_spend(tested.spend_contest, customers), customers)
        tables["spend_bands"] = spend_by_band(customers, each, ledger.observe(origin, ledger.observation_end))
    by_frequency, by_silence, histogram = (tables[name] for name in ("by_frequency", "by_silence", "histogram"))
    unseen = tables["tracking"][tables["tracking"]["date"] > pd.Timestamp(origin)]
    within = by_frequency["expected"].between(by_frequency["actual_low"], by_frequency["actual_high"])
    misplaced = (histogram["actual"] - histogram["expected"]).abs().sum()
    season = worth.seasonality
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


STEPS = (holdout, trust)
