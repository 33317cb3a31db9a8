"""What each chapter computes from a run: numbers for results.json, tables for the figures.

A step that the data cannot carry leaves `refusal`, a sentence, and no number.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import backtest, churn, concentration, findings, outlook, regularity, screening, value
from analysis.btyd import PURCHASE_MODELS, PurchaseFit, PurchaseModel, SpendFit, fit_spend, group_triples
from analysis.btyd.crosscheck import crosscheck_with_lifetimes
from analysis.holdout import Split, reliability
from analysis.schema import FitError
from analysis.store import Stop

if TYPE_CHECKING:
    from analysis.run import Run

CROSSCHECK_TRIPLES = 20_000
HORIZON_TIMES_TESTED = 2
FEW_CUSTOMERS = 150
LIFETIME_MODELS = ("Pareto/NBD", "MBG/NBD")


def compute_concentration(run: Run) -> Stop:
    """Measure how dependent the client is on few customers."""
    customers = run.customers
    found = concentration.summarise_concentration(customers["revenue"])
    classes = concentration.summarise_classes(customers, customers["abc_class"])
    loss = customers[customers["margin"] < 0]
    largest = customers.sort_values("revenue", ascending=False, kind="stable").head(50)
    values: dict[str, Any] = {
        "customers": found.customers,
        "revenue": found.total,
        "left_out": {"customers": found.left_out, "revenue": found.left_out_total},
        "gini": found.gini,
        "gini_interval": _pair(found.gini_band),
        "top_share": {str(q): share for q, share in found.top_shares.items()},
        "top_share_interval": {str(q): _pair(band) for q, band in found.top_share_bands.items()},
        "customers_for_80": found.customers_for_80,
        "customers_for_50": found.customers_for_50,
        "customers_for_50_interval": _pair(found.customers_for_50_band),
        "largest_three_share": found.largest_three_share,
        "hhi": found.hhi,
        "effective_customers": found.effective_customers,
        "abc_by": run.client.parameters.abc.model_dump(),
        "abc": classes[["customers", "revenue", "margin"]].to_dict("index"),
        "unprofitable": {
            "customers": None if customers["margin"].isna().all() else len(loss),
            "margin": None if customers["margin"].isna().all() else float(loss["margin"].sum()),
        },
    }
    tables = {
        "lorenz": concentration.lorenz(customers["revenue"]),
        "classes": classes.reset_index(),
        "largest": largest[
            ["customer_id", "revenue", "margin", "abc_class", "rows", "first_purchase", "last_purchase"]
        ],
    }
    return Stop(values, tables)


def compute_holdout(run: Run) -> Stop:
    """Choose a model inside the calibration window and score everything on the days after it."""
    split = Split(run.calibration_end, run.observation_end)
    if run.buyers_at(split.origin).empty:
        return Stop({"refusal": f"Not tested, because nobody had bought by {split.origin}."} | _no_holdout(split))
    contest = outlook.compare_spend(run, fit_spend_to)
    fit_judged = partial(_judged_spend, contest)
    tested = backtest.run_backtest(run.buyers_at, run.observe, fit_judged, value.expected_spend, run.first_day, split)
    values: dict[str, Any] = {
        "refusal": None if tested.chosen else _why_not(tested.fits),
        "calibration_end": split.origin,
        "days": split.days,
        "customers": len(tested.forecasts),
        "purchases": int(tested.forecasts["purchases"].sum()),
        "revenue": float(tested.forecasts["revenue"].sum()),
        "models": {name: fit.as_dict() for name, fit in tested.fits.items()},
        "spend": tested.spend.as_dict(),
        "spend_contest": contest,
        "inner": tested.inner.to_dict("records"),
        "stretch": tested.stretch,
        "absent": tested.absent.to_dict("records"),
        "ranking": tested.ranking,
        "league": tested.league.to_dict("records"),
        "chosen": tested.chosen,
        "comparisons": [vars(c) | {"outcome": c.outcome} for c in tested.comparisons],
    }
    values["verdict"] = findings.holdout_verdict(values)
    return Stop(_plain_dates(values), {"forecasts": tested.forecasts, "league": tested.league})


def compute_value(run: Run) -> Stop:
    """Refit on all days and value every customer."""
    tested, p = run.holdout.numbers, run.client.parameters
    customers = run.buyers_at(run.observation_end)
    fits = backtest.fit_models(customers) if len(customers) else {}
    model = next((name for name in tested["ranking"] if fits[name].trusted), None)
    record: dict[str, Any] = {
        "refusal": None,
        "model": model,
        "models": {name: fit.as_dict() for name, fit in fits.items()},
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
            + ("churn_minus_5", "residual", "overdue", "left_truncation", "dominant_customer")
        ),
        "regularity": _regularity(run),
        "flags": [],
    }
    if model is None:
        record["refusal"] = (tested["refusal"] or _why_not(fits)) + findings.too_regular_to_fit(record["regularity"])
    elif p.horizon_days > HORIZON_TIMES_TESTED * tested["days"]:
        record["refusal"] = (
            f"Not computed, because a horizon of {p.horizon_days} days is more than twice the {tested['days']} days "
            f"on which the forecast was tested. Set horizon_days to at most {HORIZON_TIMES_TESTED * tested['days']}, "
            "or calibration_end to an earlier day."
        )
    if record["refusal"]:
        return Stop(record)
    try:
        return _valued(run, customers, fits, record)
    except FitError as error:
        return Stop(record | {"refusal": f"{error}."})


def _valued(run: Run, customers: pd.DataFrame, fits: dict[str, PurchaseFit], record: dict[str, Any]) -> Stop:
    tested, p = run.holdout.numbers, run.client.parameters
    fit_judged = partial(_judged_spend, tested["spend_contest"])
    fit, spend = fits[record["model"]], fit_judged(customers)
    assert fit.model is not None
    margins = outlook.margins_of(run, customers)
    settings: dict[str, Any] = {
        "horizon_days": p.horizon_days,
        "annual_discount_rate": p.annual_discount_rate,
        "margin_rate": None if margins is None else margins.rate,
    }
    scores = value.score_customers(fit.model, spend, customers, **settings)
    worth = _worth(scores)
    positive = worth.clip(lower=0)
    scores["abc_class"] = customers["abc_class"].to_numpy()
    scores["forward_class"] = concentration.abc_class(worth, a=p.abc.a, b=p.abc.b)
    scores["margin_rate"] = float("nan") if margins is None else margins.rate
    scores = outlook.add_dates(run, scores, customers, fit.model)
    by_class, intervals = outlook.value_by_class(run, fit, spend, customers, scores, margins)
    total = float(scores["expected_revenue"].sum())
    record |= intervals | {
        "spend": spend.as_dict() | {"spearman": spend.spearman, "contest": tested["spend_contest"]},
        "expected_purchases_total": float(scores["expected_purchases"].sum()),
        "expected_revenue_total": total,
        "clv_total": None if margins is None else float(worth.sum()),
        "margin_rate": None if margins is None else outlook.effective_rate(margins, float(worth.sum()), total),
        "margins": outlook.describe_margins(margins),
        "costing": None if margins is None else _costing(worth),
        "p_alive_mean": float(scores["p_alive"].mean()),
        "held_by_class": (positive.groupby(scores["abc_class"]).sum() / positive.sum()).to_dict(),
        "top_decile_share": concentration.top_share(positive, 0.10),
        "value_by_class": by_class.to_dict("records"),
        "overdue": outlook.count_overdue(scores),
        "spend_drift": outlook.spend_drift(run),
        "churn_minus_5": outlook.churn_minus_5(run, fit, customers, scores, margins),
        "crosscheck": _crosscheck(fit, customers),
    }
    burn_in = churn.churn_window(_gaps(run))
    record["left_truncation"] = screening.left_truncation(fit, customers, run.first_day, burn_in)
    record["dominant_customer"] = screening.dominant_customer(fit, customers)
    record["flags"] = _flags(record, spend.warnings)
    record["new_customer"] = outlook.new_customer(run, fit, fit_judged, customers, scores, margins, burn_in)
    record["replacement_ratio"] = record["new_customer"]["replacement_ratio"]
    each = scores["expected_spend"].to_numpy(float)
    record["residual"] = outlook.residual_value(run, fits["Pareto/NBD"], customers, each, margins)
    # The model behind lost and slipping value must be one in which a one-time buyer can be gone.
    ranked = [fits[name].model for name in tested["ranking"] if name in LIFETIME_MODELS]
    lifetime = next((model for model in ranked if model), None)
    other = None if lifetime is None else value.score_customers(lifetime, spend, customers, **settings)
    record["lifetime_model"] = None if lifetime is None else lifetime.name
    scores["still_customer"] = float("nan") if other is None else other["p_alive"]
    record["still_customer_mean"] = None if other is None else float(other["p_alive"].mean())
    rate = 1.0 if margins is None else margins.rate
    scores["worth_if_alive"] = float("nan") if other is None else other["revenue_if_alive"] * rate
    births = run.buyers_at(run.calibration_end)["first_purchase"].value_counts().sort_index()
    calibrated = _restore(record["model"], tested)
    tables = {
        "scores": scores,
        "tracking": value.tracking(
            calibrated,
            births,
            _repeats(run),
            pd.Timestamp(run.first_day),
            (run.observation_end - run.first_day).days,
        ),
        "classes": value.forward_classes(scores["abc_class"], scores["forward_class"], worth),
        "value_by_class": by_class,
        **outlook.check_tables(run, calibrated, fit_judged(run.buyers_at(run.calibration_end))),
    }
    return Stop(record, tables)


def _costing(worth: pd.Series) -> dict[str, Any]:
    """Return how many customers are expected to cost more than they bring, and how much in all."""
    return {"customers": int((worth < 0).sum()), "value": float(worth[worth < 0].sum())}


def compute_churn(run: Run) -> Stop:
    """Say who will not buy in the churn window, and what slips or is lost with them."""
    worth, tested = run.value, run.holdout.numbers
    window = run.client.parameters.churn_window_days or churn.churn_window(_gaps(run))
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
        _restore(worth.numbers["model"], worth.numbers),
        _restore(record["lifetime_model"], worth.numbers) if record["lifetime_model"] else None,
        customers,
        run.buyers_at(run.observation_end - dt.timedelta(days=window)),
        scores["worth_if_alive"],
        window_days=window,
    )
    for column in ("revenue", "frequency", "last_purchase", "abc_class"):
        table[column] = customers[column].to_numpy()
    table["worth"] = _worth(scores).to_numpy()
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
    model = _restore(run.value.numbers["model"], run.holdout.numbers)
    probability = 1 - backtest.probability_of_buying(model, customers, days)
    seen = run.observe(origin, origin + dt.timedelta(days=days))["purchases"].reindex(customers["customer_id"])
    return reliability(probability, (seen.fillna(0) == 0).to_numpy())


def _worth(scores: pd.DataFrame) -> pd.Series:
    """Return clv where there is a margin, else the expected revenue."""
    return scores["expected_revenue"] if scores["clv"].isna().all() else scores["clv"]


def _list(table: pd.DataFrame, name: str, measure: str) -> dict[str, Any] | None:
    """Return the size of an action list, what is at stake on it, and how many customers hold half of that."""
    stake = table.loc[table["list"] == name, measure]
    if not stake.sum() > 0:
        return None
    half = concentration.customers_for(stake, 0.50)
    return {"customers": len(stake), "value": float(stake.sum()), "customers_for_half": half}


def fit_spend_to(customers: pd.DataFrame) -> SpendFit:
    """Fit the spend model to the customers as seen at one day."""
    return fit_spend(customers["frequency"], customers["monetary_value"])


def _judged_spend(contest: dict[str, Any] | None, customers: pd.DataFrame) -> SpendFit:
    """Return the same, without its model where past spend by frequency band speaks against it."""
    return outlook.accepted(fit_spend_to(customers), contest)


def _restore(name: str, numbers: dict[str, Any]) -> PurchaseModel:
    return PURCHASE_MODELS[name](**numbers["models"][name]["parameters"])


def _repeats(run: Run) -> pd.Series:
    from analysis.customers import repeats_by_day

    zero = run.client.parameters.zero_is_purchase
    return repeats_by_day(run.transactions, run.calibration_end, zero_is_purchase=zero)


def _gaps(run: Run) -> pd.Series:
    from analysis.customers import purchase_gaps

    return purchase_gaps(run.transactions, zero_is_purchase=run.client.parameters.zero_is_purchase)


def _regularity(run: Run) -> dict[str, Any] | None:
    zero = run.client.parameters.zero_is_purchase
    gaps = regularity.first_two_gaps(run.transactions, zero_is_purchase=zero)
    found = regularity.estimate_regularity(gaps["first"], gaps["second"])
    return None if found is None else vars(found)


def _crosscheck(fit: PurchaseFit, customers: pd.DataFrame) -> dict[str, Any]:
    """Return what the lifetimes package says of the same customers: a second, independent implementation."""
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    if len(triples.frequency) > CROSSCHECK_TRIPLES:
        return {"status": f"left out above {CROSSCHECK_TRIPLES:,} different purchase histories"}
    return crosscheck_with_lifetimes(fit, triples)


def _flags(record: dict[str, Any], spend_warnings: Any) -> list[str]:
    flags = [f"{record['horizon_days']} days ahead, tested on {record['tested_days']}"]
    if record["customers"] < FEW_CUSTOMERS:
        flags.append(f"indicative: fewer than {FEW_CUSTOMERS} customers, where 95 % intervals have covered 86 %")
    return flags + list(spend_warnings) + findings.screening(record)


def _why_not(fits: dict[str, PurchaseFit]) -> str:
    """Say in one sentence per reason why no model stands."""
    if not fits:
        return "Not fitted, because nobody has bought."
    reasons: dict[str, list[str]] = {}
    for fit in fits.values():
        reasons.setdefault(fit.status.removeprefix("not fitted, because "), []).append(fit.name)
    if len(reasons) == 1:
        return f"Not fitted, because {next(iter(reasons))}."
    said = "; ".join(f"{' and '.join(names)}: {reason}" for reason, names in reasons.items())
    return f"Not fitted, because no purchase model can be trusted on this data. {said}."


def _no_holdout(split: Split) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "models": {},
        "inner": [],
        "absent": [],
        "ranking": [],
        "league": [],
        "chosen": None,
        "comparisons": [],
    }
    return empty | {"calibration_end": split.origin.isoformat(), "days": split.days, "verdict": None}


def _plain_dates(values: dict[str, Any]) -> dict[str, Any]:
    values["calibration_end"] = values["calibration_end"].isoformat()
    for name in ("inner", "absent"):
        values[name] = [row | {"origin": row["origin"].isoformat()} for row in values[name]]
    return values


def _pair(band: concentration.Band) -> list[float]:
    return [band.low, band.high]
