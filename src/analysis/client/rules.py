"""What a client file says of the kinds and states of documents: which rows count as sales."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from analysis.client.strict import Strict
from analysis.display.language import data_error


def _text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Value = Annotated[str, BeforeValidator(_text)]


class Rules(Strict):
    """Values of a column: those kept (all others are then left out), left out, and counted as negative."""

    keep: list[Value] | None = Field(None, min_length=1)
    drop: list[Value] = []
    negate: list[Value] = []

    @model_validator(mode="after")
    def _says_something_once(self) -> Self:
        if self.keep is None and not self.drop and not self.negate:
            raise data_error("say which values to keep, drop or negate")
        groups = [
            {value.strip().casefold() for value in values} for values in (self.keep or [], self.drop, self.negate)
        ]
        twice = (groups[0] & groups[1]) | (groups[0] & groups[2]) | (groups[1] & groups[2])
        if twice:
            raise data_error("'{value}' stands in two of keep, drop and negate; give it once", value=min(twice))
        return self
