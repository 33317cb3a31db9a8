"""Which accounts carry the client: size, steadiness, whether they still buy, and a verdict on each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from analysis.accounts import beside
from analysis.accounts.dependency import top_accounts
from analysis.accounts.facts import SCORES, AccountsFacts, AccountVerdict, KeyAccount, KeyChange, LargestAccounts
from analysis.accounts.groups import group_table, groups, quiet_branches
from analysis.accounts.history import YEAR, by_purchases
from analysis.accounts.step_outstanding import outstanding
from analysis.accounts.step_profitability import profitability
from analysis.accounts.table import account_table
from analysis.accounts.types import typed
from analysis.accounts.verdict import VERDICTS
from analysis.classes.leaving import left_by, read_flag
from analysis.facts import known_sum, refused
from analysis.ledger.customer_days import Days
from analysis.ledger.ledger import Ledger
from analysis.run.step import Answer, Inputs, step

LARGEST = 10
SHOWN = ("worth", "churn_probability")
"""What other rooms forecast of a customer, beside what it was."""


@step(
    "accounts",
    AccountsFacts,
    after=("data", "value", "churn", "outstanding"),
    needs=("ledger", "customers", "attributes", "branches", "subscriptions", "scorecard", "account_types"),
    per_customer="scores",
)
def compute(given: Inputs) -> Answer:
    """Measure every account, and say of each what it is to the client."""
    ledger: Ledger = given.ledger
    days = ledger.days
    days = days if ledger.has_amounts else by_purchases(days)
    now = _table(given, days, ledger.observation_end)
    whole = float(now["size"].clip(lower=0).sum())
    if not whole > 0:
        return AccountsFacts(refusal=refused("nobody_paid")), {}
    now = now.assign(revenue=now["size"] if ledger.has_amounts else 0.0).join(_owed(given))
    scored, now["account_score"] = beside.scored(now, given.attributes, given.scorecard)
    customers = given.customers.set_index("customer_id")
    types, now["key_account_type"] = typed(now, given.attributes, customers, given.account_types, whole)
    grouped = group_table(given.branches, ledger.observation_end)
    costed = bool((now["served"] + now["rebate"]).any())
    change, moved = _against_a_year_ago(given, days, now)
    facts = AccountsFacts(
        by="revenue" if ledger.has_amounts else "purchases",
        customers=int((now["size"] > 0).sum()),
        large=int(now["is_large"].sum()),
        large_share=float(now.loc[now["is_large"], "size"].clip(lower=0).sum() / whole),
        margin_known=bool(now["margin"].notna().any()) and ("margin" in ledger.columns or costed),
        costs_stated=costed,
        days_known=ledger.has_days,
        window_days=None if given.churn.facts.refusal else given.churn.facts.window_days,
        top=[LargestAccounts(**_plain(row)) for row in top_accounts(now).to_dict("records")],
        verdicts=_verdicts(now, whole, has_amounts=ledger.has_amounts),
        key=[
            _key(row, has_amounts=ledger.has_amounts) for row in now[now["is_large"]].reset_index().to_dict("records")
        ],
        change=change,
        groups=groups(grouped, now, whole, quiet_branches(given.branches, ledger.observation_end)),
        payback=beside.payback_of(now, given.attributes),
        referrals=beside.referrals(now, given.attributes),
        types=types,
        scored=scored,
    )
    shown = now["is_large"] | now["account_verdict"].eq("develop")
    large = now[shown].join(_bought(ledger, now.index[shown])).join(_ahead(given)).join(_stated(given.attributes))
    scores = now.rename(columns={"change": "year_change"}).reset_index()
    tables = {
        "scores": scores.reindex(columns=["customer_id", *SCORES]),
        "large": large.reset_index(),
        "largest": now.head(LARGEST).reset_index(),
        "moved": moved,
        "groups": grouped,
        **beside.tables(now, given.attributes),
    }
    return facts, tables


def _table(given: Inputs, days: Days, until: dt.date) -> pd.DataFrame:
    """Return the accounts as known at the end of a day, with what was overdue then."""
    ledger: Ledger = given.ledger
    if until == ledger.observation_end:
        margin = given.customers.set_index("customer_id")["margin"]
    else:
        margin = ledger.margins(until) if "margin" in ledger.columns else None
    owed = given.outstanding.tables.get("owed" if until == ledger.observation_end else "owed_before")
    return account_table(
        days,
        margin,
        until,
        given.attributes,
        None if owed is None else owed.set_index("customer_id"),
        _left(given, until),
        has_days=ledger.has_days,
    )


def _left(given: Inputs, until: dt.date) -> pd.Series | None:
    """Return who has left by what is stated: by contracts where all is under contract, else by the client's mark."""
    if given.subscriptions is not None and given.data.facts.router.verdict == "contractual":
        return left_by(given.subscriptions, until)
    if "stated_churned" in given.customers and until == given.ledger.observation_end:
        return read_flag(given.customers.set_index("customer_id")["stated_churned"])
    return None


