"""How long customers under contract stay, why they leave, and what goes with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.churn.causes import causes, facts_of
from analysis.churn.cohort_value import next_renewals, parted, promise, renewals, value_interval
from analysis.churn.contract_money import first_payment, monthly_revenue
from analysis.churn.contracts import enter_record, is_involuntary, spells
from analysis.churn.facts_contracts import SCORES, ContractFacts
from analysis.churn.influences import influences
from analysis.churn.stated_facts import stated_facts
from analysis.churn.stay import arrays, segments, stayed, ways_of_leaving
from analysis.churn.survival import kaplan_meier, median_days
from analysis.facts import refused
from analysis.ledger.customer_days import Days
from analysis.run.step import Answer, Inputs, step

YEAR = pd.Timedelta(days=365)
OF_CUSTOMERS = {
    "customer_id", "first_purchase", "last_purchase", "frequency", "recency", "T", "monetary_value", "purchase_amount",
    "revenue", "returns", "margin", "margin_share", "rows", "abc_class",
}  # fmt: skip
"""Columns of the customers that come from their purchases; the others are the client's attributes."""
OF_ACCOUNTS = ("segment", "acquisition_source", "relationship_level", "credit", "wallet")


@step(
    "contracts",
    ContractFacts,
    after=("data",),
    parameters=("annual_discount_rate",),
    needs=("ledger", "customers", "subscriptions", "attributes"),
    per_customer="scores",
)
def compute(given: Inputs) -> Answer:
    """Say how long customers under contract stay; of a table that only marks who left, what the mark says."""
    subscriptions = given.subscriptions
    if subscriptions is None:
        if "stated_churned" in given.customers:
            return stated_facts(given.customers, attributes_of(given))
        contractual = given.data.facts.router.verdict == "contractual"
        return ContractFacts(refusal=refused("contracts_unlisted") if contractual else None, listed=False), {}
    until = pd.Timestamp(given.ledger.observation_end)
    found = spells(subscriptions, until)
    if found.empty:
        return ContractFacts(refusal=refused("no_contract_yet")), {}
    return _answer(given, subscriptions, enter_record(found, pd.Timestamp(given.ledger.first)), until)


@dataclass(frozen=True, eq=False)
class _Money:
    """The ledger's days, and what each spell brought per month; None without amounts."""

    days: Days | None
    monthly: pd.Series | None


def _money(given: Inputs, found: pd.DataFrame, until: pd.Timestamp, term_days: float) -> _Money:
    if not (given.ledger.has_amounts and given.ledger.has_days):
        return _Money(None, None)
    days = given.ledger.days
    return _Money(days, pd.Series(monthly_revenue(days, found, until, term_days), found.index))


def _answer(given: Inputs, subscriptions: pd.DataFrame, found: pd.DataFrame, until: pd.Timestamp) -> Answer:
    made, term = promise(found)
    money = _money(given, found, until, term.days)
    found["monthly_revenue"] = np.nan if money.monthly is None else money.monthly
    found["involuntary"] = is_involuntary(found["reason"]) & found["left"]
    curve, known = kaplan_meier(*arrays(found)), found["reason"].ne("").any()
    running = found[~found["left"]].drop_duplicates("customer_id", keep="last")
    priced = None if money.monthly is None else running["monthly_revenue"]
    segment = _segment(given, found)
    by_segment, curves, alike = segments(found, segment)
    made = parted(made, found, segment, alike)
    rate = given.parameters.annual_discount_rate
    own = segment.loc[running.index]
    scores = next_renewals(running, made, priced, until, rate, own)
    goes_with, left_out, silent = influences(found, _signs(given, found, money.days))
    table, gone = _causes(given, found, until) if known else None, _gone(found, until)
    facts = ContractFacts(
        **_counts(subscriptions, found, until),
        **_stay(found, curve, known=known),
        **_lost(found, until, paid=money.monthly is not None, known=known),
        gone=len(gone),
        gone_revenue=None if money.monthly is None else float(gone["monthly_revenue"].sum()),
        segments=by_segment or None,
        segments_alike=alike,
        causes=None if table is None else facts_of(table),
        influences=goes_with or None,
        no_influences=silent,
        left_out=left_out or None,
        renewals=renewals(found, scores, made, term, curve, until, value_interval(scores, made, rate, own)),
    )
    tables = {"scores": scores[["customer_id", *SCORES]], "survival": curve, "segments": curves}
    tables["gone"] = gone
    if table is not None:
        tables |= {"causes": table, "ways": ways_of_leaving(found, found["involuntary"], 365)[0]}
    return facts, tables


