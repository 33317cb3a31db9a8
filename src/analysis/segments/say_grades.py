"""Sentences on grades: the client's own, and classes by money."""

from __future__ import annotations

from analysis.display.formats import compact_money, count, money, share
from analysis.display.language import joined, listed, sentence, sentences
from analysis.segments.facts import SegmentsFacts
from analysis.segments.say import spelled


def grades(s: SegmentsFacts) -> str:
    """Say what the client's own grades hold."""
    name, first = next(iter(s.grades.items()))
    said = sentences(
        first.customers,
        "Grade **{grade}** holds {n} customer ({share}).",
        "Grade **{grade}** holds {n} customers ({share}).",
        grade=name,
        share=share(first.customers / s.customers),
    )
    if first.revenue and s.revenue:
        said = sentences(
            first.customers,
            "Grade **{grade}** holds {n} customer ({share}), who brought {revenue} of the revenue.",
            "Grade **{grade}** holds {n} customers ({share}), who brought {revenue} of the revenue.",
            grade=name,
            share=share(first.customers / s.customers),
            revenue=share(first.revenue / s.revenue),
        )
    if not s.ungraded:
        return said
    left = sentences(
        s.ungraded,
        "**{n} customer fits no rule** and has no grade.",
        "**{n} customers fit no rule** and have no grade.",
    )
    return joined(said, left)


def idle_rules(s: SegmentsFacts) -> str | None:
    """Say which rules grade nobody, and why; None if each grades somebody."""
    said = []
    for number, rule in enumerate(s.rules, start=1):
        if rule.customers:
            continue
        values = {"number": count(number), "grade": rule.grade}
        if rule.unknown:
            fields = listed([spelled(name) for name in rule.unknown])
            said.append(
                sentence(
                    "Rule {number} ({grade}) grades nobody: {fields} is not known of any customer.",
                    fields=fields,
                    **values,
                )
            )
        elif rule.fits:
            said.append(
                sentences(
                    rule.fits,
                    "Rule {number} ({grade}) grades nobody: the {n} customer whom it fits has an earlier rule's.",
                    "Rule {number} ({grade}) grades nobody: the {n} customers whom it fits have earlier rules'.",
                    **values,
                )
            )
        else:
            said.append(sentence("Rule {number} ({grade}) grades nobody: it fits no customer.", **values))
    return joined(*said) or None


def leading(s: SegmentsFacts, currency: str | None) -> str:
    """Say who is close to a better class, where the classes are those by money."""
    if s.nearer is None:
        return sentence("Nobody who still buys misses less than a quarter of the own revenue to the next better class.")
    return sentences(
        s.nearer.customers,
        "**{n} customer** who still buys **misses {money}** to the next better class, less than a quarter of what it "
        "has brought.",
        "**{n} customers** who still buy **miss {money}** in all to the next better class, each less than a quarter of "
        "what it has brought.",
        money=compact_money(s.nearer.missing, currency),
    )


def plum(s: SegmentsFacts, currency: str | None) -> str | None:
    """Say what strategic customers of little profit bring and cost; None where nothing is flagged."""
    if s.plum is None:
        return None
    if not s.plum.customers:
        return sentence("Every customer that is flagged strategic is in class A.")
    values = {"n": count(s.plum.customers), "revenue": compact_money(s.plum.revenue, currency)}
    said = sentences(
        s.plum.customers,
        "**{n} strategic customer** is below class A and brought {revenue}: a plum, kept for what it may become.",
        "**{n} strategic customers** are below class A and brought {revenue}: plums, kept for what they may become.",
        **values,
    )
    if s.plum.yearly_cost is None:
        return said
    if s.plum.yearly_cost <= 0:
        return joined(said, sentence("They pay for being served: hold them."))
    cost = sentence(
        "They cost {cost} a year more than they leave: hold those whose potential is worth that, hand over the others.",
        cost=money(s.plum.yearly_cost, currency, 0),
    )
    return joined(said, cost)
