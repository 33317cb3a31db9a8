"""Sentences on how soon new customers buy again."""

from __future__ import annotations

from analysis.display.formats import count, share
from analysis.display.language import joined, sentence
from analysis.movement.facts_cohorts import CohortFacts

CLEARLY = 0.05
"""So much more of those who came back come again that it is worth a word."""


def next_purchase(c: CohortFacts) -> str | None:
    """Say how many new customers buy a second time, how soon, and how it goes on; None where nobody can say."""
    steps = c.next_purchases
    if not steps or steps[0].half_days is None:
        return None
    first, within = steps[0], count(c.within_days)
    said = sentence(
        "**{share}** of the new customers buy a second time within {days} days, half of these by day {half}.",
        share=share(first.within),
        days=within,
        half=count(first.half_days),
    )
    if len(steps) == 1:
        return said
    last = steps[-1]
    return joined(
        said,
        sentence(
            "After purchase {nth} it is {share}: who has come back once comes back more readily.",
            nth=count(last.nth),
            share=share(last.within),
        )
        if last.within > first.within + CLEARLY
        else sentence("After purchase {nth} it is {share}.", nth=count(last.nth), share=share(last.within)),
    )


def curves_title(c: CohortFacts) -> str:
    """Return the title of the curves to the second purchase."""
    if c.returning is None or c.equal_age_days is None:
        first = next(iter(c.next_purchases or []), None)
        within = first.within if first else 0.0
        return sentence("{share} bought again within {days} days", share=share(within), days=count(c.within_days))
    return sentence(
        "Bought again within {days} days: {was} of the earlier customers, {now} of the later",
        days=count(c.equal_age_days),
        was=share(c.returning.earlier.share),
        now=share(c.returning.later.share),
    )
