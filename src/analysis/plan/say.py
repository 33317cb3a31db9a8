"""Sentences on what to do, and how that is reckoned."""

from __future__ import annotations

from analysis.display.formats import compact_money, count, money, share
from analysis.display.language import joined, sentence, sentences
from analysis.plan.facts import BreakEven, PlanFacts, WinBack
from analysis.words.plan import channel_name, ten_points

NAMED = 3
"""Of the large customers who are let go."""


def how(p: PlanFacts, currency: str | None) -> str:
    """Say what stake and gain are, and whose assumptions they rest on."""
    days = count(p.window_days)
    if p.by_contract:
        stake = sentence(
            "At stake is a year under contract ({days} days, in {measure}), times the probability that the contract "
            "does not last so long; of who has left, that they do not come back unasked.",
            measure=_measure(p),
            days=days,
        )
    elif not p.forecast:
        stake = sentence(
            "Customers are too few for a forecast: at stake is what a customer brings in {days} days at their own "
            "pace, and how much of it would come unasked is not known.",
            days=days,
        )
    else:
        stake = sentence(
            "At stake is what a customer brings who buys within {days} days (in {measure}), times the probability that "
            "they do not buy unasked.",
            measure=_measure(p),
            days=days,
        )
    return joined(stake, _gain(p, currency), _loss_making(p), p.assumption or "")


def _measure(p: PlanFacts) -> str:
    counted = sentence("contracts") if p.by_contract else sentence("purchases")
    return {"margin": sentence("margin"), "revenue": sentence("revenue")}.get(p.measure or "", counted)


def _loss_making(p: PlanFacts) -> str:
    if not p.loss_making:
        return ""
    return sentences(
        p.loss_making,
        "{n} customer who is slipping, overdue or lost is on no list: each purchase costs more than it brings.",
        "{n} customers who are slipping, overdue or lost are on no list: each purchase costs more than it brings.",
    )


def _gain(p: PlanFacts, currency: str | None) -> str:
    if p.priced:
        return sentence(
            "The gain is what the contact adds: the chance of buying when contacted times what is left after the "
            "offer, less the chance of buying anyway times the margin, less the contact."
        )
    if p.measure != "margin":
        return sentence("Without a margin no gain can be reckoned.")
    unsaid = (
        sentence(
            "Nobody has said who answers a contact, so no gain is reckoned: a channel is named where winning over one "
            "in ten pays for all ten."
        )
        if p.costs_known
        else sentence("Nobody has said what a contact costs or who answers one, so no gain is reckoned.")
    )
    return joined(unsaid, ten_points(p, currency))


def break_even(p: PlanFacts, currency: str | None) -> str | None:
    """Say how many must buy for a contact to pay, by channel, of a customer in the middle of the list."""
    if not p.break_even:
        return None
    first = p.break_even[0]
    return joined(
        sentence(
            "The customer in the middle of the list buys unasked with a chance of {p0} and then brings {m}.",
            p0=share(first.p0, 1),
            m=money(first.m, currency),
        ),
        *(_pays(one, currency) for one in p.break_even),
    )


def _pays(one: BreakEven, currency: str | None) -> str:
    values = {
        "channel": channel_name(one.channel),
        "cost": money(one.cost, currency),
        "offer": money(one.offer, currency),
    }
    if one.p1 is None:
        return sentence("By {channel} ({cost}) a contact never pays.", **values)
    values["p1"] = share(one.p1, 1)
    if one.offer:
        return sentence("By {channel} ({cost}, and {offer} where it is taken) it pays from **{p1}**.", **values)
    return sentence("By {channel} ({cost}) it pays from **{p1}**.", **values)


def win_back(w: WinBack, p: PlanFacts, currency: str | None) -> str:
    """Say how many of the lost to contact, and what that brings against contacting all of them."""
    if not w.candidates:
        return sentence("Nobody is lost who could be won back.")
    if w.contacted is None:
        return joined(
            sentences(
                w.candidates,
                "**{n} customer** is lost and could be asked to come back.",
                "**{n} customers** are lost and could be asked to come back.",
            ),
            sentence("Whether asking pays is not said: it takes what a contact costs and who comes back."),
        )
    if not w.contacted:
        return sentences(
            w.candidates,
            "**Contact none** of the {n} lost customer: nobody is expected to bring back what the contact costs.",
            "**Contact none** of the {n} lost customers: nobody is expected to bring back what the contact costs.",
        )
    said = sentences(
        w.candidates,
        "Contact **{some}** of {n} lost customer: an expected profit of **{profit}** within {days} days.",
        "Contact **{some}** of {n} lost customers: an expected profit of **{profit}** within {days} days.",
        some=count(w.contacted),
        profit=compact_money(w.expected_profit, currency),
        days=count(p.window_days),
    )
    all_of_them = sentence(
        "Contacting every lost customer would leave {profit}.", profit=compact_money(w.profit_of_all, currency)
    )
    held = sentences(
        w.held_back, "{n} of them is held back, to measure by.", "{n} of them are held back, to measure by."
    )
    return joined(said, held if w.held_back else "", all_of_them if w.contacted < w.candidates else "")


def win_back_title(w: WinBack, currency: str | None) -> str:
    """Return the title of the curve."""
    return sentences(
        w.contacted or 0,
        "Winning back pays for {n} customer: {profit}",
        "Winning back pays for {n} customers: {profit}",
        n=count(w.contacted),
        profit=compact_money(w.expected_profit, currency),
    )


def let_go(names: list[str], brought: float) -> str:
    """Say which large customers no list asks any more, so that a person decides on them.

    Examples
    --------
    >>> let_go(["ACME"], 0.33).replace("\u202f", " ")
    'Let go by this rule is also **ACME**, with 33 % of the revenue so far. That is no decision for a rule: ask \
why, in person, before it is struck off.'
    """
    shown, values = names[:NAMED], {"names": ", ".join(names[:NAMED]), "brought": share(brought)}
    if len(names) > len(shown):
        values |= {"more": count(len(names) - len(shown))}
        return sentence(
            "Let go by this rule are also **{names}** and {more} more large ones, with {brought} of the revenue so "
            "far. That is no decision for a rule: ask why, in person, before they are struck off.",
            **values,
        )
    return sentences(
        len(names),
        "Let go by this rule is also **{names}**, with {brought} of the revenue so far. That is no decision for a "
        "rule: ask why, in person, before it is struck off.",
        "Let go by this rule are also **{names}**, with {brought} of the revenue so far. That is no decision for a "
        "rule: ask why, in person, before they are struck off.",
        **values,
    )


def lines(w: WinBack, currency: str | None) -> str:
    """Say what parts the four groups."""
    given_up = sentence(
        "Given up for good is who costs money, does not pay or had to go; let go, who has been silent for too long to "
        "be expected back, or does not bring what the contact costs."
    )
    if w.from_margin is None and w.contacted is not None:
        return joined(
            sentence(
                "A contact that is expected to pay for itself twice is worth a fight; one that pays once is decided "
                "case by case. What it costs depends on the cause of leaving."
            ),
            given_up,
        )
    if w.from_margin is None:
        return joined(sentence("Fought for are those who hold most of what is at stake."), given_up)
    return joined(
        sentence(
            "A purchase must bring {least} for the contact to pay, and {twice} to pay for it twice, which is worth a "
            "fight; in between is decided case by case. Both at the mean chance of {p0} that they return unasked.",
            least=money(w.from_margin, currency),
            twice=money(w.fight_from, currency),
            p0=share(w.p0),
        ),
        given_up,
    )
