"""The value of every customer, and what follows from it; without amounts, what they will buy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.backtest.average_facts import ranges
from analysis.backtest.fits import p_alive
from analysis.backtest.spend_checks import drift_of_spend
from analysis.btyd import fit_spend
from analysis.btyd.facts import SpendModel
from analysis.ledger.ledger import Ledger
from analysis.shares import abc_class, top_share
from analysis.value import clv
from analysis.value.acquisition import acquisition
from analysis.value.base import Base, Record
from analysis.value.costs import deduct_costs
from analysis.value.facts import Change, Costing, Overdue, SpendDrift
from analysis.value.margins import Margins, describe_margins, effective_rate, margins_of
from analysis.value.newcomers import new_customer
from analysis.value.retention import churn_minus_5, residual_value
from analysis.value.worth import (
    add_dates,
    count_moves,
    count_overdue,
    surest_and_least_sure,
    value_by_class,
    worth_of,
)

if TYPE_CHECKING:
    from analysis.value.facts_beyond import StatedCosts

Tables = dict[str, pd.DataFrame]


def valued(base: Base, record: Record) -> tuple[Record, Tables]:
    """Return the facts and the tables of the customers' value, beside what the record holds already."""
    ledger, given = base.given.ledger, base.given
    margins = margins_of(ledger, given.parameters.margin_rate, base.customers)
    scores, costs = _scores(base, margins)
    classes = clv.forward_classes(scores["abc_class"], scores["forward_class"], scores["worth"])
    by_class, clv_ends = value_by_class(base.made, scores, margins)
    surest, least_sure = surest_and_least_sure(by_class)
    spend = fit_spend(base.customers["frequency"], base.customers["monetary_value"])
    discount = base.made.customers["customer_id"].map(scores.set_index("customer_id")["discount"]).to_numpy()
    facts = {
        "spend": SpendModel(**spend.as_dict(), spearman=spend.spearman),
        "costs": costs,
        "value_by_class": by_class,
        "surest_class": surest,
        "least_sure_class": least_sure,
        "moves": count_moves(classes),
        "overdue": count_overdue(scores),
        "spend_drift": _spend_drift(ledger),
    }
    facts |= ranges(base.made, paid=True, discount=discount) | clv_ends
    facts |= _totals(scores, margins) | _holders(scores) | _outlook(base, scores, margins)
    facts |= base.screened(record) | base.alive(scores)
    table = pd.DataFrame([row.model_dump() for row in by_class])
    return facts, {"scores": scores, "classes": classes, "value_by_class": table}


def counted(base: Base, record: Record) -> tuple[Record, Tables]:
    """Return the facts and the table of expected purchases, beside what the record holds already."""
    scores = clv.ahead(base.made, base.customers, paid=False).assign(abc_class="N", forward_class="N")
    scores = with_lifetimes(base, scores)
    scores = add_dates(scores, base.customers, base.model, base.given.ledger.observation_end, base.horizon)
    overdue = Overdue(customers=int(scores["overdue_since"].notna().sum()), class_a=None)
    facts = ranges(base.made, paid=False) | {"overdue": overdue}
    return base.screened(record) | base.alive(scores) | facts, {"scores": scores}


def _scores(base: Base, margins: Margins | None) -> tuple[pd.DataFrame, StatedCosts | None]:
    """Return one row per customer: what they are expected to bring, less stated costs, with classes and dates."""
    given, customers, horizon = base.given, base.customers, base.horizon
    rate = None if margins is None else margins.rate
    scores = clv.score_customers(base.made, customers, horizon, rate)
    scores, costs = deduct_costs(given.attributes, scores, customers, base.lifetime or base.model, horizon)
    scores["worth"] = worth_of(scores)
    past, ends = given.customers.set_index("customer_id")["abc_class"], given.parameters.abc
    scores["abc_class"] = scores["customer_id"].map(past).to_numpy()
    scores["forward_class"] = abc_class(scores["worth"], a=ends.a, b=ends.b, of=ends.of)
    scores["margin_rate"] = float("nan") if rate is None else rate
    scores = add_dates(scores, customers, base.model, given.ledger.observation_end, horizon)
    return with_lifetimes(base, scores, rate), costs


