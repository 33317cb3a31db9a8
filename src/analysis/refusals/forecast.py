"""Refusals of the forecast and of lifetimes: what could not be tested or told."""

from __future__ import annotations

from analysis.display.days import day_of
from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.refusals.told import Sentences, printed, says
from analysis.schema import NEEDED_MONTHS

SENTENCES: Sentences = {
    "nobody_yet": lambda facts: sentence("Not tested, because nobody had bought by {day}.", day=day_of(facts["by"])),
    "lifetimes_unknown": says(
        "Who is still a customer, and what longer lives would bring, is not said: these data do not determine how long "
        "customers stay."
    ),
    "nobody_bought": says("Not fitted, because nobody has bought."),
    "nobody_twice": says("Not computed, because nobody bought twice."),
    "few_months": lambda facts: sentence(
        "Whether purchases have a season is not identified, because the data cover {months} full calendar months; "
        "{needed} are needed.",
        **printed(facts, needed=count(NEEDED_MONTHS)),
    ),
    "months_without_customers": says(
        "Whether purchases have a season is not identified, because in some months nobody could buy again: there were "
        "no customers yet."
    ),
}
