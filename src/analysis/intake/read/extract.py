"""What every reader hands over: an SQL relation of text columns, their names, and how they were written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from analysis.intake.places import Label


@dataclass
class Extract:
    """One table as found in a file.

    Attributes
    ----------
    label
        File name, with the sheet or table where there are several; messages begin with it.
    relation
        SQL that yields the columns c1, c2, … as text, in the order of the file.
    names
        The header; empty names where there is none.
    first_line
        Number of the first data row as the user's program shows it.
    counted
        What that number counts: "line" where it is exact, else "data row".
    written
        How it was found to be written, for the manifest.
    left_out
        Rows by reason that never became records.
    numbers
        Positions (from 0) of columns stored as numbers, whose decimal mark is no question.
    serial_shift
        Days to add to serial dates (1,462 in workbooks that count from 1904).
    file
        The file's name alone; the label, if empty.
    currency
        The one currency that the formats of its cells show; "" if they show none.
    above
        The filled lines above the header, as text.
    titles
        Lines of fewer fields that stand above a repeated header.
    finish
        Called after the relation was read: what the reader rejected goes to ``left_out``.
    """

    label: Label
    relation: str
    names: list[str]
    first_line: int = 1
    counted: str = "data row"
    written: dict[str, Any] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    numbers: frozenset[int] = frozenset()
    serial_shift: int = 0
    finish: Callable[[Extract, int], None] | None = None
    file: str = ""
    currency: str = ""
    above: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
