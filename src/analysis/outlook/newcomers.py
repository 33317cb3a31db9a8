"""What a new customer is worth, and how many replace a lost one, or a sentence why that cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.backtest import forecast_checks
from analysis.btyd import PurchaseFit, SpendFit, fit_purchases, group_triples
from analysis.value import prospects
from analysis.value.margins import Margins

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.run.run import Run

Numbers = dict[str, Any]


def new_customer(
    run: Run,
    fit: PurchaseFit,
    fit_spend_of: Callable[[pd.DataFrame], SpendFit],
    customers: pd.DataFrame,
    scores: pd.DataFrame,
    margins: Margins | None,
    burn_in: int | None,
) -> tuple[Numbers, prospects.NewCustomer | None]:
    """Return what a new customer is worth and how many replace a lost class A customer, or a sentence why not.

    Both sides of the replacement are before the costs of serving: what a new customer will cost is not known.
    """
    p, rate = run.client.parameters, 1.0 if margins is None else margins.overall
    found: Numbers = {"refusal": None, "burn_in_days": burn_in, "dated": False, "customers": None}
    found |= dict.fromkeys(
        ("change_without_old", "value", "interval", "first_purchase", "repeat_purchases", "repeat_spend")
    )
    found |= dict.fromkeys(("class_a_value", "replacement_ratio", "replacement_interval"))
    if burn_in is None:
        return found | {"refusal": "What a new customer is worth is not computed, because nobody bought twice."}, None
    acquired = acquired_on(run)
    found["dated"] = acquired is not None and bool(acquired.notna().any())
    old = prospects.possibly_old(customers, run.first_day, burn_in, acquired)
    newcomers = customers[~old].reset_index(drop=True)
    found["customers"] = len(newcomers)
    if newcomers.empty:
        return found | {"refusal": _nobody_new(burn_in, found["dated"])}, None
    refit = fit_purchases(fit.name, group_triples(newcomers["frequency"], newcomers["recency"], newcomers["T"]))
    if refit.model is None:
        return found | {"refusal": _too_few_new(burn_in, len(newcomers), len(customers), refit)}, None
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
    before = inner(fit.model, customers, p.horizon_days).sum()  # type: ignore[arg-type]
    found["change_without_old"] = float(inner(refit.model, customers, p.horizon_days).sum() / before - 1)
    best = scores[scores["abc_class"] == "A"]
    worth = best["expected_revenue"] if margins is None else best["expected_margin"]
    ratio = prospects.replacement_ratio(worth, best["p_alive"], new.revenue * rate)
    if ratio is not None:
        found["class_a_value"] = float(worth.sum() / best["p_alive"].sum())
        found["replacement_ratio"] = ratio
        found["replacement_interval"] = [found["class_a_value"] / end for end in reversed(interval)]
    return found, new


def acquired_on(run: Run) -> pd.Series | None:
    """Return the day on which customers were won, by customer_id, where the table of customers says it."""
    accounts = run.accounts
    return None if accounts is None or "acquired_on" not in accounts else accounts["acquired_on"]


def _nobody_new(burn_in: int, dated: bool) -> str:
    if dated:
        return (
            "What a new customer is worth, and how many of them replace a lost one, cannot be said from these data: "
            "nobody is known to be won within them, by day of acquisition or by a first purchase after the first "
            f"{burn_in:,} days."
        )
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
