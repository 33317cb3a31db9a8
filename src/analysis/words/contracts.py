"""Sentences on customers who leave, under contract or not, that more than one room says; records by attribute."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.display.formats import compact_money, count, interval, share
from analysis.display.language import joined, sentence, sentences


def leaving(c: Any, currency: str | None) -> str:
    r"""Say how many left within the last year, and what went with them.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> leaving(SimpleNamespace(left_lately=84, at_stake_lately=625, running=541, monthly_lost=None), None)
    '**84 of 625 customers under contract left** in the last 365 days (13\u202f%); 541 are under contract now.'
    """
    values = {
        "left": count(c.left_lately),
        "of": count(c.at_stake_lately),
        "share": share(c.left_lately / c.at_stake_lately) if c.at_stake_lately else share(0.0),
        "running": count(c.running),
    }
    said = sentences(
        c.at_stake_lately,
        "**{left} of {of} customer under contract left** in the last 365 days ({share}); {running} is under contract "
        "now.",
        "**{left} of {of} customers under contract left** in the last 365 days ({share}); {running} are under contract "
        "now.",
        **values,
    )
    if not c.monthly_lost or not c.monthly_revenue:
        return said
    return joined(
        said,
        sentence(
            "With them went **{lost} a month**, beside the {now} a month of those who are there.",
            lost=compact_money(c.monthly_lost, currency),
            now=compact_money(c.monthly_revenue, currency),
        ),
    )


def value_left(c: Any, currency: str | None) -> str:
    """Say what all under contract are expected to bring, with its range; empty without amounts or model."""
    r = c.renewals
    if r is None or r.refusal or r.value_left is None:
        return ""
    cash = partial(compact_money, currency=currency)
    values = {"money": cash(r.value_left)}
    if r.value_left_interval is None:
        return sentence(
            "From now on those under contract are expected to bring **{money}** of revenue, discounted, if prices stay "
            "and renewals go on as so far. How far from it the sum may fall is not known.",
            **values,
        )
    low, high = r.value_left_interval
    return sentence(
        "From now on those under contract are expected to bring **{money}** of revenue ({range}), discounted, if "
        "prices stay and renewals go on as so far.",
        **values,
        range=interval(low, high, cash),
    )


def marked(c: Any) -> str:
    """Say how many are marked as left, and what that leaves open."""
    s = c.stated
    return joined(
        sentences(
            s.customers,
            "**{left} of {n} customer ({share}) is marked as left.**",
            "**{left} of {n} customers ({share}) are marked as left.**",
            left=count(s.left),
            share=share(s.share),
        ),
        sentence("Which period the mark covers is not said: ask for it before this share is called a churn rate."),
    )


def apart(c: Any) -> str:
    """Say which attribute parts who left from who stayed; empty where none is told."""
    rows = c.stated.by_attribute
    if not rows:
        return ""
    own = [row for row in rows if row.attribute == rows[0].attribute]
    most, least = max(own, key=lambda r: r.share), min(own, key=lambda r: r.share)
    return joined(
        sentence(
            "The marks go most clearly with {attribute}: {high} of “{most}”, {low} of “{least}”.",
            attribute=most.attribute,
            high=share(most.share),
            most=most.value,
            low=share(least.share),
            least=least.value,
        ),
        sentence("That goes together; it need not be the cause."),
    )


def leavers(c: Any) -> str:
    """Say how many customers are expected not to buy in the churn window, and what they brought.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> leavers(SimpleNamespace(customers=2357, mean_probability=0.252, expected_leavers=594.0, window_days=196,
    ...                         expected_interval=(551.0, 640.0), revenue_at_leavers=0.1)).replace("\u202f", " ")
    '**594 of 2,357 customers** (25 %; between 551 and 640) are expected not to buy in the next 196 days; they brought \
10 % of the revenue so far.'
    """
    values = {
        "share": share(c.mean_probability),
        "expected": count(c.expected_leavers),
        "n": count(c.customers),
        "days": count(c.window_days),
        "low": count(c.expected_interval[0]),
        "high": count(c.expected_interval[1]),
    }
    if c.revenue_at_leavers is None:
        return sentence(
            "**{expected} of {n} customers** ({share}; between {low} and {high}) are expected not to buy in the next "
            "{days} days.",
            **values,
        )
    return sentence(
        "**{expected} of {n} customers** ({share}; between {low} and {high}) are expected not to buy in the next "
        "{days} days; they brought {revenue} of the revenue so far.",
        revenue=share(c.revenue_at_leavers),
        **values,
    )