def with_lifetimes(base: Base, scores: pd.DataFrame, rate: Any = None) -> pd.DataFrame:
    """Return the scores with p_alive and worth_if_alive by the model in which a one-time buyer can have left.

    Both are missing where no such model is trusted, worth_if_alive also without amounts.
    """
    served = scores.pop("served_if_alive") if "served_if_alive" in scores else 0.0
    if base.lifetime is None:
        return scores.assign(p_alive=float("nan"), worth_if_alive=float("nan"))
    alive = p_alive(base.lifetime, base.customers)
    if "expected_spend" not in scores:
        return scores.assign(p_alive=alive, worth_if_alive=float("nan"))
    _, bought = clv.if_alive(base.lifetime, base.customers, base.horizon)
    worth = bought * base.made.factor * scores["expected_spend"] * (1.0 if rate is None else rate)
    return scores.assign(p_alive=alive, worth_if_alive=worth - served)


def _totals(scores: pd.DataFrame, margins: Margins | None) -> Record:
    """Return what all customers are expected to bring."""
    total, margin = (float(scores[name].sum()) for name in ("expected_revenue", "expected_margin"))
    found: Record = {"margins": describe_margins(margins)}
    if margins is None:
        return found | {"clv_total": None, "margin_rate": None, "costing": None}
    worth = scores["worth"]
    return found | {
        "clv_total": float(worth.sum()),
        "margin_rate": effective_rate(margins, margin, total),
        "costing": Costing(customers=int((worth < 0).sum()), value=float(worth[worth < 0].sum())),
    }


def _holders(scores: pd.DataFrame) -> Record:
    """Return who holds the value above 0: by class of the past, and the tenth worth most; none where there is none."""
    positive, by = scores["worth"].clip(lower=0), scores["abc_class"]
    some = bool(positive.any())
    return {
        "held_by_class": (positive.groupby(by).sum() / positive.sum()).to_dict() if some else {},
        "customer_share_by_class": by.value_counts(normalize=True).to_dict(),
        "top_decile_share": top_share(positive, 0.10) if some else None,
    }


def _outlook(base: Base, scores: pd.DataFrame, margins: Margins | None) -> Record:
    """Return what new customers bring and cost, what less churn would bring, and what lies beyond the horizon."""
    given, ledger, horizon = base.given, base.given.ledger, base.horizon
    new, drawn = new_customer(
        base.made,
        base.customers,
        scores,
        margins,
        horizon=horizon,
        first=ledger.first,
        burn_in=base.burn_in,
        acquired=base.acquired,
    )
    days, each = (ledger.first, ledger.observation_end), scores["expected_spend"].to_numpy(float)
    return {
        "churn_minus_5": churn_minus_5(base.lifetime_fit, base.customers, scores, margins, horizon),
        "new_customer": new,
        "replacement_ratio": new.replacement_ratio,
        "acquisition": acquisition(
            given.attributes, given.customers, scores, margins, drawn, days=days, burn_in=base.burn_in
        ),
        "residual": residual_value(base.fits["Pareto/NBD"], base.customers, each, margins, horizon),
    }


def _spend_drift(ledger: Ledger) -> SpendDrift | None:
    """Return how the mean purchase of the later half of the period differs from the earlier half's."""
    middle = ledger.first + (ledger.observation_end - ledger.first) // 2
    halves = ledger.purchases_by_half(middle)
    everyone = drift_of_spend(halves)
    both = drift_of_spend(halves[(halves["earlier"] > 0) & (halves["later"] > 0)])
    if everyone is None:
        return None
    return SpendDrift(middle=middle, all=Change(**everyone), same_customers=None if both is None else Change(**both))
