"""Sentences on customers of whom a column marks that they left."""

from __future__ import annotations

from analysis.churn.facts_contracts import ContractFacts
from analysis.display.formats import share
from analysis.display.language import joined, sentence


def tenure(c: ContractFacts) -> str | None:
    """Say how the mark goes with tenure, and what that is; None without tenures."""
    bands = c.stated.by_tenure
    if len(bands) < 2:
        return None
    return joined(
        sentence(
            "Marked as left are {young} at a tenure of {first} and {old} at {last}, in the unit of the column.",
            young=share(bands[0].share),
            first=bands[0].value,
            old=share(bands[-1].share),
            last=bands[-1].value,
        ),
        sentence(
            "If the mark covers the last month or quarter, that is the chance to leave within it at such a tenure, not "
            "the share of those who began that has left."
        ),
    )


def whom_to_call() -> str:
    """Say that marks without days name nobody who is about to leave."""
    return sentence(
        "Who is about to leave is not said: the column marks who left, but not when. A table of contracts with start "
        "and end says more."
    )


def by_tenure(c: ContractFacts) -> str:
    """Return the title of the figure of marks by tenure."""
    bands = c.stated.by_tenure
    return sentence(
        "{young} are marked as left at a tenure of {first}, {old} at {last}",
        young=share(bands[0].share),
        first=bands[0].value,
        old=share(bands[-1].share),
        last=bands[-1].value,
    )
