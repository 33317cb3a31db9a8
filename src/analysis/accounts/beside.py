"""Measured where the client says more of its customers: referrals, costs up front, a scorecard."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.accounts import scorecard
from analysis.accounts.facts_beside import ReferredCustomers, ScorecardFacts, UpfrontPayback
from analysis.accounts.payback import margin_needed, years_needed
from analysis.client.scorecard import Criterion
from analysis.schema import DAYS_PER_YEAR

NEEDED = 1.0
"""Years that an account must have been seen before what it brings in one is said."""


def spent_table(accounts: pd.DataFrame, attributes: pd.DataFrame | None) -> pd.DataFrame:
    """Return the accounts with costs up front, largest cost first: what was spent, what they left since."""
    names = [c for c in ("upfront_cost", "acquisition_cost") if attributes is not None and c in attributes]
    columns = ["customer_id", "spent", "yearly", "year", "margin_year", "account_margin", "paid_back", "size"]
    if attributes is None or not names:
        return pd.DataFrame(columns=columns)
    stated = attributes.reindex(accounts.index)
    spent = stated[names].astype(float).sum(axis=1, min_count=1)
    bought = (accounts["last_purchase"] - accounts["first_purchase"]).dt.days
    years = ((accounts["days_since_last"] + bought) / DAYS_PER_YEAR).clip(lower=NEEDED)
    table = accounts.assign(
        spent=spent,
        yearly=stated["cost_to_serve"].astype(float).fillna(0.0) if "cost_to_serve" in stated else 0.0,
        year=accounts["revenue"] / years,
        margin_year=accounts["margin"] / years,
        paid_back=accounts["account_margin"] >= spent,
    )
    table = table[table["spent"] > 0].reset_index()
    return table.sort_values(["spent", "customer_id"], ascending=[False, True], kind="stable")[columns]


def payback_of(accounts: pd.DataFrame, attributes: pd.DataFrame | None) -> UpfrontPayback | None:
    """Return what the mean account with costs up front needs to pay them back, and how many have."""
    table = spent_table(accounts, attributes)
    if table.empty:
        return None
    upfront, yearly, year = (float(table[name].mean()) for name in ("spent", "yearly", "year"))
    found = {"accounts": len(table), "spent": float(table["spent"].sum()), "upfront": upfront, "yearly": yearly}
    if not year > 0:
        return UpfrontPayback(**found)
    margin = table["margin_year"].mean()
    rate = None if pd.isna(margin) else float(margin / year)
    return UpfrontPayback(
        **found,
        year=year,
        margin_once=margin_needed(year, upfront, yearly, 1),
        margin_three=margin_needed(year, upfront, yearly, 3),
        margin_rate=rate,
        years=None if rate is None else years_needed(year, upfront, yearly, rate),
        paid_back=None if rate is None else int(table["paid_back"].sum()),
    )


def referral_table(accounts: pd.DataFrame, attributes: pd.DataFrame | None) -> pd.DataFrame:
    """Return who brings new customers, by what these brought: customer_id, referred, size, own_size."""
    columns = ["customer_id", "referred", "referred_size", "size"]
    if attributes is None or "referred_by" not in attributes:
        return pd.DataFrame(columns=columns)
    by = attributes["referred_by"].reindex(accounts.index)
    brought = accounts[by.notna()].assign(by=by.dropna().astype("str"))
    table = brought.groupby("by").agg(referred=("size", "size"), referred_size=("size", "sum"))
    table = table.rename_axis("customer_id").assign(size=accounts["size"].reindex(table.index)).reset_index()
    return table.sort_values(["referred_size", "customer_id"], ascending=[False, True], kind="stable")[columns]


def referrals(accounts: pd.DataFrame, attributes: pd.DataFrame | None) -> ReferredCustomers | None:
    """Return what referred customers bring, beside the others."""
    table = referral_table(accounts, attributes)
    if attributes is None or table.empty:
        return None
    was = attributes["referred_by"].reindex(accounts.index).notna()
    others = accounts.loc[~was, "size"]
    return ReferredCustomers(
        referrers=len(table),
        referred=int(was.sum()),
        size=float(accounts.loc[was, "size"].sum()),
        mean=float(accounts.loc[was, "size"].mean()),
        mean_others=float(others.mean()) if len(others) else None,
    )


def scored(
    accounts: pd.DataFrame, attributes: pd.DataFrame | None, criteria: Sequence[Criterion]
) -> tuple[ScorecardFacts | None, pd.Series]:
    """Return the client's score of each account, and how far it is known; None and missing without a scorecard."""
    if not criteria:
        return None, pd.Series(float("nan"), accounts.index)
    found = scorecard.score(scorecard.fields(accounts, attributes), criteria)
    known = found.loc[accounts["is_large"], "known_share"].mean()
    record = ScorecardFacts(
        criteria=len(criteria), customers=int(found["account_score"].notna().sum()), known_share=float(known)
    )
    return record, found["account_score"]


def tables(accounts: pd.DataFrame, attributes: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Return the tables of all of these."""
    return {
        "spent": spent_table(accounts, attributes),
        "referrers": referral_table(accounts, attributes),
    }
