"""What the chapter on accounts prints of key accounts; without amounts a size is purchases, else revenue."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from analysis.accounts.facts_beside import AccountType, BuyingGroups, ReferredCustomers, ScorecardFacts, UpfrontPayback
from analysis.facts import Facts, Refusal, fact


class LargestAccounts(Facts):
    """What the largest accounts bring, and whether they still buy."""

    accounts: int = fact("accounts", "the largest, by size")
    share: float = fact("fraction", "of the size of customers above 0, that they bring")
    margin_share: float | None = fact("fraction", "of all margin; null where unknown or not above 0", None)
    still_buy: int = fact("accounts", "of them, silent no longer than usual for them; 0 without days")
    late: int = fact("accounts", "of them, silent for longer than their longest pause")
    gone: int = fact("accounts", "of them, silent for more than twice their longest pause")
    gone_share: float = fact("fraction", "of the size of customers above 0, that those gone had brought")
    unprofitable: int = fact("accounts", "of them, with a margin below 0; 0 where unknown")


class AccountVerdict(Facts):
    """The accounts of one verdict."""

    customers: int = fact("customers", "with this verdict")
    revenue: float | None = fact("money", "that they brought; null without amounts")
    margin: float | None = fact("money", "that they left; null where unknown")
    share: float = fact("fraction", "of the size of customers above 0")


class KeyAccount(Facts):
    """One of the large accounts."""

    customer: str = fact("customer_id", "the account")
    verdict: str = fact("code", "key, watch, develop, one_off or unprofitable")
    reason: str = fact("code", "why")
    revenue: float | None = fact("money", "that it brought; null without amounts")
    margin: float | None = fact("money", "that it left, after stated costs; null where unknown")
    purchases: int | None = fact("purchase days", "in all; null without days", None)
    still_buys: str | None = fact("code", "yes, late or gone; null where unknown", None)
    type: str | None = fact("name", "of key account: by rule, by flag or in the client's word; null without one", None)


class KeyChange(Facts):
    """Who is a key account now and was not a year ago, and the reverse."""

    day: dt.date = fact("day", "a year before the last")
    before: int = fact("accounts", "key then")
    now: int = fact("accounts", "key now")
    left: int = fact("accounts", "key then and not now")
    joined: int = fact("accounts", "key now and not then")


class AccountsFacts(Facts):
    """Which accounts carry the client: size, steadiness, whether they still buy, and a verdict on each."""

    refusal: Refusal | None = fact("code", "why nothing is said", None)
    by: Literal["revenue", "purchases"] | None = fact("name", "what the size of an account is", None)
    customers: int | None = fact("customers", "with a size above 0", None)
    large: int | None = fact("accounts", "among the largest by size or margin", None, headline=True)
    large_share: float | None = fact("fraction", "of the size of customers above 0, that the large bring", None)
    margin_known: bool | None = fact("yes/no", "does the margin differ by customer: by costs, not by one rate", None)
    costs_stated: bool | None = fact("yes/no", "does the margin stand after stated costs to serve or rebates", None)
    days_known: bool | None = fact("yes/no", "is it known when customers bought", None)
    window_days: int | None = fact("days", "within which a purchase is forecast; null without a forecast", None)
    top: list[LargestAccounts] = fact("records", "of the 1, 3, 5 and 10 largest", default_factory=list)
    verdicts: dict[str, AccountVerdict] = fact("records", "by verdict", default_factory=dict)
    key: list[KeyAccount] = fact("records", "the large accounts, the largest first", default_factory=list)
    change: KeyChange | None = fact("record", "against a year ago; null with less than two years of data", None)
    groups: BuyingGroups | None = fact("record", "groups of branches; null without parents", None)
    payback: UpfrontPayback | None = fact("record", "of costs up front; null where none is stated", None)
    referrals: ReferredCustomers | None = fact("record", "customers brought by customers; null where not told", None)
    types: list[AccountType] = fact(
        "records", "by type of account, where a rule or a flag says it", default_factory=list
    )
    scored: ScorecardFacts | None = fact("record", "the client's scorecard; null without one", None)


SCORES: dict[str, tuple[str, str]] = {
    "account_verdict": (
        "code",
        "key, watch, develop, one_off, unprofitable or other: what the account is to the client",
    ),
    "account_reason": ("code", "why: the rule that decided the verdict"),
    "is_large": ("yes/no", "among the largest tenth of the customers (10 to 100) by size or by margin"),
    "still_buys": (
        "code",
        "yes; late: silent for longer than longest_pause; gone: for over twice as long, or left",
    ),
    "longest_pause": (
        "days",
        "longest gap between two own purchases; with fewer than two gaps the 90th percentile of all",
    ),
    "quarters": ("quarters", "calendar quarters from the first purchase to the observation end"),
    "active_quarters": ("quarters", "of them, with a purchase"),
    "active_quarter_share": ("fraction", "active_quarters / quarters"),
    "largest_purchase_share": ("fraction", "of all purchases, that the largest purchase day makes"),
    "last_year": ("money", "revenue of the last 365 days (purchases without amounts); missing if the data are shorter"),
    "year_before": ("money", "the same of the 365 days before"),
    "year_change": ("fraction", "last_year / year_before − 1"),
    "account_margin": ("money", "margin after stated costs to serve and rebates; missing where the margin is"),
    "wallet_share": ("fraction", "last_year / wallet; missing where that is no number"),
    "past_due": ("money", "invoiced, open and past due; missing where no invoice is known"),
    "days_outstanding": ("days", "open invoices / invoices of the last 365 days × 365; missing where none"),
    "key_account_type": (
        "name",
        "by the rules `account_types`, else by flags (strategic: `contested`; group: `tied_to_us`; institution; "
        "economic: large and buying in every other quarter), else the client's `account_type`",
    ),
    "account_score": ("0–100", "by the client's scorecard; missing without one"),
}
"""Columns of the table per customer -> unit, meaning."""
