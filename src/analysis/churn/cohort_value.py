"""What renewals promise: the model's facts, the chance of each customer's next renewal, and value by cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.churn.facts_contracts import CohortStay, Renewals
from analysis.churn.renewals import SBG, Term, fit_sbg, term_of
from analysis.facts import refused
from analysis.schema import DAYS_PER_YEAR

Rows = NDArray[np.bool_]
FEWEST_LEFT = 30
FEWEST_LEFT_OF_SEGMENT = 5
SEED, DRAWS = 20240517, 400
FLOOR = 0.12
"""Standard deviation of the log of a total that no earlier window has tested: what customers share."""
APART = 0.05
"""The log-rank test's probability below which segments are modelled each for itself."""
DUE_DAYS = {"month": 31}
USUAL_DUE_DAYS = 90
YEARS_FOR_YEARS = 3
"""Starts that span so many years are grouped by year, else by quarter."""


@dataclass(frozen=True, eq=False)
class Promise:
    """The model with its term, and of segments that stay differently long each its own."""

    model: SBG
    term: Term
    of_segment: Mapping[str, SBG] = field(default_factory=dict)


def promise(found: pd.DataFrame) -> tuple[Promise | None, Term]:
    """Fit the model to spells (tenure_days, left, entry_days); None where too few left."""
    gone = found[found["left"]]
    term = term_of(gone["tenure_days"])
    if len(gone) < FEWEST_LEFT:
        return None, term
    return Promise(_fitted(found, term, None), term), term


def parted(made: Promise | None, found: pd.DataFrame, segment: pd.Series, alike: float | None) -> Promise | None:
    """Return the promise with a model for each segment of which enough left, where segments stay differently long.

    One model for all would take the long stay of the customers who pay most for the short one of the many.
    """
    if made is None or alike is None or alike >= APART:
        return made
    left = segment[found["left"].to_numpy()].value_counts()
    names = sorted(str(name) for name in left[left >= FEWEST_LEFT_OF_SEGMENT].index)
    of = {name: _fitted(found[(segment == name).to_numpy()], made.term, made.model) for name in names}
    return replace(made, of_segment=of)


def _fitted(found: pd.DataFrame, term: Term, near: SBG | None) -> SBG:
    gone, here = found[found["left"]], found[~found["left"]]
    ended = term.ended_in(gone["tenure_days"])
    entered = term.renewed(pd.concat([gone, here])["entry_days"])
    # Who left at a renewal that lay before the record began cannot be in it.
    entered[: len(gone)] = np.minimum(entered[: len(gone)], ended - 1)
    return fit_sbg(ended, term.renewed(here["tenure_days"]), entered, near)


