"""Refusals of classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.formats import count
from analysis.display.language import sentence

Values = dict[str, Any]


def _short_history(facts: Values) -> str:
    return sentence(
        "Not computed, because the data cover fewer than {days} days: two stretches of them cannot be compared.",
        days=count(facts["days"]),
    )


SENTENCES: dict[str, Callable[[Values], str]] = {"short_history": _short_history}
