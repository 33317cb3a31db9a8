"""Refusals of classes."""

from __future__ import annotations

from analysis.refusals.told import Sentences, says

SENTENCES: Sentences = {
    "short_history": says(
        "Not computed, because the data cover fewer than {days} days: two stretches of them cannot be compared."
    )
}
