"""Sentences on who is held back, and on what earlier lists brought."""

from __future__ import annotations

from analysis.display.days import day
from analysis.display.formats import compact_money, count, interval, money, share
from analysis.display.language import joined, sentence, sentences
from analysis.plan.facts import HoldBack, Measured, PlanFacts


def hold_back(h: HoldBack | None, currency: str | None) -> str:
    """Say who is held back, what effect that can show, and what it costs."""
    if h is None:
        return sentence(
            "Nobody is held back, so whether the contacts work **cannot be measured**: who is contacted was chosen, "
            "and would have bought differently anyway. A tenth of the list, drawn by lot, would tell."
        )
    if not h.held_back:
        return sentence("Nobody is held back: the list is too short, or holds key accounts only.")
    said = joined(
        sentences(
            h.held_back,
            "**{n} customer** of the list, drawn by lot, is not contacted; {contacted} are.",
            "**{n} customers** of the list, drawn by lot, are not contacted; {contacted} are.",
            contacted=count(h.contacted),
        ),
        sentences(
            h.key_accounts,
            "The {n} key account on it is never held back.",
            "The {n} key accounts on it are never held back; only their order of contact is drawn.",
        )
        if h.key_accounts
        else "",
    )
    if h.detectable is None or h.mean_gain is None:
        return said
    values = {"effect": money(h.detectable, currency), "mean": money(h.mean_gain, currency)}
    return joined(
        said,
        sentence("An effect of {effect} a customer would show in 80 of 100 such runs; {mean} is expected.", **values),
        sentence("**One run is too small**: several are to be pooled.") if h.mean_gain < h.detectable else "",
        sentence("Holding back costs {forgone} of expected gain.", forgone=compact_money(h.forgone, currency)),
    )


def measured(m: Measured | None, currency: str | None) -> str | None:
    """Say what an earlier list brought; None without one."""
    if m is None:
        return None
    values = {
        "day": day(m.as_of),
        "days": count(m.window_days),
        "contacted": count(m.contacted),
        "held": count(m.held_back),
    }
    if not m.complete:
        return sentence(
            "The list of {day} ({contacted} to contact, {held} held back) is not measured yet: its {days} days are not "
            "over. Nobody changes groups until then.",
            **values,
        )
    if m.effect is None or m.interval is None:
        return sentence(
            "The list of {day} cannot be measured: {contacted} were to be contacted and {held} held back, too few to "
            "compare.",
            **values,
        )

    def cash(value: float | None) -> str:
        return money(value, currency)

    values |= {
        "effect": cash(m.effect),
        "range": interval(*m.interval, cash),
        "total": compact_money(m.total, currency),
    }
    if m.called:
        pays = sentence("A contact that costs less than that pays.") if m.effect > 0 else ""
        said = sentence(
            "The list of {day} changed what customers bring by **{effect}** each within {days} days ({range}): {total} "
            "with the {contacted} to contact, against {held} held back.",
            **values,
        )
        return joined(said, _done(m), pays, _won(m))
    said = sentence(
        "The list of {day} changed what customers bring by {effect} each within {days} days, but **that may be "
        "chance** ({range}): {contacted} were to be contacted, {held} held back.",
        **values,
    )
    return joined(said, _done(m), _won(m))


def _won(m: Measured) -> str:
    """Say what uplift to plan with next."""
    if m.won is None or m.won_interval is None:
        return ""
    return sentence(
        "That is {won} of what was at stake ({range}): the uplift to plan with from now on.",
        won=share(m.won, 1),
        range=interval(*m.won_interval, lambda end: share(end, 1)),
    )


def _done(m: Measured) -> str:
    if m.done is None:
        return ""
    return sentence("{done} of them were contacted indeed.", done=count(m.done))


def pooled(p: PlanFacts, currency: str | None) -> str | None:
    """Say what several lists brought, taken together; None with fewer than two."""
    if p.pooled is None:
        return None

    def cash(value: float | None) -> str:
        return money(value, currency)

    values = {
        "lists": count(p.pooled.lists),
        "effect": cash(p.pooled.effect),
        "range": interval(*p.pooled.interval, cash),
    }
    if p.pooled.called:
        return sentence(
            "Taken together, {lists} lists brought **{effect}** per customer contacted ({range}).", **values
        )
    return sentence(
        "Taken together, {lists} lists brought {effect} per customer contacted, which **may be chance** ({range}).",
        **values,
    )
