"""Sentences on who renews a contract, and what that promises."""

from __future__ import annotations

from analysis.churn.facts_contracts import ContractFacts
from analysis.display.formats import compact_money, count, interval, number, share
from analysis.display.language import joined, sentence, sentences
from analysis.refusals import why


def renewals(c: ContractFacts, currency: str | None) -> str:
    """Say how many contracts come up for renewal, and how many are expected not to be renewed."""
    r = c.renewals
    if r.refusal:
        return why(r.refusal)
    said = sentences(
        r.due,
        "{due} contract comes up for renewal in the next {days} days; **{lost} is expected not to be renewed** (a sum "
        "of probabilities).",
        "{due} contracts come up for renewal in the next {days} days; **{lost} are expected not to be renewed** (a sum "
        "of probabilities).",
        due=count(r.due),
        days=count(r.due_days),
        lost=count(r.expected_lost),
    )
    if r.revenue_lost is None:
        return said
    return joined(
        said,
        sentence("Expected to go with them: **{money} a month**.", money=compact_money(r.revenue_lost, currency)),
    )


def how_renewals(c: ContractFacts) -> str:
    """Say how the chance to renew is made, and how far it is from what was seen."""
    r = c.renewals
    if r.refusal:
        return why(r.refusal)
    ends = r.first_interval
    first = share(r.first_renewal) if ends is None else interval(ends[0], ends[1], share)
    return joined(
        _term(c),
        sentence(
            "Each customer renews with a chance of their own (shifted beta-geometric model, Fader & Hardie 2007): "
            "{first} at the first renewal, {fifth} at the fifth, because those who are likely to leave leave early.",
            first=first,
            fifth=share(r.fifth_renewal),
        ),
        sentence(
            "Segments stay differently long, so each of these has a model of its own, drawn to that of all by how few "
            "of it left: {names}.",
            names=", ".join(r.parted),
        )
        if r.parted
        else "",
        ""
        if r.furthest is None
        else sentence(
            "At no renewal is the model farther than {far} points from the share that was seen to stay.",
            far=number(100 * r.furthest, 1),
        ),
    )


def _term(c: ContractFacts) -> str:
    if not c.renewals.kept:
        return sentence("Contracts end on any day, so months are counted.")
    names = {
        "year": sentence("Contracts end after whole years."),
        "half-year": sentence("Contracts end after whole half-years."),
        "quarter": sentence("Contracts end after whole quarters."),
        "month": sentence("Contracts end after whole months."),
    }
    return names[c.renewals.term]
