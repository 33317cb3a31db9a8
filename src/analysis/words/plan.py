"""Sentences on whom to contact that more than one room says; records are read by attribute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analysis.display.days import day
from analysis.display.formats import compact_money, count, number, share
from analysis.display.language import joined, sentence, sentences

SHORT_DAYS = 60
ASKED = 3
"""Large customers who are named though no list asks them any more."""


def at_stake(value: float | None, measure: str, currency: str | None) -> str:
    """Print a stake in its measure.

    Examples
    --------
    >>> at_stake(8850.0, "margin", "USD").replace("\u202f", " "), at_stake(211.3, "purchases", None)
    ('$8.85 k', '211 purchases')
    """
    if measure == "purchases":
        return sentences(value or 0, "{n} purchase", "{n} purchases", n=count(value))
    return compact_money(value, currency)


def act_first(p: Any, currency: str | None) -> str:
    """Say how many customers to contact, and what that brings or what is at stake.

    `p`: The facts of plan.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> p = SimpleNamespace(listed=530, priced=True, gain=152.98, cost=250.0, window_days=196, for_half=35, shown=15,
    ...                     shown_share=0.347, measure="margin")
    >>> act_first(p, "USD").replace("\u202f", " ")
    'Contact **530 customers**: within 196 days they are expected to bring **$153** more margin than if they were \
left alone, after $250 for the contacts. Half of it comes from 35; the first 15 hold 35 %.'
    """
    if not p.listed and p.costs_known:
        return sentence("**Nobody** is worth a contact: no customer is expected to bring more than it costs.")
    if not p.listed:
        return sentence("**Nobody** is to be contacted: nobody who can be won over has anything at stake.")
    if p.priced:
        first = sentences(
            p.listed,
            "Contact **{n} customer**: within {days} days they are expected to bring **{gain}** more margin than if "
            "they were left alone, after {cost} for the contact.",
            "Contact **{n} customers**: within {days} days they are expected to bring **{gain}** more margin than if "
            "they were left alone, after {cost} for the contacts.",
            days=count(p.window_days),
            gain=compact_money(p.gain, currency),
            cost=compact_money(p.cost, currency),
        )
        return joined(first, _half(p))
    return joined(_stake(p, currency), _scale(p, currency), _half(p))


def ask_why(p: Any, named: Callable[[list[str]], list[str]]) -> str:
    """Name the large customers whom the rule lets go: what a list by stakes leaves out is often the first call.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> p = SimpleNamespace(winback=SimpleNamespace(large=["ACME"], large_share=0.06))
    >>> ask_why(p, list).replace("\u202f", " ")
    'Silent for too long to be on it, with 6 % of the revenue so far: **ACME**. Ask why, in person.'
    """
    large = [] if p.winback is None else p.winback.large
    if not large:
        return ""
    values = {"names": ", ".join(named(large[:ASKED])), "brought": share(p.winback.large_share)}
    return sentences(
        max(len(large) - ASKED, 0) + 1,
        "Silent for too long to be on it, with {brought} of the revenue so far: **{names}**. Ask why, in person.",
        "Silent for too long to be on it, with {brought} of the revenue so far: **{names}** and {more} more of "
        "that size. Ask why, in person.",
        more=count(len(large) - ASKED),
        **values,
    )


def _scale(p: Any, currency: str | None) -> str:
    """Say what the listed brought in a year, where a short window makes what is at stake look small."""
    if p.window_days is None or p.window_days > SHORT_DAYS or p.listed_before is None:
        return ""
    return sentence(
        "So short a window counts little of what a customer is: in {compared} days these brought {recent}, in the "
        "{compared} before {before}.",
        compared=count(p.compared_days),
        recent=compact_money(p.listed_recent, currency),
        before=compact_money(p.listed_before, currency),
    )


def _stake(p: Any, currency: str | None) -> str:
    stake = at_stake(p.stake, p.measure, currency)
    if p.measure == "purchases" and p.by_contract:
        stake = sentences(p.stake or 0, "{n} contract", "{n} contracts", n=count(p.stake))
    of = {"margin": sentence("{stake} of margin", stake=stake), "revenue": sentence("{stake} of revenue", stake=stake)}
    return sentences(
        p.listed,
        "**{n} customer** is on the list: won within {days} days, it would be **{stake}** more than is to be expected.",
        "**{n} customers** are on the list: if all were won within {days} days, it would be **{stake}** more than is "
        "to be expected.",
        days=count(p.window_days),
        stake=of.get(p.measure, stake),
    )


def _half(p: Any) -> str:
    if p.for_half is None or p.shown >= p.listed or p.shown_share is None:
        return ""
    return sentence(
        "Half of it comes from {half}; the first {shown} hold {share}.",
        half=count(p.for_half),
        shown=count(p.shown),
        share=share(p.shown_share),
    )


def state_name(code: str) -> str:
    """Return a state in the reader's language."""
    return {
        "growing": sentence("growing"),
        "steady": sentence("steady"),
        "new": sentence("new"),
        "one-time": sentence("one-time"),
        "slipping": sentence("slipping"),
        "overdue": sentence("overdue"),
        "lost": sentence("lost"),
        "gone for good": sentence("gone for good"),
    }[code]


