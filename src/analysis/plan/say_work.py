"""Sentences on capacity, campaigns and targets."""

from __future__ import annotations

from analysis.display.formats import compact_money, count, share
from analysis.display.language import joined, sentence, sentences
from analysis.plan.facts_more import CampaignFacts, CapacityFacts, Served, Target


def capacity(c: CapacityFacts, currency: str | None) -> str:
    """Say what the planned contacts take, and whether there are hands for them."""
    parts = []
    if c.hours is not None:
        parts.append(sentence("The contacts planned take **{hours} hours** a year.", hours=count(c.hours)))
    if c.budget is not None:
        parts.append(sentence("They cost {budget}.", budget=compact_money(c.budget, currency)))
    if c.managers_needed is not None:
        parts.append(sentences(c.managers_needed, "That is work for {n} manager.", "That is work for {n} managers."))
    if c.managers is not None and c.managers_needed is not None:
        parts.append(sentences(c.managers, "There is {n}.", "There are {n}."))
    if c.managers_by_accounts is not None:
        parts.append(
            sentences(
                c.managers_by_accounts,
                "The {a} accounts of class A alone need {n} manager, by the accounts that each can look after.",
                "The {a} accounts of class A alone need {n} managers, by the accounts that each can look after.",
                a=count(c.in_a),
            )
        )
    if c.managers_by_nine:
        parts.append(
            sentence("The literature gives each nine key accounts: {n} for class A.", n=count(c.managers_by_nine))
        )
    return joined(*parts) or sentence("How long a contact takes and what it costs is not stated.")


def served(s: Served) -> str:
    """Say who had fewer or more contacts in the last year than planned."""
    return sentences(
        s.customers,
        "Of {n} customer with contacts planned, **{under}** had fewer in the last year ({a} of class A) and {over} "
        "more.",
        "Of {n} customers with contacts planned, **{under}** had fewer in the last year ({a} of class A) and {over} "
        "more.",
        under=count(s.under),
        a=count(s.under_a),
        over=count(s.over),
    )


def campaign(c: CampaignFacts, currency: str | None) -> str:
    """Say whether a campaign pays."""
    if c.p0 is None:
        return sentence("{name}: whether it pays is not said; it takes a margin and a forecast.", name=c.name)
    values = {
        "name": c.name,
        "n": count(c.contacted),
        "cost": compact_money(c.cost, currency),
        "base": share(c.p0, 1),
        "needed": share(c.break_even, 1),
    }
    if c.break_even is None:
        said = sentence("**{name}** never pays: the discount eats the margin, or all {n} would have to buy.", **values)
    else:
        said = sentence(
            "**{name}** ({cost}) reaches {n} customers, of whom {base} buy anyway; it pays if {needed} buy in all.",
            **values,
        )
    if c.profit is None:
        return said
    answer = {"response": share(c.response, 1), "profit": compact_money(c.profit, currency)}
    dealer = (
        sentence("The dealer is left with {profit}.", profit=compact_money(c.dealer_profit, currency))
        if c.dealer_profit is not None
        else ""
    )
    return joined(said, sentence("At the {response} expected, {profit} is left against no campaign.", **answer), dealer)


def forward_buying() -> str:
    """Say what the arithmetic of a campaign leaves out."""
    return sentence(
        "Reckoned within the window: who only buys earlier or lays in stock (forward buying) counts as won, and is "
        "missing later; what dealers buy (sell-in) is not yet sold on (sell-out)."
    )


def closing(one: Target, names: list[str]) -> str:
    """Say how many accounts would close the gap of a target, the first by name."""
    if not one.customers:
        return sentence("Nobody is known to be theirs: no customer has this name beside it.")
    if one.reached >= one.due:
        return sentence("Nothing is missing.")
    if one.closing is None:
        return sentence("More than the next purchase of all {n} customers.", n=count(one.customers))
    return sentences(
        one.closing,
        "The next purchase of {n} customer: {who}.",
        "The next purchases of {n} customers, {who} first.",
        who=", ".join(names),
    )
