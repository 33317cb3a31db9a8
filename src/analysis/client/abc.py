"""Where the classes A, B and C end, and where recency, frequency and money are cut."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.client.strict import Strict, setting
from analysis.display.language import data_error


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
            raise data_error("abc.a must be below abc.b; got a = {a} and b = {b}", a=self.a, b=self.b)
        return self


class Rfm(Strict):
    """Four ascending limits each, which part five scores; without them each score holds about a fifth."""

    recency_days: list[float] | None = setting(
        None,
        "days",
        "days since the last purchase up to which recency scores 5, 4, 3 and 2; default: fifths",
        min_length=4,
        max_length=4,
    )
    purchases: list[float] | None = setting(
        None,
        "count",
        "purchase days from which frequency scores 2, 3, 4 and 5; default: fifths",
        min_length=4,
        max_length=4,
    )
    revenue: list[float] | None = setting(
        None, "money", "revenue from which money scores 2, 3, 4 and 5; default: fifths", min_length=4, max_length=4
    )

    @model_validator(mode="after")
    def _ascends(self) -> Rfm:
        for name in ("recency_days", "purchases", "revenue"):
            limits = getattr(self, name)
            if limits and any(a >= b for a, b in zip(limits, limits[1:], strict=False)):
                raise data_error(
                    "rfm.{name} must ascend; got {limits}",
                    name=name,
                    limits=", ".join(f"{limit:g}" for limit in limits),
                )
        return self
