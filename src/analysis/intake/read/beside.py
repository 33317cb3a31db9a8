"""A file that was read, kept so that its other columns can be read again."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.intake.read.extract import Extract


@dataclass(frozen=True)
class Beside:
    """One file of a source: how it is read again, which rows and columns of it were staged, and from which row on."""

    extract: Extract
    filled: str
    named: frozenset[int]
    first_rowid: int
    rows: int
