"""How the facts of a refusal are put into its sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analysis.display.formats import count
from analysis.display.language import sentence, sentences

Values = Mapping[str, Any]
Say = Callable[[Values], str]
Sentences = dict[str, Say]
"""Code of a refusal -> what says it, of its facts."""


def says(message: str, /) -> Say:
    """Return what says a refusal: a sentence with its facts as they are printed."""
    return lambda facts: sentence(message, **printed(facts))


def says_by(one: str, many: str, /, of: str) -> Say:
    """Return what says a refusal of one thing or of several, as the fact ``of`` counts them."""
    return lambda facts: sentences(facts[of], one, many, **printed(facts))


def printed(facts: Values, **otherwise: str) -> dict[str, Any]:
    """Return facts as a sentence takes them: numbers as counts, all else as it is, but for those given otherwise.

    Examples
    --------
    >>> printed({"customers": 1200, "share": 0.25}, share="a quarter")
    {'customers': '1,200', 'share': 'a quarter'}
    """
    return {name: count(value) if type(value) in (int, float) else value for name, value in facts.items()} | otherwise
