"""The fitted models as steps hand them on: judged, refused in words, restored from their parameters."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from analysis import findings, outlook
from analysis.btyd import PURCHASE_MODELS, PurchaseFit, PurchaseModel, SpendFit, fit_spend, group_triples
from analysis.btyd.crosscheck import crosscheck_with_lifetimes
from analysis.btyd.flags import INDICATIVE_CUSTOMERS
from analysis.display.formats import day, listed

if TYPE_CHECKING:
    import pandas as pd

    from analysis.run.run import Run

CROSSCHECK_TRIPLES = 20_000
LIFETIME_MODELS = ("Pareto/NBD", "MBG/NBD")


def fit_spend_to(customers: pd.DataFrame) -> SpendFit:
    """Fit the spend model to the customers as seen at one day."""
    return fit_spend(customers["frequency"], customers["monetary_value"])


def judged_spend(contest: dict[str, Any] | None, customers: pd.DataFrame) -> SpendFit:
    """Return the same, without its model where past spend by frequency band speaks against it."""
    return outlook.accepted(fit_spend_to(customers), contest)


def restore(name: str, numbers: dict[str, Any]) -> PurchaseModel:
    """Return a purchase model from the parameters that a stop's numbers hold."""
    return PURCHASE_MODELS[name](**numbers["models"][name]["parameters"])


def worth_of(scores: pd.DataFrame) -> pd.Series:
    """Return clv where there is a margin, else the expected revenue."""
    return scores["expected_revenue"] if scores["clv"].isna().all() else scores["clv"]


def gaps_of(run: Run) -> pd.Series:
    """Return the days between one purchase day and the customer's next, over all customers."""
    from analysis.customers import purchase_gaps

    return purchase_gaps(run.transactions, zero_is_purchase=run.client.parameters.zero_is_purchase)


def why_not(fits: dict[str, PurchaseFit]) -> str:
    """Say in one sentence per reason why no model stands."""
    if not fits:
        return "Not fitted, because nobody has bought."
    reasons = _reasons(fits)
    if len(reasons) == 1:
        return f"Not fitted, because {next(iter(reasons))}."
    return f"Not fitted, because no purchase model can be trusted on this data. {_said(reasons)}."


def why_no_value(tested: dict[str, Any], fits: dict[str, PurchaseFit]) -> str:
    """Say why no purchase model feeds a sum of money: none could be tested, or none stands on all days."""
    if tested["refusal"] or not tested["untrusted"]:
        return tested["refusal"] or why_not(fits)
    said = f"Not computed, because {tested['untrusted']}, so none could be tested on the days after."
    whole = [name for name, fit in fits.items() if fit.trusted]
    if whole:
        said += f" Fitted to all days, {listed(whole)} can be trusted: try a later calibration_end."
    return said


def none_fitted(refusal: str) -> dict[str, dict[str, Any]]:
    """Return what results.json holds of each purchase model where the data closed the chapter before any was fitted."""
    reason = refusal.removeprefix("Not computed, because ").removesuffix(".")
    empty = {"log_likelihood": None, "status": f"not fitted, because {reason}"}
    names = {name: [field.name for field in fields(model)] for name, model in PURCHASE_MODELS.items()}
    return {
        name: {part: dict.fromkeys(own) for part in ("parameters", "standard_errors", "intervals")} | empty
        for name, own in names.items()
    }


def untrusted(fits: dict[str, PurchaseFit], until: dt.date) -> str:
    """Say in one clause that no model fitted up to a day can be trusted, and why."""
    return f"no purchase model can be trusted on the days up to {day(until)} ({_said(_reasons(fits))})"


def _reasons(fits: dict[str, PurchaseFit]) -> dict[str, list[str]]:
    """Return the models of each reason."""
    reasons: dict[str, list[str]] = {}
    for fit in fits.values():
        reasons.setdefault(fit.status.removeprefix("not fitted, because "), []).append(fit.name)
    return reasons


def _said(reasons: dict[str, list[str]]) -> str:
    return "; ".join(f"{listed(names)}: {reason}" for reason, names in reasons.items())


def lifetime_of(fits: dict[str, PurchaseFit], ranking: list[str]) -> PurchaseModel | None:
    """Return the best model in which a one-time buyer can be gone; None where none is trusted."""
    ranked = [fits[name].model for name in ranking if name in LIFETIME_MODELS]
    return next((model for model in ranked if model), None)


def crosscheck(fit: PurchaseFit, customers: pd.DataFrame) -> dict[str, Any]:
    """Return what the lifetimes package says of the same customers: a second, independent implementation."""
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    if len(triples.frequency) > CROSSCHECK_TRIPLES:
        return {"status": f"left out above {CROSSCHECK_TRIPLES:,} different purchase histories"}
    return crosscheck_with_lifetimes(fit, triples)


def flags(record: dict[str, Any], spend_warnings: Any) -> list[str]:
    """Return what has to be said beside a total, in clauses."""
    said = [f"{record['horizon_days']} days ahead, tested on {record['tested_days']}"]
    if record["customers"] < INDICATIVE_CUSTOMERS:
        said.append(f"indicative: fewer than {INDICATIVE_CUSTOMERS} customers, where 95 % intervals have covered 86 %")
    return said + list(spend_warnings) + findings.screening(record)
