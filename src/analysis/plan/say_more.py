"""Sentences on scenarios, and on what to ask the client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.formats import compact_money, count, money, number, share
from analysis.display.language import sentence, sentences
from analysis.plan.facts import PlanFacts
from analysis.plan.facts_more import Question

Row = tuple[str, str, str]


def scenarios(p: PlanFacts, less: Any, new: Any, currency: str | None) -> list[Row]:
    """Return the scenarios as rows: what happens, what it changes, how sure that is or what stands against it.

    `less`, `new`: 5 % less churn and a new customer's value, of the facts of value.
    """
    rows: list[Row] = []
    if less is not None and less.refusal is None and less.percent is not None:
        rows.append(_churn(sentence("Customers leave at a rate 5 % lower"), less.percent_gain, less.percent_interval))
        if less.points is not None:
            rows.append(_churn(sentence("5 points more stay a year"), less.points_gain, less.points_interval))
        rows = [(a, compact_money(b, currency), c) for a, b, c in rows]  # type: ignore[arg-type]
    s = p.scenarios
    if s is None:
        return rows
    if s.largest is not None:
        rows.append(_largest(s.largest, currency))
    if s.move_up is not None:
        rows.append(_move_up(s.move_up, currency))
    if s.price is not None:
        loss = sentence("as before, if {loss} of the volume is lost", loss=share(s.price.loss, 1))
        against = sentence(
            "at a margin of {rate}; where no volume is lost it rises by {gain} (by 11 % in the average firm: Marn & "
            "Rosiello 1992)",
            rate=share(s.price.margin_rate, 1),
            gain=share(s.price.rise / s.price.margin_rate),
        )
        rows.append((sentence("The price rises by {rise}", rise=share(s.price.rise)), loss, against))
    if new is not None and new.replacement_ratio is not None:
        low, high = new.replacement_interval
        ends = sentence("{low} to {high}", low=number(low, 1), high=number(high, 1))
        what = sentence("{n} new ones replace them", n=number(new.replacement_ratio, 1))
        rows.append((sentence("One customer of class A leaves"), what, ends))
    return rows


def _churn(label: str, gain: Any, ends: tuple[float, float]) -> Any:
    return label, gain, sentence("{low} to {high} of the value", low=share(ends[0], 1), high=share(ends[1], 1))


def _largest(one: Any, currency: str | None) -> Row:
    what = sentence("{revenue} of revenue a year", revenue=compact_money(-one.revenue, currency))
    if one.days < 365:
        what = sentence("{revenue} in {days} days", revenue=compact_money(-one.revenue, currency), days=count(one.days))
    against = sentence("{share} of what all bring", share=share(one.revenue_share, 1))
    if one.worth_share is not None and 0 <= one.worth_share <= 1:
        ahead = sentence("{share} of what is to come", share=share(one.worth_share, 1))
        against = f"{against}; {ahead}"
    label = sentences(
        one.customers, "The largest customer who still buys leaves", "The {n} largest who still buy leave"
    )
    return label, what, against


def _move_up(one: Any, currency: str | None) -> Row:
    label = sentences(
        one.customers, "{n} customer of class B becomes like one of A", "{n} customers of class B become like one of A"
    )
    values = {"a": money(one.each_a, currency, 0), "b": money(one.each_b, currency, 0)}
    return (
        label,
        compact_money(one.gain, currency),
        sentence("one of A is expected to bring {a}, one of B {b}", **values),
    )


def question(one: Question, named: Callable[[list[str]], list[str]]) -> tuple[str, str]:
    """Return a question to the client, and what its answer would change."""
    f = one.facts
    n = count(f.get("customers", f.get("rows", 0)))
    return {
        "amounts": (
            sentence("What did each purchase cost the customer?"),
            sentence("Everything in money: who matters, what they are worth, what is at stake."),
        ),
        "margin": (
            sentence("What is left of each unit of revenue, at best by product or row?"),
            sentence("Stakes become margins, gains can be reckoned, and who costs money can be seen."),
        ),
        "contact_costs": (
            sentence("What does a call, a visit, an e-mail, the mailing of an offer cost?"),
            sentence("The list ends where contacting stops paying."),
        ),
        "responses": (
            sentence("How many more buy when called, visited, mailed, or made an offer?"),
            sentence("Stakes become expected gains; until then the break-even stands in for them."),
        ),
        "hold_back": (
            sentence("May a part of the list, drawn by lot, be left alone?"),
            sentence("What contacting brings is then measured, not assumed."),
        ),
        "acquired_on": (
            sentence("When was each customer won?"),
            sentence("What a new customer is worth, and how many replace a lost one."),
        ),
        "largest": (
            sentence(
                "Is {customer}, who brings {share}, one customer?",
                customer=named([str(f.get("customer", ""))])[0],
                share=share(f.get("share")),
            ),
            sentence("Every share of the revenue, and whom to visit first."),
        ),
        "duplicates": (
            sentence("Are {n} rows or customers that look the same one and the same?", n=n),
            sentence("Numbers of customers, how often they buy, and every list."),
        ),
        "odd_accounts": (
            sentence("What are the {n} customers who brought nothing or less?", n=n),
            sentence("Whether they are customers at all, or accounts for returns and corrections."),
        ),
        "loss_making": (
            sentence("Are the costs of the {n} customers whose purchases cost more than they bring complete?", n=n),
            sentence("Whether they are let go, or contacted like the others."),
        ),
    }[one.code]
