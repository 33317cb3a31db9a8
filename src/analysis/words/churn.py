"""Sentences on who will not buy that more than one room says; records are read by attribute."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import compact_money, count, share
from analysis.display.language import joined, sentence, sentences


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


def at_risk(c: Any, currency: str | None) -> str:
    """Say whose recent revenue is at risk, and whom to call, where no purchase model says what they are worth."""
    risk = c.at_risk
    days = {"recent": count(risk.days), "days": count(c.window_days)}
    if not risk.customers:
        return sentence(
            "Nobody who brought revenue in the last {recent} days will more likely not buy than buy in the next "
            "{days}.",
            **days,
        )
    half = risk.customers_for_half
    return joined(
        sentences(
            risk.customers,
            "{n} customer with **{revenue}** of revenue in the last {recent} days ({share} of all) will more likely "
            "not buy than buy in the next {days}.",
            "{n} customers with **{revenue}** of revenue in the last {recent} days ({share} of all) will more likely "
            "not buy than buy in the next {days}.",
            n=count(risk.customers),
            revenue=compact_money(risk.revenue, currency),
            share=share(risk.revenue / risk.revenue_of_all),
            **days,
        ),
        sentences(
            half,
            "Weighted by that probability **{value}** is at risk, half of it with {half} customer: call them first.",
            "Weighted by that probability **{value}** is at risk, half of it with {half} customers: call them first.",
            value=compact_money(risk.value, currency),
            half=count(half),
        ),
    )


def at_stake(part: Any, currency: str | None, worth: str) -> dict[str, str]:
    """Return what a sentence on an action list says: the money, what it is of, and how many hold half of it."""
    return {
        "money": compact_money(part.value, currency),
        "worth": worth,
        "half": count(part.customers_for_half),
    }


def act_first(c: Any, currency: str | None, worth: str) -> str:
    """Say what to do first, and for how much.

    Parameters
    ----------
    c : record
        call and win_back, as in the facts of churn.
    currency : str or None
    worth : str
        What the money is of (`analysis.words.value.worth_name`).
    """
    if not c.call and not c.win_back:
        return sentence("Nobody is slipping away and nobody is lost.")
    call = c.call and sentences(
        c.call.customers_for_half,
        "Call first: **{money}** of {worth} is slipping away, half of it with {half} customer.",
        "Call first: **{money}** of {worth} is slipping away, half of it with {half} customers.",
        **at_stake(c.call, currency, worth),
    )
    win_back = c.win_back and sentences(
        c.win_back.customers_for_half,
        "Then win back: **{money}** of {worth} has probably gone, half of it with {half} customer.",
        "Then win back: **{money}** of {worth} has probably gone, half of it with {half} customers.",
        **at_stake(c.win_back, currency, worth),
    )
    return joined(call or "", win_back or "")