def _counts(subscriptions: pd.DataFrame, found: pd.DataFrame, until: pd.Timestamp) -> dict[str, object]:
    running, then = found[~found["left"]], until - YEAR
    lately = found["left"] & (found["end"] > then)
    older = found["entry_days"] > 0
    record = (found["start"] + pd.to_timedelta(found["entry_days"], unit="D"))[older]
    return {
        "contracts": int((subscriptions["start"] <= until).sum()),
        "customers": found["customer_id"].nunique(),
        "stretches": len(found),
        "running": running["customer_id"].nunique(),
        "left": int(found["left"].sum()),
        "left_lately": int(lately.sum()),
        "at_stake_lately": int((lately | ~found["left"]).sum()),
        "notice": int(running["notice"].sum()),
        "older": int(older.sum()),
        "record_from": _day(record.min()) if older.any() else None,
    }


def _day(when: pd.Timestamp) -> dt.date:
    return when.date()


def _stay(found: pd.DataFrame, curve: pd.DataFrame, *, known: bool) -> dict[str, object]:
    ages = stayed(curve)
    facts: dict[str, object] = {"stay": ages, "median_days": median_days(curve)}
    facts["from_days"] = int(curve["days"].iloc[0])
    if known and ages:
        _, (chosen, not_chosen) = ways_of_leaving(found, found["involuntary"], ages[0].days)
        facts |= {"year_voluntary": chosen, "year_involuntary": not_chosen, "incidence_days": ages[0].days}
    return facts


def _lost(found: pd.DataFrame, until: pd.Timestamp, *, paid: bool, known: bool) -> dict[str, object]:
    lately = found[found["left"] & (found["end"] > until - YEAR)]
    facts: dict[str, object] = {"involuntary": int(found["involuntary"].sum()) if known else None}
    if paid:
        facts["monthly_revenue"] = float(found.loc[~found["left"], "monthly_revenue"].sum())
        facts["monthly_lost"] = float(lately["monthly_revenue"].sum())
        if known:
            facts["monthly_lost_involuntary"] = float(lately.loc[lately["involuntary"], "monthly_revenue"].sum())
    return facts


def _gone(found: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Return who left within the last year by choice and is not back: most money a month first."""
    back = set(found.loc[~found["left"], "customer_id"])
    lately = found["left"] & (found["end"] > until - YEAR) & ~found["involuntary"]
    table = found[lately & ~found["customer_id"].isin(back)].drop_duplicates("customer_id", keep="last")
    columns = ["customer_id", "start", "end", "reason", "monthly_revenue"]
    order = ["monthly_revenue", "end", "customer_id"]
    return table[columns].sort_values(order, ascending=[False, False, True], kind="stable", ignore_index=True)


def _causes(given: Inputs, found: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    gone = found[found["left"]]
    return causes(gone, gone["end"] > until - YEAR, given.customers.set_index("customer_id")["abc_class"])


def attributes_of(given: Inputs) -> pd.DataFrame:
    """Return the client's attributes of each customer, in the order of the customers."""
    customers = given.customers
    names = [c for c in customers if c not in OF_CUSTOMERS and not c.startswith("stated_")]
    table = customers[names].set_index(customers["customer_id"].to_numpy())
    accounts = given.attributes
    if accounts is not None:
        more = [c for c in OF_ACCOUNTS if c in accounts and c not in names and accounts[c].notna().any()]
        table = table.join(accounts[more])
    return table


def _segment(given: Inputs, found: pd.DataFrame) -> pd.Series:
    """Return the segment of each spell's customer, as the client's table of customers has it."""
    accounts = given.attributes
    if accounts is None or "segment" not in accounts:
        return pd.Series(pd.NA, found.index, dtype="object")
    return found["customer_id"].map(accounts["segment"])


def _signs(given: Inputs, found: pd.DataFrame, days: Days | None) -> pd.DataFrame:
    """Return what is known of each spell at its start: the client's attributes, and the first payment."""
    signs = attributes_of(given).reindex(found["customer_id"]).set_index(found.index)
    if days is not None:
        paid = first_payment(days, found)
        if np.isfinite(paid).mean() >= 0.8:
            signs["first_payment"] = np.log2(paid)
    return signs
