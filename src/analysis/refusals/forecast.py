"""Refusals of the forecast and of lifetimes: what could not be tested or told."""

from __future__ import annotations

from analysis.display.days import day_of
from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.refusals.told import Sentences, printed
from analysis.schema import NEEDED_MONTHS

SENTENCES: Sentences = {
    "nobody_yet": lambda facts: sentence("Not tested, because nobody had bought by {day}.", day=day_of(facts["by"])),
    "lifetimes_unknown": lambda _: sentence(
        "Who is still a customer, and what longer lives would bring, is not said: these data do not determine how long "
        "customers stay."
    ),
    "nobody_bought": lambda _: sentence("Not fitted, because nobody has bought."),
    "nobody_twice": lambda _: sentence("Not computed, because nobody bought twice."),
    "few_months": lambda facts: sentence(
        "Whether purchases have a season is not identified, because the data cover {months} full calendar months; "
        "{needed} are needed.",
        **printed(facts, needed=count(NEEDED_MONTHS)),
    ),
    "months_without_customers": lambda _: sentence(
        "Whether purchases have a season is not identified, because in some months nobody could buy again: there were "
        "no customers yet."
    ),
}
