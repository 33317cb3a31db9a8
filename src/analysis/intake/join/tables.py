"""An optional table read the way a source is read: any kind of file, as text first, then strictly typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.client.parameters import Source
from analysis.client.private import is_private
from analysis.client.tables import Table
from analysis.display.language import data_error
from analysis.intake.join.cells import Cells
from analysis.intake.mean.ids import read_ids
from analysis.intake.mean.values import READERS
from analysis.intake.places import Place, place
from analysis.intake.read.extract import Extract
from analysis.intake.read.files import read_files
from analysis.intake.read.header import no_id_column, positions, tidy
from analysis.intake.read.staging import insert
from analysis.intake.workspace import Workspace, name
from analysis.schema import DataError

LEFT_OUT = ("missing", "placeholder", "total", "header")
"""Kinds of ids (`mean.ids.read_ids`) that are no customer."""


@dataclass
class Typed:
    """A table as typed rows.

    Attributes
    ----------
    key
        Its key in the client file: customers, surveys, contacts, subscriptions or receivables.
    place
        Key and file, as messages name it.
    table
        Table in the workspace: row (from 0), id and the columns; what is not known is NULL.
    columns
        The columns beyond the id.
    private
        Those whose names in the file tell of what is nobody's business: their values are printed nowhere.
    rows
        Rows read.
    written
        One entry per file, for the manifest.
    """

    key: str
    place: Place
    table: str
    columns: list[str] = field(default_factory=list)
    private: set[str] = field(default_factory=set)
    rows: int = 0
    written: list[dict[str, Any]] = field(default_factory=list)


def read_table(
    bench: Workspace, key: str, settings: Table, usual: Sequence[str], folder: Path, currency: str | None
) -> Typed:
    """Read one optional table.

    Parameters
    ----------
    bench : Workspace
        Where it is read; findings go there.
    key : str
        Its key in the client file.
    settings : Table
        Where it is and what its columns are called.
    usual : sequence of str
        What the id column may be called where ``columns`` does not say it.
    folder : Path
        The client's folder.
    currency : str, optional
        ISO code of the report's money.

    Raises
    ------
    DataError
        If a file cannot be read one way only, a column is not there, or a value is not what its column holds.
    """
    raw = f"raw_{key}"
    extracts = _read_files(bench, key, settings, folder)
    typed = Typed(key, replace(place(extracts[0].label), table=key), f"table_{key}")
    columns = _with_key(settings, usual, extracts[0], typed.place)
    bench.con.execute(f"CREATE TABLE {raw} ({', '.join(f'{name(c)} VARCHAR' for c in columns)})")
    as_numbers = set(columns)
    for extract in extracts:
        found = positions(columns, extract.names, replace(place(extract.label), table=key))
        as_numbers &= {ours for ours, position in found.items() if position in extract.numbers}
        _append(bench, raw, typed, extract, found)
    if not bench.row(f"SELECT count(*) FROM {raw}")[0]:
        raise data_error("{file}: there is a header but no rows (no data).", file=typed.place)
    ids = read_ids(bench, raw, typed.place, str(columns.pop("customer_id")))
    _leave_out(bench, raw, ids, columns, typed)
    typed.private = {ours for ours, theirs in columns.items() if is_private(str(theirs))}
    if "segment" in typed.private:  # it would stand in every comparison and in what leaves the house
        bench.info("private_segment", file=typed.place, column=str(columns.pop("segment")))
    source = Source.model_construct(**{**dict(settings), "columns": columns})
    as_days = extracts[0].written.get("kind") in {"excel", "parquet"}
    values: dict[str, str] = {}
    joins: list[str] = []
    for ours, theirs in columns.items():
        cells = Cells(
            bench,
            raw,
            ours,
            replace(typed.place, column=theirs),
            source,
            numbers=ours in as_numbers,
            days=as_days or ours in as_numbers,
            shift=extracts[0].serial_shift,
            currency=currency or "",
            levels=getattr(settings, "levels", None),
        )
        read, join = READERS[settings.KINDS[ours]](cells)
        values |= read
        joins.append(join)
    typed.columns = list(values)
    chosen = "".join(f", {sql} AS {name(column)}" for column, sql in values.items())
    bench.con.execute(
        f"CREATE TABLE {typed.table} AS SELECT {raw}.rowid AS row, i.id{chosen} FROM {raw} "
        f"JOIN {ids} AS i ON i.v = {raw}.customer_id {' '.join(joins)} WHERE i.kind IN ('ok', 'maybe_total') ORDER BY 1"
    )
    return typed


def _read_files(bench: Workspace, key: str, settings: Table, folder: Path) -> list[Extract]:
    try:
        return read_files(bench, Source.model_construct(**dict(settings)), folder)
    except DataError as error:
        raise data_error("{key}: {error}", key=key, error=error) from None


def _with_key(settings: Table, usual: Sequence[str], extract: Extract, label: Place) -> dict[str, str | int]:
    """Return the columns with the id's: as stated, else the first of the usual names that is there."""
    if "customer_id" in settings.columns:
        return dict(settings.columns)
    there = {tidy(header).casefold() for header in extract.names}
    for candidate in usual:
        if tidy(candidate).casefold() in there:
            return {"customer_id": candidate, **settings.columns}
    raise DataError(no_id_column(label, dict.fromkeys(usual), extract.names))


def _append(bench: Workspace, raw: str, typed: Typed, extract: Extract, found: dict[str, int]) -> None:
    ours = ", ".join(f"coalesce(c{position + 1}, '')" for position in found.values())
    filled = " OR ".join(f"trim(c{k + 1}) <> ''" for k in range(len(extract.names)))
    before = bench.row(f"SELECT count(*) FROM {raw}")[0]
    insert(bench, f"INSERT INTO {raw} SELECT {ours} FROM ({extract.relation}) WHERE {filled}", extract.label)
    rows = int(bench.row(f"SELECT count(*) FROM {raw}")[0] - before)
    if extract.finish:
        extract.finish(extract, rows)
    rows += sum(extract.left_out.values())
    typed.rows += rows
    typed.written.append(
        {"name": extract.file or str(extract.label), "rows": rows, **extract.written, "table": typed.key}
    )


def _leave_out(bench: Workspace, raw: str, ids: str, columns: dict[str, str | int], typed: Typed) -> None:
    """Say which rows have no customer, and empty their cells, so that none of them is read."""
    for kind in LEFT_OUT:
        rows, first = bench.row(
            f"SELECT count(*), min({raw}.rowid) FROM {raw} JOIN {ids} i ON i.v = customer_id WHERE i.kind = '{kind}'"
        )
        if rows:
            bench.warn(f"{typed.key}_{kind}", rows, file=typed.place, first=first + 1)
            empty = ", ".join(f"{name(column)} = ''" for column in columns)
            bench.con.execute(
                f"UPDATE {raw} SET {empty} WHERE customer_id IN (SELECT v FROM {ids} WHERE kind = '{kind}')"
            )