def action_name(code: str) -> str:
    """Return an action in the reader's language; nothing where there is none."""
    return {
        "": "",
        "call": sentence("call"),
        "visit": sentence("visit"),
        "e-mail": sentence("e-mail"),
        "offer": sentence("offer"),
        "win back": sentence("win back"),
        "develop": sentence("develop"),
        "let go": sentence("let go"),
    }[code]


def channel_name(code: str) -> str:
    """Return a channel in the reader's language; nothing where none is named."""
    return action_name("e-mail" if code == "email" else code)


def reason(row: Mapping[str, Any], *, window: int, days: int, measure: str, currency: str | None) -> str:
    """Say why something is done with a customer.

    Parameters
    ----------
    row : mapping
        action_reason, days_since_last, longest_gap, recent, before, T, contract_day, p_buy, of the plan's table
        ``customers``.
    window, days : int
        The churn window; the days over which a change is looked for.
    measure : str
        What stakes are of.

    Examples
    --------
    >>> row = {"action_reason": "overdue", "days_since_last": 90, "longest_gap": 40.0}
    >>> reason(row, window=200, days=365, measure="margin", currency="USD")
    'Silent for 90 days; never before for more than 40.'
    """

    def brought(name: str) -> str:
        return at_stake(row[name], "purchases" if measure == "purchases" else "revenue", currency)

    silent = {"silence": count(row["days_since_last"]), "window": count(window)}
    code = row["action_reason"]
    if code in ("slipping", "growing"):
        values = {"recent": brought("recent"), "before": brought("before"), "days": count(days)}
        if code == "growing" and row["before"] <= 0:
            return sentence("Brought {recent} in {days} days, nothing in as many before.", **values)
        if code == "growing":
            return sentence("Up to {recent} in {days} days, from {before} before.", **values)
        return sentence("Down to {recent} in {days} days, from {before} before.", **values)
    if code == "overdue":
        longest = count(row["longest_gap"])
        return sentence("Silent for {silence} days; never before for more than {longest}.", longest=longest, **silent)
    if code == "new" and row["T"] == row["days_since_last"]:
        return sentence("First bought {silence} days ago, and not again since.", **silent)
    if code == "new":
        return sentence("First bought {age} days ago, last {silence} days ago.", age=count(row["T"]), **silent)
    if code in ("left", "renewal_due"):
        return _contract(code, row)
    return {
        "steady": sentence("Buys as before; last {silence} days ago.", **silent),
        "one-time": sentence("Bought on a single day, {silence} days ago.", **silent),
        "lost": _lost(silent, row["longest_gap"], window),
        "gone for good": _gone(silent, row["longest_gap"], window),
        "too_late": _gone(silent, row["longest_gap"], window),
        "does_not_pay": sentence("No contact brings what it costs."),
        "loss_making": sentence("Each purchase costs more than it brings."),
        "bad_debt": sentence("Does not pay the bills."),
        "involuntary": sentence("Had to go; nobody chose it."),
    }[code]


def _contract(code: str, row: Mapping[str, Any]) -> str:
    when = day(row["contract_day"], short=True)
    if code == "left":
        return sentence("Left on {day}.", day=when)
    return sentence(
        "The contract ends on {day} unless it is renewed; {share} stay for a year more.",
        day=when,
        share=share(row["p_buy"]),
    )


def _lost(silent: Mapping[str, str], longest: float, window: int) -> str:
    if longest > window:
        said = {"longest": count(longest), **silent}
        return sentence("Silent for {silence} days; never before for more than {longest}.", **said)
    return sentence("Silent for {silence} days; nine of ten who return do so within {window}.", **silent)


def _gone(silent: Mapping[str, str], longest: float, window: int) -> str:
    if longest > window:
        said = {"longest": count(longest), **silent}
        return sentence("Silent for {silence} days, over twice as long as ever before ({longest}).", **said)
    return sentence("Silent for {silence} days, over twice the {window} in which others return.", **silent)


def ten_points(p: Any, currency: str | None) -> str:
    """Say what ten points more chance of buying are worth, of the customer in the middle of the list."""
    if p.measure == "purchases" or p.worth_of_ten is None:
        return ""
    return sentence(
        "Of the customer in the middle of the list, ten points more chance of buying are worth {worth}: a contact that "
        "brings ten points may cost no more.",
        worth=compact_money(p.worth_of_ten, currency) if p.worth_of_ten >= 1 else number(p.worth_of_ten),
    )
