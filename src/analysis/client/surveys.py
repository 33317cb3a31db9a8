"""The table of surveys, and the levels of satisfaction in the client's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from pydantic import Field, model_validator

from analysis.client.rules import Value
from analysis.client.tables import Kind, Table
from analysis.display.language import data_error

NUMBERS = ("5", "4", "3", "2", "1")
BEST = 2
"""So many of the best levels count as satisfied, where the client does not say which."""


class SurveyTable(Table):
    """One row per answer: satisfaction and expectation 1 to 5 or in own words, recommend 0 to 10 or in three levels.

    `levels`: The words of satisfaction and expectation, the best first; without them numbers from 5 to 1.
    `top`: Those that count as satisfied: the first levels; by default two.
    """

    KINDS: ClassVar[Mapping[str, Kind]] = {
        "date": "day",
        "satisfaction": "order",
        "recommend": "level",
        "item": "text",
        "expectation": "order",
    }
    NEEDED: ClassVar[tuple[str, ...]] = ("date",)

    levels: list[Value] | None = Field(None, min_length=2, max_length=11)
    top: list[Value] | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _levels_have_an_order(self) -> Self:
        words = [_plain(word) for word in self.scale]
        if len(set(words)) < len(words):
            twice = next(word for word in self.scale if words.count(_plain(word)) > 1)
            raise data_error("levels: '{word}' stands there twice", word=twice)
        best = [_plain(word) for word in self.satisfied]
        if set(best) != set(words[: len(best)]) or len(best) == len(words):
            raise data_error(
                "top must be the first of the levels, which stand the best first, and not all of them: {levels}",
                levels=", ".join(self.scale),
            )
        return self

    @property
    def scale(self) -> list[str]:
        """The levels, the best first."""
        return self.levels or list(NUMBERS)

    @property
    def satisfied(self) -> list[str]:
        """The levels that count as satisfied."""
        return self.top or self.scale[: min(BEST, len(self.scale) - 1)]


def _plain(word: str) -> str:
    return word.strip().casefold()
