"""What the customers are worth, refitted on all days."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from analysis.backtest import candidates
from analysis.backtest.fits import (
    crosscheck,
    facts_of,
    lifetime_of,
    none_fitted,
    p_alive,
    reasons_by_model,
    restore,
    why_none,
)
from analysis.backtest.season import seasonality
from analysis.backtest.seasonality import in_season
from analysis.backtest.spend import judged_spend
from analysis.btyd import PurchaseFit, PurchaseModel
from analysis.btyd.facts import Regularity, SpendModel
from analysis.btyd.regularity import estimate_regularity
from analysis.facts import Refusal, refused
from analysis.ledger.ledger import Ledger
from analysis.ledger.rhythm import churn_window
from analysis.run.step import Answer, Inputs, step
from analysis.run.store import without_nan
from analysis.schema import FitError
from analysis.shares import abc_class, top_share
from analysis.value import clv
from analysis.value.facts import Costing, Overdue, PlanFacts, Readings, SpendDrift, ValueFacts
from analysis.value.flags import flags_of
from analysis.value.margin import describe_margins, effective_rate, margins_of
from analysis.value.newcomers import acquired_on, new_customer
from analysis.value.purchases import count_ahead
from analysis.value.retention import churn_minus_5, residual_value
from analysis.value.screening import dominant_customer, left_truncation
from analysis.value.spend_drift import spend_drift
from analysis.value.stated_costs import deduct_costs
from analysis.value.winning import acquisition
from analysis.value.worth import add_dates, count_moves, count_overdue, value_by_class, worth_of

HORIZON_TIMES_TESTED = 2

Fits = dict[str, PurchaseFit]
Record = dict[str, Any]


@step(
    "value",
    ValueFacts,
    after=("data", "holdout"),
    parameters=("horizon_days", "annual_discount_rate", "margin_rate", "abc"),
    needs=("ledger", "customers", "accounts"),
    per_customer="scores",
)
def compute(given: Inputs) -> Answer:
    """Refit on all days and value every customer."""
    tested, ledger, p = given.holdout.facts, given.ledger, given.parameters
    customers, closed = ledger.buyers(ledger.observation_end), given.data.facts.router.chapters["value"]
    fits = candidates.fit_models(customers) if len(customers) and not closed else {}
    model = next((name for name in tested.ranking if fits[name].trusted), None)
    regularity = _regularity(ledger)
    record: Record = {
        "model": model,
        "models": none_fitted(closed) if closed else facts_of(fits, intervals=True),
        "customers": len(customers),
        "without_purchase": len(given.customers) - len(customers),
        "repeat_buyers": int((customers["frequency"] > 0).sum()),
        "horizon_days": p.horizon_days,
        "tested_days": tested.days,
        "annual_discount_rate": p.annual_discount_rate,
        "margin_rate": ledger.own_margin_rate or p.margin_rate if ledger.has_amounts else None,
        "regularity": regularity,
    }
    refusal = closed or (_why_no_model(tested, fits) if model is None else _too_far(p.horizon_days, tested.days))
    if refusal:
        return ValueFacts(**record, refusal=refusal), {}
    try:
        return (_valued if ledger.has_amounts else _counted)(given, customers, fits, record)
    except FitError as error:
        return ValueFacts(**record, refusal=refused("not_finite", said=str(error))), {}


def _why_no_model(tested: Any, fits: Fits) -> Refusal:
    """Return why no purchase model feeds a sum of money: none could be tested, or none stands on all days."""
    if tested.refusal or not tested.untrusted:
        return tested.refusal or why_none(fits)
    whole = [name for name, fit in fits.items() if fit.trusted]
    return tested.untrusted.model_copy(update={"facts": tested.untrusted.facts | {"whole": whole}})


def _too_far(horizon_days: int, tested_days: int) -> Refusal | None:
    if horizon_days <= HORIZON_TIMES_TESTED * tested_days:
        return None
    return refused("horizon_too_long", horizon_days=horizon_days, tested_days=tested_days)


def _counted(given: Inputs, customers: pd.DataFrame, fits: Fits, record: Record) -> Answer:
    """Return what is ahead without money."""
    tested, ledger, fit = given.holdout.facts, given.ledger, fits[record["model"]]
    assert fit.model is not None
    horizon = _horizon(given)
    lifetime = lifetime_of(fits, tested.ranking)
    season = _season(given, fit.model, record["model"])
    scores = count_ahead(fit.model, lifetime, customers, horizon.days, season.factor)
    scores = add_dates(scores, customers, fit.model, ledger.observation_end, horizon)
    facts = ValueFacts(
        **record
        | _screened(given, fit, customers, season, record, ())
        | _alive(lifetime, scores)
        | {
            "expected_purchases_total": float(scores["expected_purchases"].sum()),
            "overdue": Overdue(customers=int(scores["overdue_since"].notna().sum()), class_a=None),
        }
    )
    return facts, {"scores": scores}


def _valued(given: Inputs, customers: pd.DataFrame, fits: Fits, record: Record) -> Answer:
    tested, ledger, p = given.holdout.facts, given.ledger, given.parameters
    horizon, burn_in = _horizon(given), churn_window(ledger.gaps())
    fit_judged = partial(judged_spend, tested.spend_contest)
    fit, spend = fits[record["model"]], fit_judged(customers)
    assert fit.model is not None
    margins = margins_of(ledger, p.margin_rate, customers)
    rate = None if margins is None else margins.rate
    season = _season(given, fit.model, record["model"])
    scores = in_season(clv.score_customers(fit.model, spend, customers, horizon, rate), season.factor)
    lifetime = lifetime_of(fits, tested.ranking)
    scores, costs = deduct_costs(given.accounts, scores, customers, lifetime or fit.model, horizon)
    scores["worth"] = worth_of(scores)
    positive = scores["worth"].clip(lower=0)
    past = given.customers.set_index("customer_id")["abc_class"]
    scores["abc_class"] = scores["customer_id"].map(past).to_numpy()
    scores["forward_class"] = abc_class(scores["worth"], a=p.abc.a, b=p.abc.b)
    scores["margin_rate"] = float("nan") if margins is None else margins.rate
    scores = add_dates(scores, customers, fit.model, ledger.observation_end, horizon)
    by_class, revenue_interval, clv_interval = value_by_class(fit, spend, customers, scores, margins, horizon)
    new, drawn = new_customer(
        fit,
        fit_judged,
        customers,
        scores,
        margins,
        horizon=horizon,
        first=ledger.first,
        burn_in=burn_in,
        acquired=acquired_on(given.accounts),
    )
    each = scores["expected_spend"].to_numpy(float)
    scores = _if_alive(scores, lifetime, spend, customers, horizon, rate, season.factor)
    classes = clv.forward_classes(scores["abc_class"], scores["forward_class"], scores["worth"])
    total, margin = (float(scores[name].sum()) for name in ("expected_revenue", "expected_margin"))
    shares = scores["abc_class"].value_counts(normalize=True)
    days = ledger.first, ledger.observation_end
    facts = ValueFacts(
        **record
        | _screened(given, fit, customers, season, record, spend.warnings)
        | _alive(lifetime, scores)
        | {
            "spend": SpendModel(**spend.as_dict(), spearman=spend.spearman, contest=tested.spend_contest),
            "expected_purchases_total": float(scores["expected_purchases"].sum()),
            "expected_revenue_total": total,
            "expected_revenue_interval": revenue_interval,
            "clv_total": None if margins is None else float(scores["worth"].sum()),
            "clv_interval": clv_interval,
            "margin_rate": None if margins is None else effective_rate(margins, margin, total),
            "margins": describe_margins(margins),
            "costing": None if margins is None else _costing(scores["worth"]),
            "costs": costs,
            "held_by_class": _held_by_class(positive, scores["abc_class"]),
            "customer_share_by_class": shares.to_dict(),
            "top_decile_share": top_share(positive, 0.10) if positive.any() else None,
            "value_by_class": by_class,
            "moves": count_moves(classes),
            "overdue": count_overdue(scores),
            "spend_drift": spend_drift(ledger),
            "churn_minus_5": churn_minus_5(fit, customers, scores, margins, horizon),
            "new_customer": new,
            "replacement_ratio": new.replacement_ratio,
            "acquisition": acquisition(
                given.accounts, given.customers, scores, margins, drawn, days=days, burn_in=burn_in
            ),
            "residual": residual_value(fits["Pareto/NBD"], customers, each, margins, horizon),
        }
    )
    by_class_table = pd.DataFrame([row.model_dump() for row in by_class])
    return facts, {"scores": scores, "classes": classes, "value_by_class": by_class_table}


def _horizon(given: Inputs) -> clv.Horizon:
    return clv.Horizon(given.parameters.horizon_days, given.parameters.annual_discount_rate)


def _season(given: Inputs, model: PurchaseModel, name: str) -> Any:
    tested = given.holdout.facts
    calibrated = restore(name, tested.models)
    return seasonality(given.ledger, model, calibrated, tested.calibration_end, given.parameters.horizon_days)


def _screened(
    given: Inputs, fit: PurchaseFit, customers: pd.DataFrame, season: Any, record: Record, warnings: Any
) -> Record:
    """Return what could mislead the models, and the flags that follow."""
    ledger = given.ledger
    burn_in, acquired = churn_window(ledger.gaps()), acquired_on(given.accounts)
    old = left_truncation(fit, customers, ledger.first, burn_in, acquired)
    one = dominant_customer(fit, customers)
    return {
        "crosscheck": crosscheck(fit, customers),
        "left_truncation": old,
        "dominant_customer": one,
        "seasonality": season,
        "flags": flags_of(
            customers=record["customers"],
            horizon_days=record["horizon_days"],
            tested_days=record["tested_days"],
            spend_warnings=warnings,
            regularity=record["regularity"],
            left_truncation=old,
            dominant=one,
            season_factor=season.factor,
        ),
    }


def _alive(lifetime: PurchaseModel | None, scores: pd.DataFrame) -> Record:
    mean = None if lifetime is None else float(scores["p_alive"].mean())
    return {
        "lifetime_model": None if lifetime is None else lifetime.name,
        "p_alive_mean": mean,
        "still_customer_mean": mean,
    }


def _if_alive(
    scores: pd.DataFrame,
    lifetime: PurchaseModel | None,
    spend: Any,
    customers: pd.DataFrame,
    horizon: clv.Horizon,
    rate: Any,
    factor: float,
) -> pd.DataFrame:
    """Return the scores with p_alive and worth_if_alive by the model in which a one-time buyer can have left."""
    served = scores["served_if_alive"]
    scores = scores.drop(columns="served_if_alive")
    if lifetime is None:
        return scores.assign(p_alive=float("nan"), worth_if_alive=float("nan"))
    other = clv.score_customers(lifetime, spend, customers, horizon, rate)
    if_alive = other["revenue_if_alive"] * factor * (1.0 if rate is None else rate)
    return scores.assign(p_alive=p_alive(lifetime, customers), worth_if_alive=if_alive - served)


def _held_by_class(positive: pd.Series, by: pd.Series) -> dict[str, float]:
    """Return the share of the value above 0 that each class holds; empty where there is none."""
    return (positive.groupby(by).sum() / positive.sum()).to_dict() if positive.any() else {}


def _costing(worth: pd.Series) -> Costing:
    """Return how many customers are expected to cost more than they bring, and how much in all."""
    return Costing(customers=int((worth < 0).sum()), value=float(worth[worth < 0].sum()))


def _regularity(ledger: Ledger) -> Regularity | None:
    gaps = ledger.first_two_gaps()
    found = estimate_regularity(gaps["first"], gaps["second"])
    return None if found is None else Regularity(**without_nan(vars(found)))


@step("plan", PlanFacts, after=("value",))
def plan(given: Inputs) -> Answer:
    """Return what could be done, and what it would bring."""
    worth = given.value.facts
    less = worth.churn_minus_5
    readings = None if less is None else Readings(points=less.points, percent=less.percent)
    return PlanFacts(churn_minus_5=readings, replacement_ratio=worth.replacement_ratio), {}


STEPS = (compute, plan)
