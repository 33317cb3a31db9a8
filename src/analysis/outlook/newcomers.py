"""What a new customer is worth, and how many replace a lost one, or a sentence why that cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import forecast_checks, prospects
from analysis.btyd import PurchaseFit, SpendFit, fit_purchases, group_triples
from analysis.margins import Margins

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.run import Run

Numbers = dict[str, Any]


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
