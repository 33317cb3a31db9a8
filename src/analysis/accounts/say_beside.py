"""Sentences on what the client says beside the sales: receivables, groups, costs up front, referrals, types, scores."""

from __future__ import annotations

from analysis.accounts.facts import AccountsFacts
from analysis.accounts.facts_beside import (
    AccountType,
    OutstandingFacts,
    ReferredCustomers,
    ScorecardFacts,
    UpfrontPayback,
)
from analysis.accounts.receivables import BUCKETS, LONG_OVERDUE
from analysis.display.formats import compact_money, count, number, share
from analysis.display.language import joined, later, listed, sentence, sentences
from analysis.words.accounts import size_name


def bucket_name(code: str) -> str:
    """Return a bucket of the ageing in words."""
    return {
        "not_due": sentence("not due"),
        "to_30": sentence("1–30 days past due"),
        "to_60": sentence("31–60 days"),
        "to_90": sentence("61–90 days"),
        "over_90": sentence("more than 90 days"),
    }[code]


def outstanding(o: OutstandingFacts, currency: str | None) -> str:
    """Say what is open, for how long, and what it costs."""
    return joined(
        sentence(
            "Customers owe **{open}**, of which {overdue} ({share}) is past due.",
            open=compact_money(o.open, currency),
            overdue=compact_money(o.past_due, currency),
            share=share(o.past_due / o.open if o.open else 0.0),
        ),
        sentence(
            "That is {days} days of what was invoiced in the last 365 (days sales outstanding).",
            days=count(o.days_outstanding),
        )
        if o.days_outstanding is not None
        else "",
        sentence(
            "Credit given in these 365 days cost {cost} at {rate} a year.",
            cost=compact_money(o.credit_cost, currency),
            rate=share(o.annual_rate),
        ),
        sentences(
            o.long_past_due,
            "{n} customer is more than {days} days late, with {money}: no large account is called key while it is.",
            "{n} customers are more than {days} days late, with {money}: no large account is called key while it is.",
            days=count(LONG_OVERDUE),
            money=compact_money(o.long_past_due_amount, currency),
        )
        if o.long_past_due
        else "",
    )


def ageing_title(o: OutstandingFacts, currency: str | None) -> str:
    """Return the title of the ageing."""
    return sentence(
        "{late} of {open} open is past due, {long} by more than 90 days",
        late=compact_money(o.past_due, currency),
        open=compact_money(o.open, currency),
        long=compact_money(o.ageing[BUCKETS[-1]], currency),
    )


def payback(p: UpfrontPayback | None, currency: str | None) -> str | None:
    """Say what costs up front need to be paid back; None where none is stated."""
    if p is None:
        return None
    first = sentences(
        p.accounts,
        "{spent} was spent to win {n} account: {upfront} up front and {yearly} for each further year.",
        "{spent} was spent to win {n} accounts: on average {upfront} up front and {yearly} for each further year.",
        spent=compact_money(p.spent, currency),
        upfront=compact_money(p.upfront, currency),
        yearly=compact_money(p.yearly, currency),
    )
    if p.year is None:
        return first
    needed = sentence(
        "At {year} a year, such an account must leave **{once}** of its revenue if it buys for one year, **{three}** "
        "if it stays for three.",
        year=compact_money(p.year, currency),
        once=share(p.margin_once),
        three=share(p.margin_three),
    )
    return joined(first, needed, _paid_back(p))


def _paid_back(p: UpfrontPayback) -> str:
    if p.margin_rate is None:
        return ""
    rate = share(p.margin_rate)
    years = (
        sentence("At the {rate} that they leave, it is never paid back.", rate=rate)
        if p.years is None
        else sentence("At the {rate} that they leave, it takes {years} years.", rate=rate, years=number(p.years, 1))
    )
    sunk = sentences(
        p.accounts,
        "{paid} of {n} has paid it back. For whom we already have it is spent, and no reason to keep or drop anybody.",
        "{paid} of {n} have paid it back. For whom we already have it is spent, and no reason to keep or drop anybody.",
        paid=count(p.paid_back),
    )
    return joined(years, sunk)


def referrals(r: ReferredCustomers | None, a: AccountsFacts, currency: str | None) -> str | None:
    """Say what referred customers bring; None where it is not told who was."""
    if r is None:
        return None

    def size(value: float | None) -> str:
        return compact_money(value, currency) if a.by == "revenue" else count(value)

    brought = sentences(
        r.referrers,
        "**{n} customer** brought {referred} others, who brought {size} of {of}: {mean} each.",
        "**{n} customers** brought {referred} others, who brought {size} of {of}: {mean} each.",
        referred=count(r.referred),
        size=size(r.size),
        mean=size(r.mean),
        of=size_name(a),
    )
    if r.mean_others is None:
        return brought
    return joined(
        brought,
        sentence(
            "Customers who were not referred brought {others} each; that is no proof that a referral makes the "
            "difference.",
            others=size(r.mean_others),
        ),
    )


TYPES = {
    "economic": later("economic"),
    "institution": later("institution"),
    "group": later("group customer"),
    "strategic": later("strategic"),
}


def type_name(code: str) -> str:
    """Return a type of accounts as readers see it; the client's own words are printed as they are."""
    return sentence(TYPES[code]) if code in TYPES else code


def types(a: AccountsFacts) -> str | None:
    """Say how many types of accounts there are, and which rules make none; None where there is no type."""
    if not a.types:
        return None
    held = [row for row in a.types if row.customers]
    idle = [row for row in a.types if not row.customers]
    first = held[0] if held else None
    said = (
        sentences(
            len(held),
            "There is {n} type of accounts: “{type}”, with {share} of the {of}.",
            "There are {n} types of accounts; the largest, “{type}”, brings {share} of the {of}.",
            type=type_name(first.type),
            share=share(first.share),
            of=size_name(a),
        )
        if first
        else sentence("No account is of any type.")
    )
    return joined(said, *(_idle(row) for row in idle))


def _idle(row: AccountType) -> str:
    if row.unknown:
        return sentence(
            "None is “{type}”: {fields} is not known of any account.",
            type=type_name(row.type),
            fields=listed([name.replace("_", " ") for name in row.unknown]),
        )
    return sentence(
        "None is “{type}”: its rule fits none, or only accounts of an earlier one.", type=type_name(row.type)
    )


def scored(s: ScorecardFacts | None) -> str | None:
    """Say what the scores rest on; None without a scorecard."""
    if s is None:
        return None
    return sentences(
        s.criteria,
        "Scores weigh {n} criterion of the client's own, from 0 to 100 (a number by rank among all customers). For the "
        "large accounts {known} of the weight is known; what is not known is left out, not counted as 0.",
        "Scores weigh {n} criteria of the client's own, from 0 to 100 (a number by rank among all customers). For the "
        "large accounts {known} of the weight is known; what is not known is left out, not counted as 0.",
        known=share(s.known_share),
    )
