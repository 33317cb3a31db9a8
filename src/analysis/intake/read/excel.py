"""Workbooks (xlsx, xlsm, xlsb, xls, ods): which sheet, where its header stands, and what a program hides."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from analysis.client.parameters import Source
from analysis.display.formats import count
from analysis.display.language import data_error
from analysis.intake.places import Place
from analysis.intake.read import second_look
from analysis.intake.read.digest import sha256
from analysis.intake.read.excel_formats import currency_shown
from analysis.intake.read.excel_marks import column_letter
from analysis.intake.read.extract import Extract
from analysis.intake.read.header import Header, positions, tidy
from analysis.intake.read.sheets import Cell, choose_sheet, read_sheets
from analysis.intake.workspace import Workspace

DIGITS_KEPT = 10**15
MONEY = ("amount", "unit_price")
NUMERIC = ("amount", "quantity", "unit_price", "cost", "unit_cost", "margin", "discount")


def extract_workbook(bench: Workspace, path: Path, label: str, source: Source) -> Extract:
    """Return the table of the one sheet that is meant.

    Raises
    ------
    DataError
        If the workbook is protected or damaged, if no sheet or several sheets hold the columns, or if
        formulas were saved without their values.
    """
    sheets = read_sheets(path, source)
    sheet = choose_sheet(bench, sheets, label, source)
    header = sheet.header or Header(-1, 1, [""] * max((len(row) for row in sheet.rows), default=0))
    where = Place(label, sheet=sheet.name) if len(sheets) > 1 else Place(label)
    above = header.row if header.row > 0 and source.header_row is None else 0
    if above or header.height == 2:
        bench.warn("header", file=where, line=above + header.height, above=above, height=header.height, counted="row")
    if not sheet.rows:
        raise data_error("{file}: the sheet is empty: no rows, no data.", file=where)
    names = [tidy(cell) for cell in header.names]
    found = positions(source.columns, names, where)
    marks = second_look.look(path, sheet.name)
    marks.merged += sheet.merged
    first = header.row + header.height
    titles = {ours: (k, names[k] or str(k + 1)) for ours, k in found.items()}
    second_look.say(bench, where, marks, {column_letter(k): title for k, title in titles.values()}, len(sheet.rows))
    texts = {ours: place for ours, place in titles.items() if ours not in NUMERIC}
    second_look.fill_merged(bench, where, sheet.rows, first, texts, marks)
    data = sheet.rows[first:]
    if "customer_id" in found:
        _refuse_long_numbers(data, found["customer_id"], where)
    shift = 1462 if marks.from_1904 else 0
    written = {
        "sha256": sha256(path),
        "kind": "excel",
        "sheet": sheet.name,
        "header_line": header.row + header.height,
    }
    if marks.from_1904:
        written["dates_from"] = "1904"
        bench.info("excel_1904", file=where)
    extract = _staged(bench, where, names, data, header.row + header.height + 1, written, shift)
    extract.file = label
    money = [column_letter(found[ours]) for ours in MONEY if ours in found]
    extract.currency = currency_shown(path, sheet.name, money, where) if money and "currency" not in found else ""
    extract.above = [
        line for row in sheet.rows[: max(header.row, 0)] if (line := " ".join(tidy(c) for c in row).strip())
    ]
    return extract


def _staged(
    bench: Workspace,
    label: Place,
    names: list[str],
    data: list[list[Cell]],
    line: int,
    written: dict[str, object],
    shift: int,
) -> Extract:
    import pyarrow as pa

    columns = list(zip(*data, strict=True)) if data else [()] * len(names)
    columns = columns + [()] * (len(names) - len(columns))
    names = names + [""] * (len(columns) - len(names))
    table = pa.table(
        {f"c{k + 1}": pa.array([_text(v) for v in column], pa.string()) for k, column in enumerate(columns)}
    )
    view = f"sheet_{bench.new_file().name}"
    bench.con.register(view, table)
    numbers = frozenset(
        k for k, column in enumerate(columns) if column and all(isinstance(v, int | float) or v == "" for v in column)
    )

    def finish(extract: Extract, rows: int) -> None:
        if rows != len(data):
            extract.counted, extract.first_line = "data row", 1

    return Extract(
        label, f"SELECT * FROM {view}", names, line, "row", written, numbers=numbers, serial_shift=shift, finish=finish
    )


def _text(value: Cell) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return str(value)


def _refuse_long_numbers(data: list[list[Cell]], position: int, where: Place) -> None:
    numbers = [cell for row in data if isinstance(cell := row[position], float)]
    cut = [number for number in numbers if abs(number) >= DIGITS_KEPT]
    if cut:
        raise data_error(
            "{file}: {n} customer ids are numbers of more than 15 digits (as {example}): Excel cut off their "
            "digits (scientific notation). Export the id column as text.",
            file=where,
            n=count(len(cut)),
            example=f"{cut[0]:.0f}",
        )