def _bought(ledger: Ledger, ids: pd.Index) -> pd.DataFrame:
    """Return products, categories and discounts of some customers, as far as the ledger tells them."""
    names = {"product": "products", "category": "categories"}
    there = [name for name in names if name in ledger.columns and ledger.has_amounts]
    found = ledger.bought_of(there, list(ids)).rename(columns=names) if there else pd.DataFrame()
    given = ledger.discounts() if ledger.has_amounts else None
    return found if given is None else found.join(given, how="outer")


def _owed(given: Inputs) -> pd.DataFrame:
    owed = given.outstanding.tables.get("owed")
    if owed is None:
        return pd.DataFrame({"past_due": [], "days_outstanding": []}, dtype=float)
    return owed.set_index("customer_id")[["past_due", "days_outstanding"]]


def _ahead(given: Inputs) -> pd.DataFrame:
    """Return what is forecast of each customer, where anything is."""
    worth, leaving = given.value.tables.get("scores"), given.churn.tables.get("scores")
    found = pd.DataFrame(columns=list(SHOWN), dtype=float)
    if worth is not None:
        found = worth.set_index("customer_id")[["worth"]]
    if leaving is not None:
        found = found.reindex(columns=["worth"]).join(
            leaving.set_index("customer_id")["churn_probability"], how="outer"
        )
    return found


def _stated(attributes: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["segment", "manager", "credit"]
    return pd.DataFrame() if attributes is None else attributes[[c for c in columns if c in attributes]]


def _verdicts(now: pd.DataFrame, whole: float, *, has_amounts: bool) -> dict[str, AccountVerdict]:
    found = {}
    for name in VERDICTS:
        of = now[now["account_verdict"] == name]
        found[name] = AccountVerdict(
            customers=len(of),
            revenue=float(of["revenue"].sum()) if has_amounts else None,
            margin=known_sum(of["account_margin"]),
            share=float(of["size"].clip(lower=0).sum() / whole),
        )
    return found


def _key(row: dict[str, Any], *, has_amounts: bool) -> KeyAccount:
    plain = _plain(row)
    return KeyAccount(
        customer=plain["customer_id"],
        verdict=plain["account_verdict"],
        reason=plain["account_reason"],
        revenue=plain["revenue"] if has_amounts else None,
        margin=plain["account_margin"],
        purchases=plain["purchases"],
        still_buys=plain["still_buys"],
        type=plain["key_account_type"],
    )


def _against_a_year_ago(given: Inputs, days: Days, now: pd.DataFrame) -> tuple[KeyChange | None, pd.DataFrame]:
    """Return how the key accounts changed, and those who are key on one of the two days only."""
    ledger: Ledger = given.ledger
    day = ledger.observation_end - dt.timedelta(days=YEAR)
    columns = ["customer_id", "size", "verdict_before", "reason_before", "account_verdict", "account_reason"]
    if not ledger.has_days or (day - ledger.first).days < YEAR - 1:
        return None, pd.DataFrame(columns=columns)
    then = _table(given, days, day)[["account_verdict", "account_reason"]]
    both = now.join(then.set_axis(["verdict_before", "reason_before"], axis=1))
    was, is_now = both["verdict_before"].eq("key"), both["account_verdict"].eq("key")
    moved = both[was != is_now].reset_index()
    change = KeyChange(
        day=day,
        before=int(was.sum()),
        now=int(is_now.sum()),
        left=int((was & ~is_now).sum()),
        joined=int((is_now & ~was).sum()),
    )
    return change, moved


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if pd.isna(value) else value for key, value in row.items()}


STEPS = (outstanding, compute, profitability)
