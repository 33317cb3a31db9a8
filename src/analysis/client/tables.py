"""The optional tables of a client file as typed models: what may be known of a customer beside the sales."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from analysis.client.faults import nearest
from analysis.client.parameters import Day, Export, Strict

Kind = Literal["text", "id", "money", "number", "day", "flag", "level"]


class Table(Export):
    """An optional table, joined to the transactions by customer_id."""

    KINDS: ClassVar[Mapping[str, Kind]] = MappingProxyType({})
    """Column -> how its texts are read."""
    NEEDED: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _says_what_is_needed(self) -> Self:
        known = ["customer_id", *self.KINDS]
        for ours in self.columns:
            if ours not in known:
                raise ValueError(f"unknown column '{ours}' in columns{nearest(ours, known)}")
        if not set(self.columns) - {"customer_id"}:
            raise ValueError(f"columns must name at least one of {', '.join(self.KINDS)}")
        for ours in self.NEEDED:
            if ours not in self.columns:
                raise ValueError(f"columns must say which column is the {ours}")
        return self


class CustomerTable(Table):
    """One row per customer id: what the client's books say of it. Money is in the report's currency."""

    KINDS: ClassVar[Mapping[str, Kind]] = MappingProxyType(
        {
            "name": "text",
            "parent_id": "id",
            "segment": "text",
            "manager": "text",
            "acquired_on": "day",
            "acquisition_source": "text",
            "acquisition_cost": "money",
            "upfront_cost": "money",
            "cost_to_serve": "money",
            "strategic": "flag",
            "credit": "text",
            "wallet": "text",
            "relationship_level": "text",
            "referred_by": "id",
        }
    )


class SurveyTable(Table):
    """One row per answer: satisfaction and expectation 1 to 5, recommend 0 to 10 or in three levels."""

    KINDS: ClassVar[Mapping[str, Kind]] = MappingProxyType(
        {"date": "day", "satisfaction": "number", "recommend": "level", "item": "text", "expectation": "number"}
    )
    NEEDED: ClassVar[tuple[str, ...]] = ("date",)


class ContactTable(Table):
    """One row per contact: a visit, a call, a complaint."""

    KINDS: ClassVar[Mapping[str, Kind]] = MappingProxyType(
        {"date": "day", "minutes": "number", "cost": "money", "kind": "text"}
    )
    NEEDED: ClassVar[tuple[str, ...]] = ("date",)


class SubscriptionTable(Table):
    """One row per contract; without an end it runs."""

    KINDS: ClassVar[Mapping[str, Kind]] = MappingProxyType({"start": "day", "end": "day", "reason": "text"})
    NEEDED: ClassVar[tuple[str, ...]] = ("start",)


class ControlTotal(Strict):
    """What the client's books say for a period, both days included; open where a day is left out."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    amount: float = Field(allow_inf_nan=False)

    @property
    def first(self) -> dt.date:
        """The first day of the period."""
        return self.from_ or dt.date.min

    @property
    def last(self) -> dt.date:
        """The last day of the period."""
        return self.to or dt.date.max

    @property
    def exact(self) -> Decimal:
        """The amount as it was written."""
        return Decimal(repr(self.amount))

    @property
    def period(self) -> str:
        """The period in words."""
        if self.from_ and self.to:
            return f"{self.from_} to {self.to}"
        return f"from {self.from_}" if self.from_ else f"up to {self.to}" if self.to else "the whole data"

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.first > self.last:
            raise ValueError(f"the period runs backwards: from {self.from_} to {self.to}")
        return self


def refuse_overlaps(totals: Sequence[ControlTotal]) -> None:
    """Refuse periods that share a day: one of the two books would be read twice.

    Raises
    ------
    ValueError
        With both periods.
    """
    ordered = sorted(totals, key=lambda total: (total.first, total.last))
    for before, after in zip(ordered, ordered[1:], strict=False):
        if after.first <= before.last:
            raise ValueError(f"two periods overlap: {before.period}, and {after.period}; give each day once")
