"""What the customers are worth, refitted on all days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import findings, outlook
from analysis.backtest import backtest
from analysis.backtest.seasonality import in_season
from analysis.btyd import PurchaseFit, regularity
from analysis.churn import churn
from analysis.concentration import concentration
from analysis.run.store import Stop
from analysis.schema import FitError
from analysis.steps.fits import (
    crosscheck,
    flags,
    gaps_of,
    judged_spend,
    lifetime_of,
    none_fitted,
    restore,
    why_no_value,
    worth_of,
)
from analysis.steps.purchases import count_ahead
from analysis.value import clv as value
from analysis.value import screening

if TYPE_CHECKING:
    from analysis.run.run import Run

HORIZON_TIMES_TESTED = 2


def compute_value(run: Run) -> Stop:
    """Refit on all days and value every customer."""
    tested, p = run.holdout.numbers, run.client.parameters
    customers, closed = run.buyers_at(run.observation_end), run.closed("value")
    fits = backtest.fit_models(customers) if len(customers) and not closed else {}
    model = next((name for name in tested["ranking"] if fits[name].trusted), None)
    record: dict[str, Any] = {
        "refusal": None,
        "model": model,
        "models": none_fitted(closed) if closed else {name: fit.as_dict() for name, fit in fits.items()},
        "customers": len(customers),
        "without_purchase": len(run.customers) - len(customers),
        "repeat_buyers": int((customers["frequency"] > 0).sum()),
        "spend": None,
        "horizon_days": p.horizon_days,
        "tested_days": tested["days"],
        "annual_discount_rate": p.annual_discount_rate,
        "margin_rate": run.margin_rate,
        **dict.fromkeys(
            ("expected_purchases_total", "expected_revenue_total", "expected_revenue_interval", "clv_total")
            + (
                "clv_interval",
                "p_alive_mean",
                "still_customer_mean",
                "lifetime_model",
                "held_by_class",
                "top_decile_share",
                "crosscheck",
            )
            + ("margins", "costing", "value_by_class", "spend_drift", "new_customer", "replacement_ratio")
            + ("churn_minus_5", "residual", "overdue", "left_truncation", "dominant_customer", "seasonality")
            + ("costs", "acquisition")
        ),
        "regularity": _regularity(run),
        "flags": [],
    }
    if closed:
        record["refusal"] = closed
    elif model is None:
        record["refusal"] = why_no_value(tested, fits) + findings.too_regular_to_fit(record["regularity"])
    elif p.horizon_days > HORIZON_TIMES_TESTED * tested["days"]:
        record["refusal"] = (
            f"Not computed, because a horizon of {p.horizon_days} days is more than twice the {tested['days']} days "
            f"on which the forecast was tested. Set horizon_days to at most {HORIZON_TIMES_TESTED * tested['days']}, "
            "or calibration_end to an earlier day."
        )
    if record["refusal"]:
        return Stop(record)
    try:
        return (_valued if run.client.has_amounts else count_ahead)(run, customers, fits, record)
    except FitError as error:
        return Stop(record | {"refusal": f"{error}."})


def _valued(run: Run, customers: pd.DataFrame, fits: dict[str, PurchaseFit], record: dict[str, Any]) -> Stop:
    tested, p = run.holdout.numbers, run.client.parameters
    fit_judged = partial(judged_spend, tested["spend_contest"])
    fit, spend = fits[record["model"]], fit_judged(customers)
    assert fit.model is not None
    margins = outlook.margins_of(run, customers)
    settings: dict[str, Any] = {
        "horizon_days": p.horizon_days,
        "annual_discount_rate": p.annual_discount_rate,
        "margin_rate": None if margins is None else margins.rate,
    }
    calibrated = restore(record["model"], tested)
    record["seasonality"] = outlook.seasonality(run, fit.model, calibrated)
    factor = record["seasonality"]["factor"]
    scores = in_season(value.score_customers(fit.model, spend, customers, **settings), factor)
    lifetime = lifetime_of(fits, tested["ranking"])
    scores, record["costs"] = outlook.deduct_costs(run, scores, customers, lifetime or fit.model)
    worth = worth_of(scores)
    positive = worth.clip(lower=0)
    scores["abc_class"] = customers["abc_class"].to_numpy()
    scores["forward_class"] = concentration.abc_class(worth, a=p.abc.a, b=p.abc.b)
    scores["margin_rate"] = float("nan") if margins is None else margins.rate
    scores = outlook.add_dates(run, scores, customers, fit.model)
    by_class, intervals = outlook.value_by_class(run, fit, spend, customers, scores, margins)
    total, margin = (float(scores[name].sum()) for name in ("expected_revenue", "expected_margin"))
    record |= intervals | {
        "spend": spend.as_dict() | {"spearman": spend.spearman, "contest": tested["spend_contest"]},
        "expected_purchases_total": float(scores["expected_purchases"].sum()),
        "expected_revenue_total": total,
        "clv_total": None if margins is None else float(worth.sum()),
        "margin_rate": None if margins is None else outlook.effective_rate(margins, margin, total),
        "margins": outlook.describe_margins(margins),
        "costing": None if margins is None else _costing(worth),
        "p_alive_mean": float(scores["p_alive"].mean()),
        "held_by_class": _held_by_class(positive, scores["abc_class"]),
        "top_decile_share": concentration.top_share(positive, 0.10) if positive.any() else None,
        "value_by_class": by_class.to_dict("records"),
        "overdue": outlook.count_overdue(scores),
        "spend_drift": outlook.spend_drift(run),
        "churn_minus_5": outlook.churn_minus_5(run, fit, customers, scores, margins),
        "crosscheck": crosscheck(fit, customers),
    }
    burn_in = churn.churn_window(gaps_of(run))
    acquired = outlook.acquired_on(run)
    record["left_truncation"] = screening.left_truncation(fit, customers, run.first_day, burn_in, acquired)
    record["dominant_customer"] = screening.dominant_customer(fit, customers)
    record["flags"] = flags(record, spend.warnings) + findings.season_applied(record)
    record["new_customer"], new = outlook.new_customer(run, fit, fit_judged, customers, scores, margins, burn_in)
    record["replacement_ratio"] = record["new_customer"]["replacement_ratio"]
    record["acquisition"] = outlook.acquisition(run, scores, margins, new, burn_in)
    each = scores["expected_spend"].to_numpy(float)
    record["residual"] = outlook.residual_value(run, fits["Pareto/NBD"], customers, each, margins)
    other = None if lifetime is None else value.score_customers(lifetime, spend, customers, **settings)
    record["lifetime_model"] = None if lifetime is None else lifetime.name
    scores["still_customer"] = float("nan") if other is None else other["p_alive"]
    record["still_customer_mean"] = None if other is None else float(other["p_alive"].mean())
    rate = 1.0 if margins is None else margins.rate
    if_alive = float("nan") if other is None else other["revenue_if_alive"] * factor * rate
    scores["worth_if_alive"] = if_alive - scores.pop("served_if_alive")
    tables = {
        "scores": scores,
        "classes": value.forward_classes(scores["abc_class"], scores["forward_class"], worth),
        "value_by_class": by_class,
        **outlook.check_tables(run, calibrated, fit_judged(run.buyers_at(run.calibration_end))),
    }
    return Stop(record, tables)


def _held_by_class(positive: pd.Series, abc_class: pd.Series) -> dict[str, float]:
    """Return the share of the value above 0 that each class holds; empty where there is none."""
    return (positive.groupby(abc_class).sum() / positive.sum()).to_dict() if positive.any() else {}


def _costing(worth: pd.Series) -> dict[str, Any]:
    """Return how many customers are expected to cost more than they bring, and how much in all."""
    return {"customers": int((worth < 0).sum()), "value": float(worth[worth < 0].sum())}


def _regularity(run: Run) -> dict[str, Any] | None:
    zero = run.client.parameters.zero_is_purchase
    gaps = regularity.first_two_gaps(run.transactions, zero_is_purchase=zero)
    found = regularity.estimate_regularity(gaps["first"], gaps["second"])
    return None if found is None else vars(found)
