"""The parts of a client file as typed models: parameters with unit, default and range; sources with their columns."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from analysis.client.abc import Abc, Rfm
from analysis.client.faults import unknown_column
from analysis.client.rules import Rules
from analysis.client.strict import Strict, setting
from analysis.display.language import data_error


def _day(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        return dt.date.fromisoformat(value.strip())
    return value


Day = Annotated[dt.date, BeforeValidator(_day)]


class Parameters(Strict):
    """What an analyst may change; `workbook params` prints this table."""

    margin_rate: float | None = setting(
        None,
        "fraction",
        "margin as a share of revenue; without it (or a cost column) the report speaks of expected revenue",
        ge=0,
        le=1,
    )
    horizon_days: int | None = setting(
        None,
        "days",
        "how far ahead customers are valued; default: the longest of 365, 180, 90, 30 that the history allows",
        ge=1,
        le=3650,
    )
    annual_discount_rate: float = setting(0.10, "fraction per year", "what a year of waiting costs", ge=0, le=1)
    churn_window_days: int | None = setting(
        None,
        "days",
        "a customer who will not buy within it counts as leaving; default: 90th percentile of the client's gaps, each "
        "customer alike where few buy far more often than the rest",
        ge=1,
        le=3650,
    )
    calibration_end: Day | None = setting(
        None, "date", "models learn up to here and are tested on the days after; default: half-way"
    )
    movement_end: Day | None = setting(
        None,
        "date",
        "last day of the later of the two years that are compared, as 2019-12-31 for calendar years; default: "
        "observation_end",
    )
    class_buffer: float = setting(
        0.0,
        "fraction",
        "how far past a line of money between two classes a customer must be before the class changes, as a share of "
        "the line",
        ge=0,
        lt=1,
    )
    zero_is_purchase: bool = setting(
        False, "yes/no", "does a day with a sale and a net amount of 0 count as a purchase day"
    )
    excel_rows: int = setting(
        100_000,
        "customers",
        "up to so many customers stand in customers.xlsx; of more, it holds the lists, and customers.parquet all of "
        "them",
        ge=0,
        le=1_000_000,
    )
    abc: Abc = Abc.model_construct()
    rfm: Rfm = Rfm.model_construct()


Column = str | int
COLUMNS = [
    "customer_id", "date", "amount", "quantity", "unit_price", "order_id", "product", "category", "cost", "unit_cost",
    "margin", "discount", "currency", "channel", "status", "kind", "price_unit", "recency", "frequency", "monetary",
    "tenure", "churned", "less",
]  # fmt: skip
STATED = ("recency", "frequency", "tenure", "churned")
"""What a file with one row per customer says of them; carried to the customers, never computed with."""
ATTRIBUTE = "attribute_"
OWN = {
    "customer_id", "first_purchase", "last_purchase", "frequency", "recency", "T", "monetary_value", "purchase_amount",
    "revenue", "returns", "margin", "rows", "date", "amount", "abc_class",
}  # fmt: skip
"""Columns of the customers that an attribute cannot take."""
FILLED = ("customer_id", "date", "order_id", "currency", "channel", "status", "kind")
"""What stands in the head of a document, and is filled down from its first row."""


class Export(Strict):
    """One export: where it is, what its columns are called, how it is written."""

    path: str | None = None
    url_env: str | None = None
    columns: dict[str, Column]
    encoding: str | None = None
    delimiter: str | None = None
    decimal: Literal[".", ","] | None = None
    date_format: str | None = None
    sheet: str | None = None
    table: str | None = None
    query: str | None = None
    header_row: int | Literal["none"] | None = None
    timezone: str | None = None

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if (self.path is None) == (self.url_env is None):
            raise data_error("either path or url_env is needed")
        return self


class Returns(Export):
    """A table of the orders that came back: its ``columns`` say which one is the order_id."""

    @model_validator(mode="after")
    def _names_the_orders(self) -> Self:
        if set(self.columns) != {"order_id"}:
            raise data_error("columns must say which column is the order_id, and nothing else")
        return self


class Source(Export):
    """An export of transactions."""

    cancel_prefix: str | None = None
    attributes: list[Column] | dict[str, Column] = []
    returns: Returns | None = None
    status: Rules | None = None
    kind: Rules | None = None
    fill_down: bool | list[str] = False
    whole_amounts: bool = False
    unpivot: bool = False

    @model_validator(mode="before")
    @classmethod
    def _carries_attributes(cls, given: object) -> object:
        """Put attributes among the columns, under names of their own; what a customer's row says is one of them."""
        if not isinstance(given, dict) or not isinstance(given.get("columns"), dict):
            return given
        columns = {
            (f"{ATTRIBUTE}stated_{ours}" if ours in STATED else ours): theirs
            for ours, theirs in given["columns"].items()
        }
        if "monetary" in columns and not {"amount", "unit_price"} & columns.keys():
            columns["amount"] = columns.pop("monetary")
        named = given.get("attributes") or {}
        pairs = named.items() if isinstance(named, dict) else [(str(theirs), theirs) for theirs in named]
        for ours, theirs in pairs:
            if ours in OWN:
                raise data_error(
                    "attributes: '{ours}' is a column of the customers already; give it another name", ours=ours
                )
            columns[f"{ATTRIBUTE}{ours}"] = theirs
        return {**given, "columns": columns}

    @model_validator(mode="after")
    def _says_what_is_needed(self) -> Source:
        if self.returns is not None and "order_id" not in self.columns:
            raise data_error("returns names orders, so columns must say which column is the order_id")
        for ours in self.columns:
            if ours not in COLUMNS and not ours.startswith(ATTRIBUTE):
                raise ValueError(unknown_column(ours, COLUMNS))
        for ours in ("status", "kind"):
            if getattr(self, ours) is not None and ours not in self.columns:
                raise data_error(
                    "{ours} says which values count, so columns must say which column is the {ours}", ours=ours
                )
        for ours in ("date", "amount", "quantity", "unit_price", "less") if self.unpivot else ():
            if ours in self.columns:
                raise data_error(
                    "unpivot takes date and amount from the columns of months: leave {ours} out", ours=ours
                )
        for ours in self.filled:
            if ours not in self.columns:
                raise data_error("fill_down names '{ours}', which is not among the columns", ours=ours)
        if "customer_id" not in self.columns:
            raise data_error("columns must say which column is the customer_id")
        if not self.has_days and not self.has_amounts:
            raise data_error("columns must say which column is the date, or the amount of a summary without dates")
        for ours in ("quantity", "unit_price", "cost", "unit_cost", "margin", "discount", "less"):
            if ours in self.columns and not self.has_amounts:
                raise data_error(
                    "columns must say which column is the amount, or quantity and unit_price; {ours} alone is no money",
                    ours=ours,
                )
        return self

    @property
    def filled(self) -> list[str]:
        """The columns whose values hold for the blank rows below them."""
        if isinstance(self.fill_down, bool):
            return [ours for ours in FILLED if ours in self.columns] if self.fill_down else []
        return self.fill_down

    @property
    def has_days(self) -> bool:
        """Whether rows have a day; else each is a customer, already summarised."""
        return self.unpivot or "date" in self.columns

    @property
    def has_amounts(self) -> bool:
        """Whether rows have money; else each row counts as a purchase."""
        return self.unpivot or "amount" in self.columns or {"quantity", "unit_price"} <= self.columns.keys()
