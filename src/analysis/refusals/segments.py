"""Refusals of classes."""

from __future__ import annotations

from analysis.display.language import sentence
from analysis.refusals.told import Sentences, printed

SENTENCES: Sentences = {
    "short_history": lambda facts: sentence(
        "Not computed, because the data cover fewer than {days} days: two stretches of them cannot be compared.",
        **printed(facts),
    )
}
