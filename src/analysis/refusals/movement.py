"""Refusals of the comparison of two periods."""

from __future__ import annotations

from analysis.display.days import day_of
from analysis.display.language import sentence
from analysis.refusals.told import Sentences, says

SENTENCES: Sentences = {
    "nothing_to_compare": lambda facts: sentence(
        "Not compared with the time before, because the data cover {first} to {end}: a comparison needs two quarters.",
        first=day_of(facts["first"]),
        end=day_of(facts["end"]),
    ),
    "opening_unknown": says(
        "The forecast stands beside no earlier period, because {days} days ago the data had not yet shown who was a "
        "customer."
    ),
}
