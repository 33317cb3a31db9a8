"""What renewals promise: the model's facts, the chance of each customer's next renewal, and value by cohort."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.churn.facts_contracts import CohortStay, Renewals
from analysis.churn.renewals import SBG, Term, fit_sbg, term_of
from analysis.facts import refused
from analysis.schema import DAYS_PER_YEAR

FEWEST_LEFT = 30
DUE_DAYS = {"month": 31}
USUAL_DUE_DAYS = 90
YEARS_FOR_YEARS = 3
"""Starts that span so many years are grouped by year, else by quarter."""


@dataclass(frozen=True, eq=False)
class Promise:
    """The model with its term; None where nothing can be said of renewals."""

    model: SBG
    term: Term


def promise(found: pd.DataFrame) -> tuple[Promise | None, Term]:
    """Fit the model to spells (tenure_days, left, entry_days); None where too few left."""
    gone = found[found["left"]]
    term = term_of(gone["tenure_days"])
    if len(gone) < FEWEST_LEFT:
        return None, term
    here = found[~found["left"]]
    seen = pd.concat([gone, here])
    ended = term.ended_in(gone["tenure_days"])
    entered = term.renewed(seen["entry_days"])
    # Who left at a renewal that lay before the record began cannot be in it.
    entered[: len(gone)] = np.minimum(entered[: len(gone)], ended - 1)
    return Promise(fit_sbg(ended, term.renewed(here["tenure_days"]), entered), term), term


def next_renewals(
    running: pd.DataFrame, made: Promise | None, revenue: pd.Series | None, until: pd.Timestamp, rate: float
) -> pd.DataFrame:
    """Return the table per customer under contract (`facts_contracts.SCORES`).

    Parameters
    ----------
    running : DataFrame
        Spells that run; of a customer with several the last one.
    revenue : Series or None
        Per month, in the order of `running`; None without amounts.
    rate : float
        Annual discount rate.
    """
    table = pd.DataFrame({"customer_id": running["customer_id"].to_numpy()})
    table["contract_start"] = running["start"].to_numpy()
    table["contract_tenure_days"] = running["tenure_days"].to_numpy()
    money = np.full(len(table), np.nan) if revenue is None else revenue.to_numpy(float)
    table["next_renewal_day"], table["renewal_probability"], left = pd.NaT, np.nan, np.full(len(table), np.nan)
    if made is not None:
        renewed = made.term.renewed(running["tenure_days"])
        ahead = (renewed + 1) * made.term.days - running["tenure_days"].to_numpy()
        table["next_renewal_day"] = until + pd.to_timedelta(np.ceil(ahead), unit="D")
        table["renewal_probability"] = made.model.renewal(renewed + 1)
        per_term = (1 + rate) ** (made.term.days / DAYS_PER_YEAR) - 1
        # Payments are due at each renewal, the next one after the days that are still ahead.
        left = made.model.derl(renewed + 1, per_term) / (1 + rate) ** (ahead / DAYS_PER_YEAR)
    table["contract_monthly_revenue"] = money
    table["renewal_revenue_at_risk"] = money * (1 - table["renewal_probability"])
    months = made.term.days / 30.4375 if made else np.nan
    table["contract_value_left"] = money * months * left
    table["terms_left"] = left
    return table


def renewals(
    found: pd.DataFrame,
    scores: pd.DataFrame,
    made: Promise | None,
    term: Term,
    curve: pd.DataFrame,
    until: pd.Timestamp,
) -> Renewals:
    """Return what is said of renewals."""
    if made is None:
        few = refused("few_left", left=int(found["left"].sum()), needed=FEWEST_LEFT)
        return Renewals(refusal=few, term=term.name, kept=term.kept, cohorts=_cohorts(found, scores))
    model, priced = made.model, bool(scores["contract_monthly_revenue"].notna().any())
    within = DUE_DAYS.get(term.name, USUAL_DUE_DAYS)
    due = scores[scores["next_renewal_day"] <= until + pd.Timedelta(days=within)]
    return Renewals(
        term=term.name,
        kept=term.kept,
        alpha=model.alpha,
        beta=model.beta,
        first_renewal=float(model.renewal(1)),
        first_interval=model.renewal_interval(1),
        fifth_renewal=float(model.renewal(5)),
        furthest=_furthest(model, term, curve),
        due_days=within,
        due=len(due),
        expected_lost=float((1 - due["renewal_probability"]).sum()),
        revenue_lost=float(due["renewal_revenue_at_risk"].sum()) if priced else None,
        value_left=float(scores["contract_value_left"].sum()) if priced else None,
        cohorts=_cohorts(found, scores),
    )


def _furthest(model: SBG, term: Term, curve: pd.DataFrame) -> float | None:
    """Return the largest difference between the model and the observed curve, mid-term, while ten were observed."""
    begin = float(curve["days"].iloc[0])
    first = int(np.ceil(begin / term.days))
    last = float(curve.loc[curve["at_risk"] >= 10, "days"].max())
    renewals_seen = np.arange(first + 1, int(last / term.days) + 1)
    if not renewals_seen.size:
        return None
    days = (renewals_seen + (0.5 if term.kept else 0.0)) * term.days
    place = np.searchsorted(curve["days"], days, "right") - 1
    expected = model.survival(renewals_seen) / model.survival(first)
    return float(np.abs(curve["share"].to_numpy()[place] - expected).max())


def _cohorts(found: pd.DataFrame, scores: pd.DataFrame) -> list[CohortStay]:
    span = (found["start"].max() - found["start"].min()).days / DAYS_PER_YEAR
    freq = "Y" if span >= YEARS_FOR_YEARS else "Q"
    named = found["start"].dt.to_period(freq).astype("str")
    own = scores.assign(cohort=scores["contract_start"].dt.to_period(freq).astype("str")).groupby("cohort")
    cohorts = []
    for name, began in found.groupby(named):
        here = own.get_group(name) if name in own.groups else scores.iloc[:0]
        known = len(here) > 0 and bool(here["renewal_probability"].notna().all())
        priced = bool(scores["contract_value_left"].notna().all())
        cohorts.append(
            CohortStay(
                cohort=str(name),
                customers=len(began),
                running=len(here),
                next_renewal=float(here["renewal_probability"].mean()) if known else None,
                terms_left=float(here["terms_left"].mean()) if known else None,
                value_left=float(here["contract_value_left"].sum()) if priced else None,
            )
        )
    return cohorts
