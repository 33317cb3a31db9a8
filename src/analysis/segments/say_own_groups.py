"""Sentences on the groups that the client itself tells apart."""

from __future__ import annotations

from analysis.display.formats import compact_money, count, interval, points, share
from analysis.display.language import joined, sentence, sentences
from analysis.segments.facts_own_groups import ComparedAttribute, ComparedGroup, Difference, GroupsComparedFacts
from analysis.segments.say import spelled


def groups(a: ComparedAttribute, g: GroupsComparedFacts, currency: str | None) -> str:
    """Say of the groups of one attribute what sets them apart beyond chance, or that nothing does."""
    name = spelled(a.attribute)
    if g.age_days is None:
        return sentence(
            "By **{name}** the groups are not compared, because the data do not say for long enough when their "
            "customers bought: their sizes are all that is said.",
            name=name,
        )
    if not a.tested:
        return sentence(
            "By **{name}** the groups are too small to compare, or have not been followed for long enough: their "
            "sizes are all that is said.",
            name=name,
        )
    if not a.beyond:
        return sentences(
            a.tested,
            "By **{name}**, the {n} difference looked at is **within chance**: nothing here says that one group "
            "deserves another treatment.",
            "By **{name}**, all {n} differences looked at are **within chance**: nothing here says that one group "
            "deserves another treatment.",
            name=name,
        )
    head = sentences(
        a.beyond,
        "By **{name}**, {beyond} of {n} differences is beyond chance.",
        "By **{name}**, {beyond} of {n} differences are beyond chance.",
        name=name,
        beyond=count(a.beyond),
    )
    return joined(head, *_largest(a, g, currency))


def _largest(a: ComparedAttribute, g: GroupsComparedFacts, currency: str | None) -> list[str]:
    """Say which group is above, and which below, by the measure of the figure; else by the first beyond chance."""
    for measure in ("at_age", "again", "active"):
        beyond = [(group, getattr(group, measure)) for group in a.groups]
        found = [(group, each) for group, each in beyond if each is not None and each.beyond]
        if found:
            found.sort(key=lambda pair: pair[1].difference)
            ends = [found[-1]] if found[-1][1].difference > 0 else []
            ends += [found[0]] if found[0][1].difference < 0 else []
            return [_one(measure, group, each, g, currency) for group, each in ends]
    return []


def _one(measure: str, group: ComparedGroup, d: Difference, g: GroupsComparedFacts, currency: str | None) -> str:
    low, high = sorted((abs(d.low), abs(d.high)))
    values = {"value": group.value, "days": count(g.age_days), "window": count(g.window_days)}
    if measure == "at_age":
        values |= {
            "level": compact_money(d.level, currency),
            "gap": compact_money(abs(d.difference), currency),
            "range": interval(low, high, lambda value: compact_money(value, currency)),
        }
        if d.difference > 0:
            return sentence(
                "A customer of **{value}** brings {level} in the first {days} days, {gap} ({range}) **more** than the "
                "others.",
                **values,
            )
        return sentence(
            "A customer of **{value}** brings {level} in the first {days} days, {gap} ({range}) **less** than the "
            "others.",
            **values,
        )
    values |= {"level": share(d.level), "gap": points(d.difference), "low": points(d.low), "high": points(d.high)}
    if measure == "again":
        return sentence(
            "Of **{value}**, {level} buy again within {days} days: {gap} against the others ({low} to {high}).",
            **values,
        )
    return sentence(
        "Of **{value}**, {level} still bought in the last {window} of the first {days} days: {gap} against the others "
        "({low} to {high}).",
        **values,
    )


def title(a: ComparedAttribute, g: GroupsComparedFacts) -> str:
    """Return the title of the differences of one attribute."""
    values = {"name": spelled(a.attribute), "days": count(g.age_days)}
    found = [getattr(group, g.measure or "again") for group in a.groups]
    beyond = sum(1 for each in found if each is not None and each.beyond)
    compared = sum(1 for each in found if each is not None)
    values |= {"beyond": count(beyond), "n": count(compared)}
    if g.measure == "at_age":
        return sentences(
            beyond,
            "By {name}, {beyond} of {n} groups differs beyond chance in revenue of {days} days",
            "By {name}, {beyond} of {n} groups differ beyond chance in revenue of {days} days",
            **values,
        )
    return sentences(
        beyond,
        "By {name}, {beyond} of {n} groups differs beyond chance in who buys again",
        "By {name}, {beyond} of {n} groups differ beyond chance in who buys again",
        **values,
    )


def how(g: GroupsComparedFacts) -> str:
    """Say how groups are compared."""
    values = {"days": count(g.age_days), "n": count(g.customers), "window": count(g.window_days)}
    return joined(
        sentence(
            "At equal age: the {n} customers known for {days} days, each over their first {days} days; who bought in "
            "the last {window} of them is still active. The second purchase is followed also for who is younger "
            "(Kaplan-Meier). Each group is held against all other customers.",
            **values,
        )
        if g.everyone
        else sentence(
            "At equal age: the {n} customers known to be new and known for {days} days, each over their first {days} "
            "days; who bought in the last {window} of them is still active. The second purchase is followed also for "
            "who is younger (Kaplan-Meier). Each group is held against all other customers.",
            **values,
        ),
        sentence(
            "Intervals hold at 95 %; of the differences called beyond chance at most 5 % are expected to be chance "
            "(Benjamini–Hochberg). Groups under {least} customers of that age are not compared. A difference is not "
            "its cause.",
            least=count(g.least),
        ),
    )
