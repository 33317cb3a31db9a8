"""What the value chapter says beyond the scores: margins, dates, classes, new customers, less churn, checks.

Each function takes finished stops and returns plain numbers or a table; `steps.compute_value` puts them together.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import forecast_checks, holdout, prospects, scenario, spend_checks, timing, value
from analysis.btyd import ParetoNBD, PurchaseFit, PurchaseModel, SpendFit, draw_models, fit_purchases, group_triples
from analysis.btyd.dert import discounted_residual_purchases
from analysis.margins import Margins, margin_evidence, one_rate, shrink_margins
from analysis.schema import FitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.run import Run

CLASSES = ("A", "B", "C", "N")
RESIDUAL_DRAWS = 200
RESIDUAL_HISTORIES = 2_000

Numbers = dict[str, Any]


def margins_of(run: Run, customers: pd.DataFrame) -> Margins | None:
    """Return the margin rate of each customer: their own where the ledger has costs, else the client file's, else None.

    Costs in the ledger go before a rate in the client file, as they do in the customer table.
    """
    if "margin" in run.intake.columns:
        evidence = margin_evidence(run.transactions, run.observation_end)
        if len(evidence):
            overall = float(evidence["margin"].sum() / evidence["amount"].sum())
            return shrink_margins(customers["customer_id"], evidence, overall)
    return None if run.margin_rate is None else one_rate(run.margin_rate, len(customers))


def describe_margins(margins: Margins | None) -> Numbers | None:
    """Return where the margin rates come from; None without a margin."""
    if margins is None:
        return None
    lowest, highest = (float(end) for end in np.quantile(margins.rate, [0.05, 0.95]))
    half = None if margins.half is None or not np.isfinite(margins.half) else margins.half
    own = margins.half is not None
    return {"own": own, "overall": margins.overall, "half_revenue": half, "low": lowest, "high": highest}


def effective_rate(margins: Margins, worth: float, revenue: float) -> float:
    """Return the margin per unit of the expected revenue: the one rate, or the mean that own rates come to."""
    return margins.overall if margins.half is None else worth / revenue


def count_overdue(scores: pd.DataFrame) -> Numbers:
    """Return how many customers are overdue, in all and in class A."""
    late = scores["overdue_since"].notna()
    return {"customers": int(late.sum()), "class_a": int((late & (scores["abc_class"] == "A")).sum())}


def compare_spend(run: Run, fit_spend_of: Callable[[pd.DataFrame], SpendFit]) -> Numbers | None:
    """Say which spend forecast was closer by frequency band inside the calibration window; None if it is unknown."""
    windows = []
    for split in holdout.inner_splits(run.first_day, run.calibration_end):
        customers = run.buyers_at(split.origin)
        fit = fit_spend_of(customers) if len(customers) and split.days > 0 else None
        if fit is not None and fit.trusted:
            spends = (value.expected_spend(kind, customers) for kind in (fit, replace(fit, model=None)))
            windows.append((customers, *spends, run.observe(split.origin, split.end)))
    contest = spend_checks.compare_spend(windows)
    return None if contest is None else asdict(contest) | {"product_holds": contest.product_holds}


def accepted(spend: SpendFit, contest: Numbers | None) -> SpendFit:
    """Return the spend fit, or one without its model where the backtest by frequency band speaks against it."""
    if contest is None or contest["product_holds"] or spend.model is None:
        return spend
    reason = (
        f"on earlier days the mean purchase by frequency forecast the spend of each frequency band better "
        f"({contest['means']:.1%} off against {contest['product']:.1%})"
    )
    return replace(spend, model=None, status=f"not used, because {reason}", reasons=(reason,))


def spend_drift(run: Run) -> Numbers | None:
    """Return how the mean purchase of the later half of the period differs from the earlier half's."""
    middle = run.first_day + (run.observation_end - run.first_day) // 2
    zero = run.client.parameters.zero_is_purchase
    halves = spend_checks.purchases_by_half(run.transactions, middle, zero_is_purchase=zero)
    everyone = spend_checks.drift_of_spend(halves)
    both = spend_checks.drift_of_spend(halves[(halves["earlier"] > 0) & (halves["later"] > 0)])
    return None if everyone is None else {"middle": middle.isoformat(), "all": everyone, "same_customers": both}


def add_dates(run: Run, scores: pd.DataFrame, customers: pd.DataFrame, model: PurchaseModel) -> pd.DataFrame:
    """Return the scores with last_purchase, next_purchase_by and overdue_since."""
    until, ahead = run.observation_end, run.client.parameters.horizon_days
    dates = {
        "last_purchase": customers["last_purchase"],
        "next_purchase_by": timing.next_purchase_by(model, customers, until, within_days=ahead),
        "overdue_since": timing.overdue_since(model, customers, until),
    }
    return scores.assign(**{name: day.to_numpy() for name, day in dates.items()})


