"""The client's own scorecard of accounts: criteria, weights, and what each value is worth."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from analysis.client.rules import Value
from analysis.client.strict import Strict
from analysis.display.language import data_error


class Criterion(Strict):
    """One criterion: a number by rank among all customers, or a text by the points of its values.

    `field`: A measure of the accounts, a column of the table of customers.
    `weight`: Against the others; any scale.
    `best` ({"high", "low"}): Which end of a number is worth all points.
    `points`: Value of a text -> points, 0 to 100.
    """

    field: str
    weight: float = Field(gt=0, allow_inf_nan=False)
    best: Literal["high", "low"] = "high"
    points: dict[Value, Annotated[float, Field(ge=0, le=100)]] | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.points is not None and "best" in self.model_fields_set:
            raise data_error("either points (of a text) or best (of a number), not both")
        return self
