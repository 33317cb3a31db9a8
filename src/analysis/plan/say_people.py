"""Sentences on a manager's book: what it brings, how it moves, what leaves with them, and what was done."""

from __future__ import annotations

from analysis.display.days import day
from analysis.display.formats import compact_money, count, share
from analysis.display.language import joined, sentence, sentences
from analysis.plan.facts import PlanFacts
from analysis.plan.facts_more import Manager
from analysis.words.plan import at_stake


def book(one: Manager, p: PlanFacts, currency: str | None) -> str:
    """Say what a manager's customers bring, and what leaves with the manager at most."""
    measure = "purchases" if p.measure == "purchases" else "revenue"
    said = sentences(
        one.customers,
        "**{n} customer** ({a} of class A) brought **{recent}** in the last {days} days, after {before} in as many "
        "before.",
        "**{n} customers** ({a} of class A) brought **{recent}** in the last {days} days, after {before} in as many "
        "before.",
        a=count(one.class_a),
        recent=at_stake(one.recent, measure, currency),
        before=at_stake(one.before, measure, currency),
        days=count(p.compared_days),
    )
    largest = (
        sentence("The largest brings {share} of it.", share=share(one.largest_share))
        if one.largest_share is not None and one.customers > 1
        else ""
    )
    leaves = (
        sentence(
            "What leaves with this person, if all follow: {worth} of what is expected.",
            worth=compact_money(one.worth, currency),
        )
        if one.worth is not None and one.worth > 0
        else ""
    )
    return joined(said, largest, leaves)


def moves(one: Manager) -> str:
    """Say how many customers of a book are in which state of those that call for something."""
    named = {
        "new": sentence("{n} new", n=count(one.states.get("new"))),
        "growing": sentence("{n} growing", n=count(one.states.get("growing"))),
        "slipping": sentence("{n} slipping", n=count(one.states.get("slipping"))),
        "overdue": sentence("{n} overdue", n=count(one.states.get("overdue"))),
        "lost": sentence("{n} lost", n=count(one.states.get("lost"))),
    }
    told = ", ".join(text for state, text in named.items() if one.states.get(state))
    return sentence("In the book: {told}.", told=told) if told else sentence("In the book nobody moves.")


def target(one: Manager, currency: str | None) -> str:
    """Say what of the target is reached."""
    if one.due is None or one.reached is None or not one.due > 0:
        return ""
    return sentence(
        "Of the {due} due by now **{share}** is reached: {reached}.",
        due=compact_money(one.due, currency),
        share=share(one.reached / one.due),
        reached=compact_money(one.reached, currency),
    )


def done(one: Manager, p: PlanFacts, currency: str | None) -> str:
    """Say what of the last list was done, and who has bought since."""
    if one.list_of is None:
        return ""
    values = {"day": day(one.list_of), "n": count(one.asked), "done": count(one.done), "not_done": count(one.not_done)}
    return joined(
        sentence("On the list of {day} stood {n}: **{done} contacted**, {not_done} not.", **values)
        if one.done or one.not_done
        else sentence("On the list of {day} stood {n}; nobody has said who was contacted.", **values),
        sentence(
            "Bought since: {bought}, for {brought}.",
            bought=count(one.bought),
            brought=at_stake(one.brought, "purchases" if p.measure == "purchases" else "revenue", currency),
        ),
    )