def value_by_class(
    run: Run, fit: PurchaseFit, spend: SpendFit, customers: pd.DataFrame, scores: pd.DataFrame, margins: Margins | None
) -> tuple[pd.DataFrame, Numbers]:
    """Return value by past class with predictive intervals, and the intervals of the totals.

    Returns
    -------
    DataFrame
        abc_class, customers, value, low, high: clv, or expected revenue without a margin.
    dict
        expected_revenue_interval, clv_interval (None without a margin).
    """
    code = scores["abc_class"].map({name: k for k, name in enumerate(CLASSES)}).to_numpy()
    used = margins or one_rate(1.0, len(customers))
    rng = np.random.default_rng(1)
    days = run.client.parameters.horizon_days
    revenue, margin = value.simulate_sums(fit, spend, customers, scores, days, rng, code, used)
    worth = scores["expected_revenue"] if margins is None else scores["clv"]
    rows = []
    for k, name in enumerate(CLASSES):
        inside = code == k
        if inside.any():
            band = value.interval_of(margin[:, k])
            rows.append((name, int(inside.sum()), float(worth[inside].sum()), band.low, band.high))
    table = pd.DataFrame(rows, columns=["abc_class", "customers", "value", "low", "high"])
    total, total_margin = (value.interval_of(sums.sum(axis=1)) for sums in (revenue, margin))
    clv = None if margins is None else [total_margin.low, total_margin.high]
    return table, {"expected_revenue_interval": [total.low, total.high], "clv_interval": clv}


def new_customer(
    run: Run,
    fit: PurchaseFit,
    fit_spend_of: Callable[[pd.DataFrame], SpendFit],
    customers: pd.DataFrame,
    scores: pd.DataFrame,
    margins: Margins | None,
    burn_in: int | None,
) -> Numbers:
    """Return what a new customer is worth and how many replace a lost class A customer, or a sentence why not."""
    p, rate = run.client.parameters, 1.0 if margins is None else margins.overall
    found: Numbers = {"refusal": None, "burn_in_days": burn_in, "customers": None, "change_without_old": None}
    found |= dict.fromkeys(("value", "interval", "first_purchase", "repeat_purchases", "repeat_spend"))
    found |= dict.fromkeys(("class_a_value", "replacement_ratio", "replacement_interval"))
    if burn_in is None:
        return found | {"refusal": "What a new customer is worth is not computed, because nobody bought twice."}
    newcomers = prospects.seen_from_the_start(customers, run.first_day, burn_in).reset_index(drop=True)
    found["customers"] = len(newcomers)
    if newcomers.empty:
        return found | {"refusal": _nobody_new(burn_in)}
    refit = fit_purchases(fit.name, group_triples(newcomers["frequency"], newcomers["recency"], newcomers["T"]))
    if refit.model is None:
        return found | {"refusal": _too_few_new(burn_in, len(newcomers), len(customers), refit)}
    settings = {"horizon_days": p.horizon_days, "annual_discount_rate": p.annual_discount_rate}
    new = prospects.value_new_customer(refit, fit_spend_of(newcomers), newcomers, **settings)  # type: ignore[arg-type]
    interval = sorted((new.revenue_interval.low * rate, new.revenue_interval.high * rate))
    found |= {
        "value": new.revenue * rate,
        "interval": interval,
        "first_purchase": new.first_purchase,
        "repeat_purchases": new.repeat_purchases,
        "repeat_spend": new.repeat_spend,
    }
    inner = forecast_checks.expected_purchases
    before = scores["expected_purchases"].sum()
    found["change_without_old"] = float(inner(refit.model, customers, p.horizon_days).sum() / before - 1)
    best = scores[scores["abc_class"] == "A"]
    worth = best["expected_revenue"] if margins is None else best["clv"]
    ratio = prospects.replacement_ratio(worth, best["p_alive"], new.revenue * rate)
    if ratio is not None:
        found["class_a_value"] = float(worth.sum() / best["p_alive"].sum())
        found["replacement_ratio"] = ratio
        found["replacement_interval"] = [found["class_a_value"] / end for end in reversed(interval)]
    return found


