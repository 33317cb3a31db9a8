"""Refusals of the forecast and of lifetimes: what could not be tested or told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.days import day_of
from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.schema import NEEDED_MONTHS

Values = dict[str, Any]


def _few_months(facts: Values) -> str:
    return sentence(
        "Whether purchases have a season is not identified, because the data cover {months} full calendar months; "
        "{needed} are needed.",
        months=count(facts["months"]),
        needed=count(NEEDED_MONTHS),
    )


SENTENCES: dict[str, Callable[[Values], str]] = {
    "nobody_yet": lambda facts: sentence("Not tested, because nobody had bought by {day}.", day=day_of(facts["by"])),
    "lifetimes_unknown": lambda _: sentence(
        "Who is still a customer, and what longer lives would bring, is not said: these data do not determine how long "
        "customers stay."
    ),
    "nobody_bought": lambda _: sentence("Not fitted, because nobody has bought."),
    "nobody_twice": lambda _: sentence("Not computed, because nobody bought twice."),
    "few_months": _few_months,
    "months_without_customers": lambda _: sentence(
        "Whether purchases have a season is not identified, because in some months nobody could buy again: there were "
        "no customers yet."
    ),
}
