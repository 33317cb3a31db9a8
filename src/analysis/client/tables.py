"""The optional tables of a client file as typed models: what may be known of a customer beside the sales."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from analysis.client.faults import unknown_column
from analysis.client.parameters import Day, Export, Strict
from analysis.display.language import data_error, sentence

Kind = Literal["text", "id", "money", "number", "day", "flag", "level", "order"]


class Table(Export):
    """An optional table, joined to the transactions by customer_id."""

    KINDS: ClassVar[Mapping[str, Kind]] = {}
    """Column -> how its texts are read."""
    NEEDED: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _says_what_is_needed(self) -> Self:
        known = ["customer_id", *self.KINDS]
        for ours in self.columns:
            if ours not in known:
                raise ValueError(unknown_column(ours, known))
        if not set(self.columns) - {"customer_id"}:
            raise data_error("columns must name at least one of {columns}", columns=", ".join(self.KINDS))
        for ours in self.NEEDED:
            if ours not in self.columns:
                raise data_error("columns must say which column is the {ours}", ours=ours)
        return self


class CustomerTable(Table):
    """One row per customer id: what the client's books say of it. Money is in the report's currency."""

    KINDS: ClassVar[Mapping[str, Kind]] = {
        "name": "text",
        "parent_id": "id",
        "segment": "text",
        "manager": "text",
        "acquired_on": "day",
        "acquisition_source": "text",
        "acquisition_cost": "money",
        "upfront_cost": "money",
        "cost_to_serve": "money",
        "rebate": "money",
        "account_type": "text",
        "strategic": "flag",
        "institution": "flag",
        "tied_to_us": "flag",
        "contested": "flag",
        "credit": "text",
        "wallet": "text",
        "relationship_level": "text",
        "referred_by": "id",
        "left_because": "text",
    }


class ContactTable(Table):
    """One row per contact: a visit, a call, a complaint."""

    KINDS: ClassVar[Mapping[str, Kind]] = {"date": "day", "minutes": "number", "cost": "money", "kind": "text"}
    NEEDED: ClassVar[tuple[str, ...]] = ("date",)


class SubscriptionTable(Table):
    """One row per contract; without an end it runs."""

    KINDS: ClassVar[Mapping[str, Kind]] = {"start": "day", "end": "day", "reason": "text"}
    NEEDED: ClassVar[tuple[str, ...]] = ("start",)


class ReceivableTable(Table):
    """One row per invoice; it is due at once where no day says otherwise, and open until it is paid."""

    KINDS: ClassVar[Mapping[str, Kind]] = {"invoice": "day", "due": "day", "paid": "day", "amount": "money"}
    NEEDED: ClassVar[tuple[str, ...]] = ("invoice", "amount")


def period_of(first: object, last: object) -> str:
    """Return the days of a control total in words; open where a day is None.

    Examples
    --------
    >>> period_of("2023-01-01", "2023-01-31"), period_of(None, "2023-01-31"), period_of(None, None)
    ('2023-01-01 to 2023-01-31', 'up to 2023-01-31', 'the whole data')
    """
    if first and last:
        return sentence("{first} to {last}", first=first, last=last)
    if first:
        return sentence("from {first}", first=first)
    return sentence("up to {last}", last=last) if last else sentence("the whole data")


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
        return period_of(self.from_, self.to)

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.first > self.last:
            raise data_error("the period runs backwards: from {from_} to {to}", from_=self.from_, to=self.to)
        return self


def refuse_overlaps(totals: list[ControlTotal]) -> list[ControlTotal]:
    """Return totals; refuse periods that share a day: one of the two books would be read twice.

    Raises ValueError with both periods.
    """
    ordered = sorted(totals, key=lambda total: (total.first, total.last))
    for before, after in zip(ordered, ordered[1:], strict=False):
        if after.first <= before.last:
            raise data_error(
                "two periods overlap: {before}, and {after}; give each day once",
                before=before.period,
                after=after.period,
            )
    return totals
