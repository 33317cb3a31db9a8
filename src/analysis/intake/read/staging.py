"""Every file of a source into one table of text, with the part and the row that each line came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from analysis.client.parameters import Source
from analysis.display.language import data_error
from analysis.intake.mean.unnamed import say_unnamed
from analysis.intake.places import Label, Place, Row, place
from analysis.intake.read.beside import Beside
from analysis.intake.read.extract import Extract
from analysis.intake.read.files import read_files
from analysis.intake.read.fill_down import fill_down
from analysis.intake.read.header import positions
from analysis.intake.read.unpivot import unpivot
from analysis.intake.workspace import Workspace, name


@dataclass
class Part:
    """One file, or one sheet of it: where its rows lie in the staged table and how it was written."""

    label: Label
    first_rowid: int
    rows: int
    first_line: int
    counted: str
    written: dict[str, Any]

    def where(self, rowid: int) -> Row:
        """Name a row the way the user's program counts it."""
        return Row(self.counted, self.first_line + rowid - self.first_rowid)


@dataclass
class Staged:
    """A source as text: table ``raw_k`` with part, our columns, and a hash of all the others."""

    number: int
    source: Source
    table: str
    parts: list[Part] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)
    serial_shift: int = 0
    currency_seen: str = ""
    beside: list[Beside] = field(default_factory=list)

    @property
    def label(self) -> Place:
        """The file's name, or the first of several."""
        return replace(place(self.parts[0].label), more=len(self.parts) - 1)

    def part_of(self, rowid: int) -> Part:
        """Return the part that a row belongs to."""
        return next(part for part in reversed(self.parts) if part.first_rowid <= rowid)

    def where(self, rowid: int) -> Row:
        """Name a row, with its file if there are several."""
        part = self.part_of(rowid)
        return replace(part.where(rowid), file=place(part.label) if len(self.parts) > 1 else None)


def stage(bench: Workspace, number: int, source: Source, folder: Path) -> Staged:
    """Read all files of a source as text.

    Raises
    ------
    DataError
        If a file cannot be read, lacks a column, or if there is no row at all.
    """
    source, extracts = unpivot(bench, source, read_files(bench, source, folder))
    staged = Staged(number, source, f"raw_{number}")
    found = [positions(source.columns, extract.names, extract.label) for extract in extracts]
    values = [_values(k, len(extracts[k].names), places) for k, places in enumerate(found)]
    types = {"part": "INTEGER", **dict.fromkeys(source.columns, "VARCHAR"), "others": "UBIGINT"}
    for column in ("part", "others"):
        if all(each[column] == "0" for each in values):  # the same for all rows: generated, not stored
            types[column] += " AS (0)"
            values = [{ours: value for ours, value in each.items() if ours != column} for each in values]
    bench.con.execute(f"CREATE TABLE {staged.table} ({', '.join(f'{name(c)} {kind}' for c, kind in types.items())})")
    for extract, places, each in zip(extracts, found, values, strict=True):
        _append(bench, staged, extract, places, each)
    if not sum(part.rows for part in staged.parts):
        raise data_error(
            "{file}: there is a header but no rows: no transactions to analyse (no data).", file=staged.label
        )
    fill_down(bench, staged.table, source.filled)
    if source.returns is not None:
        _stage_returns(bench, staged, folder)
    return staged


def _stage_returns(bench: Workspace, staged: Staged, folder: Path) -> None:
    """Create the table of the order ids that came back."""
    table = staged.source.returns
    assert table is not None
    bench.con.execute(f"CREATE TABLE returns_{staged.number} (order_id VARCHAR)")
    for extract in read_files(bench, Source.model_construct(**dict(table)), folder):
        cell = f"c{positions(table.columns, extract.names, extract.label)['order_id'] + 1}"
        insert(
            bench,
            f"INSERT INTO returns_{staged.number} SELECT DISTINCT trim({cell}) FROM ({extract.relation})",
            extract.label,
        )


def _values(number: int, width: int, found: dict[str, int]) -> dict[str, str]:
    """Return SQL for the columns of the staged table, from the cells of a row and where our columns are found."""
    others = [f"c{k + 1}" for k in range(width) if k not in found.values()]
    ours = {column: f"coalesce(c{position + 1}, '')" for column, position in found.items()}
    return {"part": str(number), **ours, "others": f"hash({', '.join(others)})" if others else "0"}


def _append(bench: Workspace, staged: Staged, extract: Extract, found: dict[str, int], values: dict[str, str]) -> None:
    # the first test is cheap and nearly always true; only rows that fail it are looked at again
    cells = [f"trim(c{k + 1}) <> ''" for k in range(len(extract.names))]
    filled = " OR ".join([f"c{found['customer_id'] + 1} >= '!'", *cells])
    selected = ", ".join(f"{value} AS {name(column)}" for column, value in values.items())
    before = sum(part.rows for part in staged.parts)
    rows = insert(
        bench,
        f"INSERT INTO {staged.table} BY NAME SELECT {selected} FROM ({extract.relation}) WHERE {filled}",
        extract.label,
    )
    if extract.finish:
        extract.finish(extract, rows)
    for reason, count in extract.left_out.items():
        staged.left_out[reason] = staged.left_out.get(reason, 0) + count
    staged.currency_seen = say_unnamed(bench, extract, staged.source) or extract.currency or staged.currency_seen
    staged.beside.append(Beside(extract, filled, frozenset(found.values()), before, rows))
    staged.unused += [header for position, header in enumerate(extract.names) if position not in found.values()]
    if not staged.parts:
        staged.headers = {ours: extract.names[position] for ours, position in found.items()}
        staged.typed = {ours for ours, position in found.items() if position in extract.numbers}
    else:
        staged.typed &= {ours for ours, position in found.items() if position in extract.numbers}
    staged.serial_shift = extract.serial_shift
    total = rows + sum(extract.left_out.values())
    written = {"name": extract.file or str(extract.label), "rows": total, **extract.written}
    staged.parts.append(Part(extract.label, before, rows, extract.first_line, extract.counted, written))


def insert(bench: Workspace, statement: str, label: Label) -> int:
    """Copy what a reader yields into a table, and return how many rows these are.

    Raises
    ------
    DataError
        If the text cannot be told apart into records.
    """
    try:
        return int(bench.row(statement)[0])
    except duckdb.OutOfMemoryException:
        raise data_error(
            "{file}: the table is too wide to be read (too many columns); export the columns that are needed only.",
            file=label,
        ) from None
    except duckdb.InvalidInputException as error:
        said = str(error).splitlines()[0].removeprefix("Invalid Input Error: ").replace(str(bench.folder), "")
        raise data_error(
            "{file}: the text cannot be told apart into records: {said} State encoding and delimiter, or export the "
            "file again.",
            file=label,
            said=said,
        ) from None
