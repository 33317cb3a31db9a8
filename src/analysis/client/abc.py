"""Where the classes A, B and C end."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.client.strict import Strict
from analysis.display.language import sentence


class Abc(Strict):
    """Where the classes end, as cumulative shares of a value, or as shares of the customers."""

    by: Literal["revenue", "margin"] = Field("revenue", description="what the classes are made by")
    of: Literal["value", "customers"] = Field(
        "value", description="whether a and b are shares of that value, or of the customers above 0 (then .2 and .5)"
    )
    a: float = Field(0.80, gt=0, lt=1, description="share that class A brings", json_schema_extra={"unit": "fraction"})
    b: float = Field(0.95, gt=0, le=1, description="share that A and B bring", json_schema_extra={"unit": "fraction"})

    @model_validator(mode="before")
    @classmethod
    def _of_customers(cls, given: object) -> object:
        """Let class A be a fifth of the customers, and B reach to half of them, where shares are of customers."""
        if isinstance(given, dict) and given.get("of") == "customers":
            return {"a": 0.20, "b": 0.50} | given
        return given

    @model_validator(mode="after")
    def _in_order(self) -> Abc:
        if self.a >= self.b:
            raise ValueError(sentence("abc.a must be below abc.b; got a = {a} and b = {b}", a=self.a, b=self.b))
        return self