def next_renewals(
    running: pd.DataFrame,
    made: Promise | None,
    revenue: pd.Series | None,
    until: pd.Timestamp,
    rate: float,
    segment: pd.Series | None = None,
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
    segment : Series, optional
        Of these customers, in the order of `running`.
    """
    table = pd.DataFrame({"customer_id": running["customer_id"].to_numpy()})
    table["contract_start"] = running["start"].to_numpy()
    table["contract_tenure_days"] = running["tenure_days"].to_numpy()
    money = np.full(len(table), np.nan) if revenue is None else revenue.to_numpy(float)
    table["next_renewal_day"], left = pd.NaT, np.full(len(table), np.nan)
    table["renewal_probability"] = table["stays_a_year"] = np.nan
    if made is not None:
        renewed = made.term.renewed(running["tenure_days"])
        ahead = (renewed + 1) * made.term.days - running["tenure_days"].to_numpy()
        table["next_renewal_day"] = until + pd.to_timedelta(np.ceil(ahead), unit="D")
        per_term = (1 + rate) ** (made.term.days / DAYS_PER_YEAR) - 1
        chance, year, per_year = np.empty(len(table)), np.empty(len(table)), round(DAYS_PER_YEAR / made.term.days)
        for model, rows in _models(made, segment, len(table)):
            chance[rows] = model.renewal(renewed[rows] + 1)
            year[rows] = model.survival(renewed[rows] + per_year) / model.survival(renewed[rows])
        table["renewal_probability"], table["stays_a_year"] = chance, year
        # Payments are due at each renewal, the next one after the days that are still ahead.
        left = _derl(made, segment, renewed, per_term) / (1 + rate) ** (ahead / DAYS_PER_YEAR)
    table["contract_monthly_revenue"] = money
    table["renewal_revenue_at_risk"] = money * (1 - table["renewal_probability"])
    months = made.term.days / 30.4375 if made else np.nan
    table["contract_value_left"] = money * months * left
    table["terms_left"] = left
    return table


def value_interval(
    scores: pd.DataFrame, made: Promise | None, rate: float, segment: pd.Series
) -> tuple[float, float] | None:
    """Return the 95 % range of what all are expected to bring: the models' parameters, and a floor for what is shared.

    None without amounts, or where the record does not bound a parameter. ``segment`` is in the order of ``scores``.
    """
    priced = scores["contract_value_left"].notna().all()
    if made is None or not priced or not scores["contract_value_left"].sum() > 0:
        return None
    normal = np.random.default_rng(SEED)
    renewed = made.term.renewed(scores["contract_tenure_days"])
    per_term = (1 + rate) ** (made.term.days / DAYS_PER_YEAR) - 1
    per_renewal = scores["contract_value_left"].to_numpy(float) / _derl(made, segment, renewed, per_term)
    total = np.zeros(DRAWS)
    for model, rows in _models(made, segment, len(scores)):
        if not rows.any():
            continue
        if model.covariance is None:
            return None
        at, place = np.unique(renewed[rows], return_inverse=True)
        money = np.bincount(place, per_renewal[rows])
        thetas = normal.multivariate_normal(np.log([model.alpha, model.beta]), model.covariance, DRAWS)
        total += [money @ SBG(*np.exp(theta).tolist()).derl(at + 1, per_term) for theta in thetas]
    low, high = np.quantile(total * np.exp(FLOOR * normal.standard_normal(DRAWS)), [0.025, 0.975])
    return float(low), float(high)


def _derl(made: Promise, segment: pd.Series | None, renewed: NDArray[np.int64], per_term: float) -> NDArray[np.float64]:
    left = np.empty(len(renewed))
    for model, rows in _models(made, segment, len(renewed)):
        left[rows] = model.derl(renewed[rows] + 1, per_term)
    return left


def _models(made: Promise, segment: pd.Series | None, n: int) -> list[tuple[SBG, Rows]]:
    """Return each model with the rows that it speaks of."""
    named = np.full(n, "", dtype=object) if segment is None else segment.astype(object).to_numpy()
    own = [(model, named == name) for name, model in made.of_segment.items()]
    return [(made.model, ~np.isin(named.astype(str), list(made.of_segment))), *own]


def renewals(
    found: pd.DataFrame,
    scores: pd.DataFrame,
    made: Promise | None,
    term: Term,
    curve: pd.DataFrame,
    until: pd.Timestamp,
    value: tuple[float, float] | None = None,
) -> Renewals:
    """Return what is said of renewals; ``value`` is the range of what they are expected to bring."""
    if made is None:
        few = refused("few_left", left=int(found["left"].sum()), needed=FEWEST_LEFT)
        return Renewals(refusal=few, term=term.name, kept=term.kept, cohorts=_cohorts(found, scores))
    model, priced = made.model, bool(scores["contract_monthly_revenue"].notna().any())
    within = DUE_DAYS.get(term.name, USUAL_DUE_DAYS)
    due = scores[scores["next_renewal_day"] <= until + pd.Timedelta(days=within)]
    return Renewals(
        term=term.name,
        kept=term.kept,
        parted=sorted(made.of_segment) or None,
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
        value_left_interval=value,
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
