"""Refusals of the comparison of two periods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.days import day_of
from analysis.display.formats import count
from analysis.display.language import sentence

Values = dict[str, Any]


def _nothing_to_compare(facts: Values) -> str:
    return sentence(
        "Not compared with the time before, because the data cover {first} to {end}: a comparison needs two quarters.",
        first=day_of(facts["first"]),
        end=day_of(facts["end"]),
    )


def _opening_unknown(facts: Values) -> str:
    return sentence(
        "The forecast stands beside no earlier period, because {days} days ago the data had not yet shown who was a "
        "customer.",
        days=count(facts["days"]),
    )


SENTENCES: dict[str, Callable[[Values], str]] = {
    "nothing_to_compare": _nothing_to_compare,
    "opening_unknown": _opening_unknown,
}
