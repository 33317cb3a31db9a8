"""The attention that customers get, where contacts or levels of the relationship are known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from analysis.facts import known_sum
from analysis.run.step import Answer, Inputs, step
from analysis.segments.facts_service import SCORES, AttentionFacts, Layer, ServedGroup
from analysis.segments.service import LEVELS, SERVED, contact_sums, levels, served

YEAR = 365
ATTENTION = ("contact_minutes", "contact_cost", "contacts")


@step(
    "attention",
    AttentionFacts,
    after=("segments",),
    needs=("ledger", "customers", "attributes", "contacts"),
    per_customer="attention",
)
def attention(given: Inputs) -> Answer:
    """Hold attention against value, and lay customers out in layers."""
    table = given.customers.set_index("customer_id")
    classes = given.segments.tables.get("classes")
    table["layer"] = None if classes is None else classes.set_index("customer_id")["leading_grade"]
    sums = _contacts(given)
    prospects = _prospects(given, sums)
    known = given.attributes
    stated = known is not None and "relationship_level" in known and known["relationship_level"].notna().any()
    if sums is None and not stated and prospects is None:
        return AttentionFacts(known=False, unknown_levels=0), {}
    if sums is not None:
        table = table.join(sums.reindex(table.index).fillna(0.0))
    if stated:
        theirs = known["relationship_level"].reindex(table.index)
        table["level"] = levels(theirs)
        table["unknown_level"] = theirs.notna() & table["level"].isna()
    measure, table["value"] = _value(given, table)
    by = next((name for name in ATTENTION if name in table), "relationship_level" if stated else None)
    if not given.ledger.has_days:  # customers already summarised: there is no last year to hold attention against
        by = None
    if by is not None:
        rank = {name: place for place, name in enumerate(LEVELS, 1)}
        given_to = table["level"].map(rank).astype(float) if by == "relationship_level" else table[by]
        table["service_verdict"] = served(table["value"], given_to)
    paid = given.ledger.has_amounts
    facts = AttentionFacts(
        known=True,
        days=YEAR,
        by=by,
        value=measure,
        customers=int(table["service_verdict"].notna().sum()) if by else None,
        without_contact=None if sums is None else int((table["contacts"] == 0).sum()),
        served=_groups(table, paid=paid) if by else {},
        **_costlier(table, measure),
        levels=_levels(table) if stated else {},
        unknown_levels=int(table["unknown_level"].sum()) if stated else 0,
        layers=_layers(table, given, paid=paid),
        prospects=prospects,
    )
    scores = table.reindex(columns=[name for name in SCORES if name in table]).reset_index()
    listed = table.reset_index().sort_values(["value", "customer_id"], ascending=[False, True], kind="stable")
    columns = ["customer_id", "layer", "level", "value", "last_purchase", *SCORES]
    return facts, {"attention": scores, "served": listed[[name for name in columns if name in listed]]}


def _contacts(given: Inputs) -> pd.DataFrame | None:
    """Return what each customer and prospect got in the last year; None where nothing is recorded."""
    contacts, end = given.contacts, pd.Timestamp(given.ledger.observation_end)
    if contacts is None:
        return None
    lately = contacts[(contacts["date"] <= end) & (contacts["date"] > end - pd.Timedelta(days=YEAR))]
    return None if lately.empty else contact_sums(lately)


def _prospects(given: Inputs, sums: pd.DataFrame | None) -> Layer | None:
    known = given.attributes
    if known is None:
        return None
    listed = known.index[~known.index.isin(given.customers["customer_id"])]
    if not len(listed):
        return None
    return Layer(customers=len(listed), **_attention(None if sums is None else sums.reindex(listed)))


def _attention(table: pd.DataFrame | None) -> dict[str, Any]:
    if table is None or "contacts" not in table:
        return {}
    minutes = float(table["contact_minutes"].sum()) if "contact_minutes" in table else None
    return {"contacts": int(table["contacts"].sum()), "minutes": minutes}


def _value(given: Inputs, table: pd.DataFrame) -> tuple[str, pd.Series]:
    """Return what customers brought in the last year: its revenue, at their own rate of margin where that is known."""
    ledger, end = given.ledger, given.ledger.observation_end
    year = ledger.observe(end - dt.timedelta(days=YEAR), end).reindex(table.index).fillna(0.0)
    if not ledger.has_amounts:
        return "purchases", year["purchases"]
    if not ("margin" in ledger.columns and table["margin"].notna().any()):
        return "revenue", year["revenue"]
    rate = (table["margin"] / table["revenue"].where(table["revenue"] > 0)).fillna(0.0)
    return "margin", year["revenue"] * rate


def _groups(table: pd.DataFrame, *, paid: bool) -> dict[str, ServedGroup]:
    found = {}
    for name in SERVED:
        inside = table[table["service_verdict"] == name]
        found[name] = ServedGroup(
            customers=len(inside),
            value=float(inside["value"].sum()) if paid else None,
            minutes=float(inside["contact_minutes"].sum()) if "contact_minutes" in inside else None,
            cost=float(inside["contact_cost"].sum()) if "contact_cost" in inside else None,
        )
    return found


def _costlier(table: pd.DataFrame, measure: str) -> dict[str, Any]:
    if "contact_cost" not in table or measure != "margin":
        return {}
    loss = table["contact_cost"] - table["value"].clip(lower=0)
    over = (loss > 0) & (table["contact_cost"] > 0)
    return {"costlier": int(over.sum()), "costlier_loss": float(loss[over].sum())}


def _levels(table: pd.DataFrame) -> dict[str, dict[str, int]]:
    found = pd.crosstab(table["level"], table["layer"])
    return {name: {str(k): int(n) for k, n in found.loc[name].items()} for name in LEVELS if name in found.index}


def _layers(table: pd.DataFrame, given: Inputs, *, paid: bool) -> dict[str, Layer]:
    order = list(given.segments.facts.leading_grades or {})
    found = {}
    for name in order:
        inside = table[table["layer"] == name]
        found[name] = Layer(
            customers=len(inside),
            revenue=float(inside["revenue"].sum()) if paid else None,
            margin=known_sum(inside["margin"]) if paid else None,
            **_attention(inside),
        )
    return found
