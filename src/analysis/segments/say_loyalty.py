"""Sentences on satisfaction, recommendation and loyalty."""

from __future__ import annotations

from analysis.display import days
from analysis.display.formats import count, interval, share
from analysis.display.language import joined, later, listed, sentence, sentences
from analysis.segments.facts_loyalty import AnswerShare, LoyaltyFacts

NAMES = {
    "loyal": later("loyal by answer"),
    "steady": later("satisfied, buys"),
    "undecided": later("satisfied, undecided"),
    "drifting": later("satisfied, drifting away"),
    "captive": later("not satisfied, still buys"),
    "wavering": later("not satisfied, wavering"),
    "leaving": later("not satisfied, leaving"),
    "not asked": later("not asked"),
}


def loyalty_name(code: str) -> str:
    """Return the name of a class of loyalty in the reader's language."""
    return sentence(NAMES[code])


def coverage(s: LoyaltyFacts) -> str:
    """Say how many were asked, and whether they are like the others."""
    asked = s.asked or 0
    values = {"n": count(asked), "share": share(asked / s.customers if s.customers else None)}
    values |= {"first": days.day(s.first), "last": days.day(s.last)}
    if s.first == s.last:
        when = sentences(
            asked,
            "**{n} customer** ({share}) was asked on {last}.",
            "**{n} customers** ({share}) were asked on {last}.",
            **values,
        )
    else:
        when = sentences(
            asked,
            "**{n} customer** ({share}) was asked between {first} and {last}.",
            "**{n} customers** ({share}) were asked between {first} and {last}.",
            **values,
        )
    parts = [when]
    if s.asked_revenue_share is not None:
        parts.append(sentence("They brought {part} of the revenue.", part=share(s.asked_revenue_share)))
    if s.buys_asked is not None and s.buys_others is not None:
        parts.append(
            sentence(
                "Of them {asked} are expected to buy within {days} days, of the others {others}: what is said here "
                "holds for those who were asked.",
                asked=share(s.buys_asked),
                others=share(s.buys_others),
                days=count(s.window_days),
            )
        )
    return joined(*parts)


def answers(s: LoyaltyFacts) -> str:
    """Say how many are satisfied, and how many recommend us."""
    parts = []
    if s.satisfied is not None:
        parts.append(
            sentence(
                "**{share}** ({range}) of the {n} who answered are satisfied: they chose {top} of {levels} levels.",
                top=_either(s.top),
                levels=count(len(s.levels)),
                **_said(s.satisfied),
            )
        )
    if s.recommending is not None and s.advising_against is not None:
        parts.append(
            sentence(
                "**{share}** ({range}) of {n} recommend us, {against} do not.",
                against=share(s.advising_against.share),
                **_said(s.recommending),
            )
        )
    return joined(*parts)


def _either(words: list[str]) -> str:
    *before, last = [f"“{word}”" for word in words]
    return sentence("{words} or {last}", words=", ".join(before), last=last) if before else last


def _said(part: AnswerShare) -> dict[str, str]:
    return {"share": share(part.share), "range": interval(part.low, part.high, share), "n": count(part.n)}


def classes(s: LoyaltyFacts) -> str:
    """Say who is loyal, who buys without being satisfied, and who leaves although satisfied."""
    found = s.classes or {}
    values = {
        name: count(found[name].customers) if name in found else count(0)
        for name in ("loyal", "steady", "captive", "drifting")
    }
    return sentence(
        "**{loyal}** are loyal: satisfied, likely to buy, and recommending us or spending most with us; {steady} are "
        "satisfied and buy, without that. **{captive}** buy without being satisfied: the first to leave once they can. "
        "**{drifting}** are satisfied and will probably not buy: something else than satisfaction keeps them away.",
        **values,
    )


def title(s: LoyaltyFacts) -> str:
    """Return the title of the classes of loyalty."""
    found = s.classes or {}
    asked = sum(group.customers for name, group in found.items() if name != "not asked")
    loyal = found["loyal"].customers if "loyal" in found else 0
    return sentence(
        "{n} of the {asked} customers asked are loyal by answer and forecast", n=count(loyal), asked=count(asked)
    )


def how(s: LoyaltyFacts) -> str:
    """Say how the classes of loyalty are made."""
    return joined(
        sentence(
            "Satisfied: {top} in the last answer; where only items were asked, the middle one of them. The levels are "
            "{levels}. No mean is taken: levels have an order, no distances. Buys: with more than 70 % within {days} "
            "days, by the forecast of who will not buy; undecided and wavering: 30 to 70 %; drifting and leaving: "
            "less.",
            top=_either(s.top),
            levels=listed([row.level for row in s.levels]),
            days=count(s.window_days),
        ),
        sentence("Who was not asked is unknown, not neutral, and gets no class of loyalty but “not asked”."),
    )
