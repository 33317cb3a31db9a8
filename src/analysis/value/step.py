"""What the customers are worth, refitted on all days."""

from __future__ import annotations

from typing import Any

from analysis.backtest import candidates
from analysis.backtest.fits import facts_of, none_fitted, why_none
from analysis.btyd.facts import Regularity
from analysis.btyd.regularity import estimate_regularity
from analysis.facts import Refusal, refused
from analysis.ledger.ledger import Ledger
from analysis.run.step import Answer, Inputs, step
from analysis.run.store import without_nan
from analysis.value.base import Base, Fits, Record
from analysis.value.clv import NotFiniteError
from analysis.value.counted import counted
from analysis.value.facts import SCORES, PlanFacts, Readings, ValueFacts
from analysis.value.flags import TOO_REGULAR
from analysis.value.outlook import outlook
from analysis.value.valued import valued

HORIZON_TIMES_TESTED = 2


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
    if closed or model is None:
        return ValueFacts(**record, refusal=closed or _why_no_model(tested, fits, regularity)), {}
    if p.horizon_days > HORIZON_TIMES_TESTED * tested.days:
        too_far = refused("horizon_too_long", horizon_days=p.horizon_days, tested_days=tested.days)
        return ValueFacts(**record, refusal=too_far), {}
    try:
        found, tables = (valued if ledger.has_amounts else counted)(Base(given, customers, fits, model), record)
    except NotFiniteError as error:
        return ValueFacts(**record, refusal=refused("not_finite", model=error.model)), {}
    # What is not known of anybody is missing, not absent: a codebook that holds for every client.
    scores = tables["scores"].reindex(columns=["customer_id", *SCORES])
    return ValueFacts(**record | found), tables | {"scores": scores}


def _why_no_model(tested: Any, fits: Fits, regularity: Regularity | None) -> Refusal:
    """Return why no purchase model feeds a sum of money: none could be tested, or none stands on all days."""
    found: Refusal = tested.refusal or why_none(fits)
    if tested.untrusted and not tested.refusal:
        whole = [name for name, fit in fits.items() if fit.trusted]
        found = tested.untrusted.model_copy(update={"facts": tested.untrusted.facts | {"whole": whole}})
    if regularity is None or regularity.low <= TOO_REGULAR:
        return found
    return found.model_copy(update={"facts": found.facts | {"regular_k": regularity.k}})


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


STEPS = (compute, plan, outlook)
