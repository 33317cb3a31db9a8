"""Where something stands: a file, sheet, table or column, and a row, as records that are named when printed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from analysis.display.formats import count
from analysis.display.language import sentence


@dataclass(frozen=True)
class Place:
    """A file, or a part of it, as messages begin with it.

    Attributes
    ----------
    file
        Its name, with the member of an archive.
    sheet, column
        Of the file, where one is meant.
    more
        How many files of the same source stand beside it.
    table
        Key of the optional table that the file holds: customers, surveys, contacts, subscriptions or receivables.

    Examples
    --------
    >>> print(Place("a.xlsx", sheet="2023"), Place("a.csv", more=2, column="day"), sep="; ")
    a.xlsx, sheet '2023'; a.csv and 2 more, column 'day'
    """

    file: str
    sheet: str | None = None
    more: int = 0
    table: str | None = None
    column: str | int | None = None

    def __str__(self) -> str:
        said = self.file
        if self.sheet is not None:
            said = sentence("{file}, sheet '{sheet}'", file=said, sheet=self.sheet)
        if self.more:
            said = sentence("{file} and {n} more", file=said, n=count(self.more))
        if self.table:
            said = f"{self.table}, {said}"
        if self.column is not None:
            said = sentence("{file}, column '{column}'", file=said, column=self.column)
        return said

    def plain(self) -> str | dict[str, Any]:
        """Return it as a finding keeps it: the name of the file alone, else a record of what is known."""
        known = {each.name: value for each in fields(self) if (value := getattr(self, each.name)) not in (None, 0)}
        return self.file if known.keys() == {"file"} else known


@dataclass(frozen=True)
class Row:
    """A row the way the user's program counts it; with its file if there are several.

    Examples
    --------
    >>> print(Row("line", 1200), Row("data row", 3, Place("b.csv")), sep="; ")
    line 1,200; data row 3 of b.csv
    """

    counted: str
    number: int
    file: Place | None = None

    def __str__(self) -> str:
        n = count(self.number)
        if self.counted == "line":
            said = sentence("line {n}", n=n)
        elif self.counted == "cell":
            said = sentence("filled cell {n}", n=n)
        else:
            said = sentence("row {n}", n=n) if self.counted == "row" else sentence("data row {n}", n=n)
        return sentence("{row} of {file}", row=said, file=self.file) if self.file else said

    def plain(self) -> dict[str, Any]:
        """Return it as a finding keeps it."""
        where = {"file": self.file.plain()} if self.file else {}
        return {"counted": self.counted, "number": self.number, **where}


Label = str | Place
"""How messages name a file: by its name alone, or as a place in it."""


def place(stored: Label | dict[str, Any]) -> Place:
    """Return the place that `Place.plain` stored, or that a label names."""
    if isinstance(stored, Place):
        return stored
    return Place(**stored) if isinstance(stored, dict) else Place(stored)


def row(stored: dict[str, Any]) -> Row:
    """Return the row that `Row.plain` stored."""
    return Row(stored["counted"], stored["number"], place(stored["file"]) if "file" in stored else None)
