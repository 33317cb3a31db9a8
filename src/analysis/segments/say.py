"""Sentences on who the customers are."""

from __future__ import annotations

from collections.abc import Callable

from analysis.display.formats import compact_money, count, share
from analysis.display.language import joined, sentence, sentences
from analysis.segments.facts import OwnSegment, SegmentsFacts


def stages_title(s: SegmentsFacts) -> str:
    """Return the title of the stages."""
    return sentence("{share} of the customers bought within their rhythm", share=share(s.here.customers / s.customers))


def stages_rule(s: SegmentsFacts) -> str:
    """Say by which thresholds the stages are made."""
    if s.rhythm_days is None:
        return sentence("Nobody bought twice: there is no rhythm to be behind.")
    return joined(
        sentence(
            "The rhythm is these customers' own: who buys again usually does so within {days} days of the purchase "
            "before.",
            days=count(s.rhythm_days),
        ),
        sentence(
            "New: first bought within it. Regular: bought again, and last within it. Loyal: regular, with four "
            "purchase days or more over two rhythms or more. Sleeping: silent for {days} to {lost} days; lost: for "
            "longer. Regained: back within the last rhythm after such a loss. One-time: bought once, longer ago than "
            "the rhythm.",
            days=count(s.rhythm_days),
            lost=count(s.lost_days),
        ),
    )


def potential(s: SegmentsFacts) -> str | None:
    """Say how many are listed without a purchase; None where nobody is."""
    if not s.potential:
        return None
    return sentences(
        s.potential,
        "**{n} more** is listed in the accounts and has not bought: a potential customer.",
        "**{n} more** are listed in the accounts and have not bought: potential customers.",
    )


def walk_ins(s: SegmentsFacts) -> str | None:
    """Say how many come back without being members; None where no column says who is one."""
    if not s.walk_in_loyal:
        return None
    return sentences(
        s.walk_in_loyal,
        "**{n} customer** buys within the rhythm and is no member: the first to invite.",
        "**{n} customers** buy within the rhythm and are no members: the first to invite.",
    )


def growth(s: SegmentsFacts, currency: str | None) -> str:
    """Say who rises, who falls and who has gone, in money or in purchases."""
    paid = bool(s.revenue)

    def amount(value: float) -> str:
        return compact_money(value, currency) if paid else count(value)

    def part(name: str) -> str:
        found = s.change.get(name)
        if found is None:
            return sentence("nobody")
        there = found.customers - found.longer
        return sentences(
            there,
            "{n} customer ({before} to {now})",
            "{n} customers ({before} to {now})",
            before=amount(found.before),
            now=amount(found.now),
        )

    values = {"days": count(s.window_days), **{name: part(name) for name in ("rising", "falling", "gone", "new")}}
    if paid:
        return sentence(
            "Revenue of the last {days} days against the {days} before: **rising** {rising}, **falling** {falling}, "
            "**gone** {gone}, **newly won** {new}.",
            **values,
        ) + _steady(s, amount)
    return sentence(
        "Purchases of the last {days} days against the {days} before: **rising** {rising}, **falling** {falling}, "
        "**gone** {gone}, **newly won** {new}.",
        **values,
    )


def _steady(s: SegmentsFacts, amount: Callable[[float], str]) -> str:
    """Say what becomes of the money of those whose change, each for itself, chance explains: it may be most of it."""
    rest = s.change.get("steady")
    if rest is None or rest.customers < 2:
        return ""
    return " " + sentence(
        "The other {n} brought {before} and {now}: of each of them the change may be chance.",
        n=count(rest.customers),
        before=amount(rest.before),
        now=amount(rest.now),
    )


def growth_title(s: SegmentsFacts) -> str:
    """Return the title of the changes."""
    before = s.changed.before
    return sentence(
        "Falling and gone customers took {lost} of the earlier revenue, rising and new ones brought {won}",
        lost=share(s.left / before if before > 0 else None),
        won=share(s.won / before if before > 0 else None),
    )


def growth_rule(s: SegmentsFacts) -> str:
    """Say what counts as a change."""
    return joined(
        sentence(
            "Two stretches of {days} days are compared. Rising and falling: a change of more than 10 % that is beyond "
            "chance (a test of four quarters of one against four of the other at 90 %), or back after a whole stretch "
            "of nothing. Steady: all others, also those who buy too seldom to tell.",
            days=count(s.window_days),
        ),
        sentence("A stretch is shorter than a year, so seasons are part of the change.") if s.window_days < 365 else "",
    )


def spelled(column: str) -> str:
    """Return the name of a column as words."""
    return column.replace("_", " ")


def rfm_title(s: SegmentsFacts) -> str:
    """Return the title of the segments by recency, frequency and money."""
    best = share(s.rfm_best.customers / s.customers)
    if s.revenue:
        brought = share((s.rfm_best.revenue or 0.0) / s.revenue)
        return sentence(
            "{n} of the customers are champions or solid and brought {revenue} of the revenue", n=best, revenue=brought
        )
    return sentence("{n} of the customers are champions or solid", n=best)


def rfm(s: SegmentsFacts) -> str:
    """Say who of the valuable ones has fallen silent."""
    n = s.rfm_quiet.customers
    if not n:
        return sentence("None of the customers who bought often or for much has fallen silent.")
    if not s.revenue:
        return sentences(
            n,
            "**{n} customer** bought often, and has been silent for longer than most.",
            "**{n} customers** bought often, and have been silent for longer than most.",
        )
    return sentences(
        n,
        "**{n} customer** bought often or for much, {revenue} of the revenue, and has been silent for longer than "
        "most.",
        "**{n} customers** bought often or for much, {revenue} of the revenue, and have been silent for longer than "
        "most.",
        revenue=share(s.rfm_quiet.revenue / s.revenue),
    )


def rfm_rule() -> str:
    """Say how the scores are made."""
    return joined(
        sentence(
            "Recency, frequency and money are scored 1 to 5 by rank, a fifth of the customers each, or by the limits "
            "of the client file; equal customers get equal scores: that of the fifth in which the middle of their "
            "group lies."
        ),
        sentence(
            "The segments are cells of recency against the mean of the other two: champions score 4 or 5 and 5, or 5 "
            "and 4; gone quiet and cannot lose are large customers with a recency of 1 or 2."
        ),
    )


def own(name: str, found: OwnSegment) -> str:
    """Say how much a segmentation of the analyst's own tells apart, and how stable it is."""
    values = {"name": spelled(name), "n": count(len(found.classes))}
    parts = [
        sentences(
            len(found.classes), "By **{name}** there is {n} segment.", "By **{name}** there are {n} segments.", **values
        )
    ]
    if found.value_explained is not None:
        parts.append(
            sentence(
                "They explain {share} of the differences in revenue between customers.",
                share=share(found.value_explained),
            )
        )
    if found.moved is not None:
        parts.append(
            sentence("{share} of the customers were in another one at the time compared.", share=share(found.moved))
        )
    return joined(*parts)
