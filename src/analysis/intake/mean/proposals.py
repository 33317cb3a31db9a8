"""Propose a client.yml from raw files: columns by their names (English, German, Chinese …) and by their content."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Sequence
from pathlib import Path

from analysis.client.parameters import Source
from analysis.display.language import later, sentence
from analysis.intake.mean.candidates import Column, like_money, moneys
from analysis.intake.mean.matching import NEEDED, ORDER, SUMMARY, could_buy, matched, quote
from analysis.intake.mean.proposed_columns import columns_of
from analysis.intake.mean.proposed_kinds import kind_lines
from analysis.intake.mean.proposed_money import currency_line
from analysis.intake.mean.proposed_tables import Beside, scalar, several, tables_beside
from analysis.intake.mean.shapes import Known, known_shape
from analysis.intake.read.extract import Extract
from analysis.intake.read.files import is_workbook, open_file
from analysis.intake.read.header import tidy
from analysis.intake.read.sources import kind_of, locate
from analysis.intake.read.unpivot import months_of
from analysis.intake.workspace import Workspace, workspace
from analysis.schema import DataError

MOST_VALUES = 200
MONTHLY = ("date", "amount", "less", "quantity", "unit_price")
"""What the columns of months hold."""
MAY_GO = {
    "date": later("or delete the line if there is none: then each row is one customer, and observation_end is needed"),
    "amount": later("or delete the line if there is none: then each row counts as a purchase"),
}


def propose_client(name: str, files: Sequence[str | Path], folder: Path | None = None) -> str:
    """Return a commented client.yml for these files; what is unsure is marked with ``?``.

    Parameters
    ----------
    name : str
        The client's name.
    files : sequence of paths
        Raw exports. Each becomes a source, a workbook's sheets a source each.
    folder : Path or None
        Where the client.yml will lie: paths are written relative to it. None: as they are given.

    Raises
    ------
    DataError
        If a file cannot be opened at all.
    """
    lines = [
        f"client: {scalar(name)}",
        "# currency: EUR               "
        f"# ? {sentence('ISO 4217 code of the amounts; needed unless a column holds it')}",
        "# observation_end: 2026-12-31 "
        f"# ? {sentence('last day that the exports cover; default: the last day in the data')}",
        "sources:",
    ]
    with workspace(dt.date.today()) as bench:
        found = [(Path(file), extract, keys) for file in files for extract, keys in _tables(bench, Path(file))]
        whole, others = _sales(bench, found)
        lines[1] = currency_line([columns_of(bench, extract) for _, extract, _ in whole]) or lines[1]
        for path, extract, keys in _joined(whole):
            lines += _source(os.path.relpath(path, folder) if folder else path, keys, extract, bench)
        lines += _beside(bench, whole, others, folder)
    return "\n".join(lines) + "\n"


Table = tuple[Path, Extract, dict[str, str]]


def _sales(bench: Workspace, found: list[Table]) -> tuple[list[Table], list[Table]]:
    """Return the tables that may hold sales, and those that do not: people, contracts, returns."""
    if len(found) < 2:
        return found, []
    sold: set[tuple[str, ...]] = set()
    owed: dict[tuple[str, ...], Column] = {}
    for _, extract, _ in found:
        columns = columns_of(bench, extract)
        dated = any(column.dates > 0.5 for column in columns)
        paid = any(like_money(column) for column in columns) or bool(moneys(columns))
        table, chosen = several(columns, "")
        if known_shape(extract.names) or (dated and paid and (not chosen or table == "receivables")):
            sold.add(_head(extract))
            owed |= {_head(extract): chosen["customer_id"]} if chosen else {}
    # Invoices with the day they were paid are sales, unless another list of sales has them of the same customers.
    names = {name for head in sold - owed.keys() for name in head}
    sold -= {head for head, key in owed.items() if tidy(key.name) in names}
    sales = [table for table in found if _head(table[1]) in sold]
    return (sales, [table for table in found if _head(table[1]) not in sold]) if sales else (found, [])


def _head(extract: Extract) -> tuple[str, ...]:
    return tuple(map(tidy, extract.names))


def _beside(bench: Workspace, whole: list[Table], others: list[Table], folder: Path | None) -> list[str]:
    """Return the optional tables: files of people and of contracts beside the sales, or names that stand in them."""
    sold, (path, _, keys) = columns_of(bench, whole[0][1]), _joined(whole)[0]
    key = matched(sold)[0].get("customer_id")

    def at(file: str | Path) -> Path:
        return Path(os.path.relpath(file, folder)) if folder else Path(file)

    beside = [Beside(at(file), keys, columns_of(bench, extract)) for file, extract, keys in others]
    return tables_beside(beside, key, Beside(at(path), keys, sold))


def _joined(tables: list[Table]) -> list[tuple[str, Extract, dict[str, str]]]:
    """Return the tables with their paths; files of one header become one, with a glob that means just them."""
    paths: list[tuple[str, Extract, dict[str, str]]] = []
    groups: dict[tuple[object, ...], list[Table]] = {}
    for file, extract, keys in tables:
        # A workbook knows its days, a text writes them in its own way: they are read as two sources.
        like = (file.parent, file.suffix.casefold(), *map(tidy, extract.names), *keys.items())
        groups.setdefault(like, []).append((file, extract, keys))
    for group in groups.values():
        pattern = _glob([file for file, *_ in group]) if len(group) > 1 else None
        if pattern:
            paths.append((str(group[0][0].parent / pattern), *group[0][1:]))
        else:
            paths += [(str(file), extract, keys) for file, extract, keys in group]
    return paths


def _glob(files: list[Path]) -> str | None:
    """Return a pattern of names that matches these files of a folder and no other."""
    names = [file.name for file in files]
    start = os.path.commonprefix(names)
    end = os.path.commonprefix([name[len(start) :][::-1] for name in names])[::-1]
    pattern = f"{start}*{end}"
    matched = {path.name for path in files[0].parent.glob(pattern)}
    return pattern if matched == set(names) and not re.search(r"[\[\]?]", start + end) else None


def _tables(bench: Workspace, file: Path) -> list[tuple[Extract, dict[str, str]]]:
    """Return the tables of a file: one, or one per visible sheet of a workbook."""
    found: list[tuple[Extract, dict[str, str]]] = []
    try:
        for keys in _sheets(file):
            blank = Source.model_construct(path=str(file), columns={}, sheet=keys.get("sheet"))
            found.append((open_file(bench, file, file.name, blank), keys))
    except DataError as error:
        raise DataError(f"{file.name}: {str(error).removeprefix(f'{file.name}: ')}") from None
    return found


def _sheets(file: Path) -> list[dict[str, str]]:
    """Return the key that names a sheet, for each filled sheet of a workbook with several."""
    locate(Source.model_construct(path=str(file.absolute()), columns={}), file.parent)
    kind = kind_of(file)
    if kind == "ole" or (kind == "zip" and is_workbook(file)):
        from analysis.intake.read.sheets import read_sheets

        sheets = read_sheets(file, Source.model_construct(path=str(file), columns={}))
        filled = [sheet.name for sheet in sheets if sheet.visible and sheet.header and sheet.data_rows]
        if len(filled) > 1:
            return [{"sheet": name} for name in filled]
    return [{}]


def _source(path: str, keys: dict[str, str], extract: Extract, bench: Workspace) -> list[str]:
    columns = columns_of(bench, extract)
    known = known_shape(extract.names)
    chosen, notes = _known(known, columns) if known else matched(columns)
    months = {} if known or "date" in chosen else months_of(extract.names)
    if months:
        columns = [column for column in columns if column.position - 1 not in months]
        chosen = {ours: c for ours, c in matched(columns)[0].items() if ours not in {*SUMMARY, *MONTHLY}}
        notes = {}
    extra = _keys_of(known, chosen, columns, extract, bench) if known else {}
    lines = [f"  - path: {scalar(path)}"] + [f"    {key}: {scalar(value)}" for key, value in keys.items()]
    if known:
        lines[0] += f"  # {known.name}"
        lines += [f"    # {sentence(known.note)}"] if known.note else []
    if not any(column.name for column in columns):
        lines.append(f"    header_row: none           # {sentence('the columns have no names: positions 1, 2, …')}")
    lines += [f"    {key}: {value}" for key, value in extra.items()]
    if months:
        said = sentence("each filled cell of the {n} columns of months is a row of its month", n=len(months))
        lines.append(f"    unpivot: true                # {said}")
    rules, named = ([], []) if known else kind_lines(columns, chosen, extract, bench)
    lines += [*rules, f"    columns:                     # {sentence('ours: theirs')}"]
    for ours, column in chosen.items():
        mark = f"  # ? {sentence('{why}; check', why=notes[ours])}" if ours in notes else ""
        lines.append(f"      {ours}: {scalar(column.key)}{mark}")
    lines += named + _to_do(chosen, columns, {*MONTHLY} if months else set())
    taken = {column.position for column in chosen.values()}
    rest = [str(column.key) for column in columns if column.position not in taken]
    if rest:
        lines.append(f"      # {sentence('not used: {columns}', columns=', '.join(rest))}".replace("\n", " "))
    return lines


def _to_do(chosen: dict[str, Column], columns: list[Column], known: set[str]) -> list[str]:
    """Return the lines for what is needed and was not found, with two candidates and three values of each."""
    lines = []
    summary = not chosen.keys() & {"date"} and chosen.keys() & SUMMARY.keys()
    for ours in NEEDED:
        priced = ours == "amount" and ({"quantity", "unit_price"} <= chosen.keys() or "monetary" in chosen)
        if ours in chosen.keys() | known or priced or (summary and ours == "date"):
            continue
        taken = {column.position for column in chosen.values()}
        free = [column for column in columns if column.position not in taken and column.values]
        near = [
            c
            for c in free
            if (c.dates > 0.5 if ours == "date" else like_money(c) if ours == "amount" else could_buy(c))
        ][:2]
        shown = "; ".join(
            sentence("{column} holds {values}", column=quote(c.name or c.position), values=c.examples) for c in near
        )
        said = sentence("perhaps {columns}", columns=shown) if near else sentence("no column looks like it; name one")
        gone = [sentence(MAY_GO[ours])] if ours in MAY_GO else []
        lines.append(f"      {ours}: TODO            # ? {', '.join([said, *gone])}".replace("\n", " "))
    if summary:
        lines.append(f"      # {sentence('one row per customer, already summarised: observation_end above is needed')}")
    return lines


def _known(known: Known, columns: list[Column]) -> tuple[dict[str, Column], dict[str, str]]:
    by_key = {column.key: column for column in columns} | {column.position: column for column in columns}
    chosen = {ours: by_key[theirs] for ours, theirs in known.chosen([column.name for column in columns]).items()}
    return {ours: chosen[ours] for ours in ORDER if ours in chosen}, {}


def _keys_of(
    known: Known, chosen: dict[str, Column], columns: list[Column], extract: Extract, bench: Workspace
) -> dict[str, str]:
    """Return the keys of a known export that this file needs: rules for the values that stand in it, blank heads."""
    keys = {}
    for ours, rules in (("status", known.status), ("kind", known.kind)):
        if not rules or ours not in chosen:
            continue
        cell = f"trim(c{chosen[ours].position})"
        there = {v for (v,) in bench.rows(f"SELECT DISTINCT {cell} FROM ({extract.relation}) LIMIT {MOST_VALUES}")}
        stated = {act: [value for value in values if value in there] for act, values in rules.items()}
        told = ", ".join(f"{act}: [{', '.join(map(scalar, values))}]" for act, values in stated.items() if values)
        if told:
            values = ", ".join(sorted(filter(None, there))[:12])
            keys[ours] = f"{{{told}}}  # {sentence('of {values}', values=values)}"
    filled = max(len(column.values) for column in columns)
    if "fill_down" in known.keys and len(chosen["customer_id"].values) < 0.9 * filled:
        keys["fill_down"] = known.keys["fill_down"]
    return keys