def churn_minus_5(
    run: Run, fit: PurchaseFit, customers: pd.DataFrame, scores: pd.DataFrame, margins: Margins | None
) -> Numbers:
    """Return what 5 % less churn would bring, in both readings: `percent` and `points` as shares of the value."""
    p = run.client.parameters
    each = scores["expected_spend"].to_numpy(float) * (1.0 if margins is None else margins.rate)
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    worth = np.bincount(triples.index, each).astype(float)
    found: Numbers = {"percent": None, "points": None}
    if not (scores["expected_revenue"] if margins is None else scores["clv"]).sum() > 0:
        return found
    both = scenario.less_churn(
        fit, triples, worth, horizon_days=p.horizon_days, annual_discount_rate=p.annual_discount_rate
    )
    for name, reading in zip(("percent", "points"), both, strict=True):
        if reading is None:
            continue
        found |= {
            name: reading.share,
            f"{name}_interval": [reading.share_interval.low, reading.share_interval.high],
            f"{name}_gain": reading.gain,
            f"{name}_scale": reading.scale,
            f"{name}_survival": reading.survival,
        }
        if isinstance(fit.model, ParetoNBD) and p.annual_discount_rate > 0:
            rate = p.annual_discount_rate
            found[f"{name}_ever"] = scenario.gain_without_horizon(fit.model, triples, worth, reading.scale, rate)
    history = triples.frequency, triples.recency, triples.T
    alive = triples.weight * fit.model.p_alive(*history)  # type: ignore[union-attr]
    stays = scenario.survival(fit.model, scenario.YEAR, triples.frequency, triples.T)  # type: ignore[arg-type]
    return found | {"survival": float(np.average(stays, weights=alive))}


def residual_value(
    run: Run, fit: PurchaseFit, customers: pd.DataFrame, spend_each: np.ndarray, margins: Margins | None
) -> Numbers | None:
    """Return what the customers bring over the rest of their lives, by Pareto/NBD; None where it has no bound."""
    if not isinstance(fit.model, ParetoNBD):
        return None
    p, rng = run.client.parameters, np.random.default_rng(1)
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    worth = np.bincount(triples.index, spend_each * (1.0 if margins is None else margins.rate))
    size = triples.T.size
    some = np.arange(size) if size <= RESIDUAL_HISTORIES else rng.choice(size, RESIDUAL_HISTORIES, replace=False)
    rate = p.annual_discount_rate

    def total(model: PurchaseModel, rows: np.ndarray) -> float:
        assert isinstance(model, ParetoNBD)
        history = triples.frequency[rows], triples.recency[rows], triples.T[rows]
        return float(worth[rows] @ discounted_residual_purchases(model, rate, *history))

    try:
        whole, part = total(fit.model, np.arange(size)), total(fit.model, some)
    except FitError:
        return None
    drawn = []
    for model in draw_models(fit, RESIDUAL_DRAWS, rng):
        drawn.append(total(model, some) * whole / part)  # type: ignore[arg-type]
    band = value.interval_of(np.array(drawn))
    ends, factors = value.discount_factors(p.horizon_days, rate)
    history = triples.frequency, triples.recency, triples.T
    steps = [worth @ fit.model.expected_purchases(end / 7, *history) for end in ends]
    within = float(factors @ np.diff(steps, prepend=0.0))
    return {"total": whole, "interval": [band.low, band.high], "within_horizon": within}


def check_tables(run: Run, model: PurchaseModel, spend: SpendFit) -> dict[str, pd.DataFrame]:
    """Return the checks on the days after calibration: histogram, by_frequency, by_silence, spend_bands."""
    customers, days = run.buyers_at(run.calibration_end), (run.observation_end - run.calibration_end).days
    observed = run.observe(run.calibration_end, run.observation_end)
    bought = observed["purchases"].reindex(customers["customer_id"]).fillna(0).to_numpy(float)
    expected = forecast_checks.expected_purchases(model, customers, days)
    return {
        "histogram": forecast_checks.frequency_histogram(model, customers),
        "by_frequency": forecast_checks.expected_by_frequency(expected, customers, bought),
        "by_silence": forecast_checks.expected_by_silence(expected, customers, bought),
        "spend_bands": spend_checks.spend_by_band(customers, value.expected_spend(spend, customers), observed),
    }


def _nobody_new(burn_in: int) -> str:
    return (
        "What a new customer is worth, and how many of them replace a lost one, cannot be said from these data: every "
        f"customer was first seen within the first {burn_in:,} days, and one in ten gaps between two purchases is "
        "longer than that. So nobody is known to be new; anybody may be an old customer coming back. Dates of "
        "acquisition would settle it."
    )


def _too_few_new(burn_in: int, new: int, everyone: int, fit: PurchaseFit) -> str:
    return (
        "What a new customer is worth, and how many of them replace a lost one, is not computed: of "
        f"{everyone:,} customers only {new:,} {'was' if new == 1 else 'were'} first seen after the first {burn_in:,} "
        f"days, within which an old customer coming back looks like a new one, and there {fit.name} is {fit.status}."
    )
