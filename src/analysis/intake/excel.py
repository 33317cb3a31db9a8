"""Workbooks (xlsx, xlsm, xlsb, xls, ods): which sheet, where its header stands, and what a program hides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import python_calamine as calamine

from analysis.client import Source
from analysis.intake import archives
from analysis.intake.excel_marks import Marks, column_letter, look
from analysis.intake.extract import Extract
from analysis.intake.header import Header, find_header, likely_header, positions, present, tidy
from analysis.intake.sources import kind_of
from analysis.intake.staging import sha256
from analysis.intake.workspace import Workspace
from analysis.schema import DataError

Cell = object
DIGITS_KEPT = 10**15
PROTECTED = "the workbook is password-protected (encrypted); remove the password in Excel and save it again."


@dataclass
class Sheet:
    """One sheet of a workbook with what looks like its table."""

    name: str
    visible: bool
    rows: list[list[Cell]]
    header: Header | None

    @property
    def data_rows(self) -> int:
        """How many rows are under the header."""
        start = self.header.row + self.header.height if self.header else 0
        return max(len(self.rows) - start, 0)


def extract_workbook(bench: Workspace, path: Path, label: str, source: Source) -> list[Extract]:
    """Return the table of the one sheet that is meant.

    Raises
    ------
    DataError
        If the workbook is protected or damaged, if no sheet or several sheets hold the columns, or if
        formulas were saved without their values.
    """
    if kind_of(path) == "zip":
        with archives.open_zip(path) as archive:
            archives.check_members(archive)
    elif "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise DataError(PROTECTED)
    sheets = _sheets(path, source)
    sheet = _chosen(bench, sheets, label, source)
    header = sheet.header or Header(-1, 1, [""] * max((len(row) for row in sheet.rows), default=0))
    where = f"{label}, sheet '{sheet.name}'" if len(sheets) > 1 else label
    if header.row > 0 and source.header_row is None:
        bench.warn(
            "header",
            f"{where}: the header was found on line {header.row + header.height}"
            + (" (two lines with merged cells)" if header.height == 2 else "")
            + f"; the {header.row} rows above it were skipped. Set header_row if another line is meant.",
        )
    elif header.height == 2:
        bench.warn(
            "header",
            f"{where}: the header takes two lines (merged cells); each column has the lower name, else the upper.",
        )
    if not sheet.rows:
        raise DataError(f"{where}: the sheet is empty: no rows, no data.")
    names = [tidy(cell) for cell in header.names]
    found = positions(source.columns, names, where)
    marks = look(path, sheet.name)
    _say_marks(bench, where, marks, {column_letter(k): names[k] or str(k + 1) for k in found.values()})
    data = sheet.rows[header.row + header.height :]
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
        bench.info("excel_1904", f"{where}: the workbook counts its dates from 1904; they were converted.")
    return [_staged(bench, where, names, data, header.row + header.height + 1, written, shift)]


def _sheets(path: Path, source: Source) -> list[Sheet]:
    wanted = [theirs for theirs in source.columns.values() if isinstance(theirs, str)]
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            rows: list[list[Cell]] = [*book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)]  # type: ignore[list-item]
            while rows and not any(cell != "" for cell in rows[-1]):
                rows.pop()
            visible = meta.visible == calamine.SheetVisibleEnum.Visible
            sheets.append(Sheet(meta.name, visible, rows, _header(rows, wanted, source)))
    except calamine.PasswordError:
        raise DataError(PROTECTED) from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise DataError(PROTECTED) from None
        raise DataError(
            "the Excel workbook is damaged or of an unknown kind; open it in Excel and save it as xlsx."
        ) from None
    if not sheets:
        raise DataError("the workbook has no sheet with cells.")
    return sheets


def _header(rows: list[list[Cell]], wanted: list[str], source: Source) -> Header | None:
    if source.header_row == "none":
        return None
    if isinstance(source.header_row, int):
        row = source.header_row - 1
        return Header(row, 1, [tidy(cell) for cell in rows[row]]) if 0 <= row < len(rows) else None
    if wanted:
        return find_header(rows, wanted)
    if rows and not any(isinstance(cell, int | float | dt.date) for cell in rows[0]):
        return Header(0, 1, [tidy(cell) for cell in rows[0]])
    return None


def _chosen(bench: Workspace, sheets: list[Sheet], label: str, source: Source) -> Sheet:
    """Return the sheet that is meant: the one named, or the only visible one with the columns."""
    names = ", ".join(f"'{sheet.name}'" for sheet in sheets)
    if source.sheet is not None:
        named = [sheet for sheet in sheets if tidy(sheet.name) == tidy(source.sheet)]
        if not named:
            raise DataError(f"{label}: no sheet '{source.sheet}'; the sheets are {names}.")
        return _with_header(named[0], source)
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise DataError(f"{label}: every sheet is empty: no rows, no data.")
    fitting = [sheet for sheet in filled if sheet.header or source.header_row == "none"] or []
    with_rows = [sheet for sheet in fitting if sheet.data_rows]
    candidates = [sheet for sheet in with_rows if sheet.visible] or with_rows or fitting
    if not candidates:
        best = max(filled, key=lambda sheet: (sheet.visible, sheet.data_rows))
        return _with_header(best, source)
    if len(candidates) > 1:
        both = ", ".join(f"'{sheet.name}' ({sheet.data_rows:,} rows)" for sheet in candidates)
        raise DataError(
            f"{label}: {len(candidates)} sheets hold these columns: {both}; taking one would lose the others. "
            f"Give each sheet as a source of its own with sheet: NAME."
        )
    chosen = candidates[0]
    hidden = [sheet for sheet in with_rows if not sheet.visible and sheet is not chosen]
    if hidden or not chosen.visible:
        shown = ", ".join(f"'{sheet.name}' ({sheet.data_rows:,} rows)" for sheet in hidden) or f"'{chosen.name}'"
        bench.warn(
            "sheet_hidden",
            f"{label}: the hidden sheet {shown} holds these columns as well and was not read; "
            f"name it as a source of its own if it is meant."
            if hidden
            else f"{label}: the only sheet with these columns, {shown}, is hidden; it was read.",
        )
    others = [sheet for sheet in filled if sheet is not chosen and sheet not in hidden]
    large = [sheet for sheet in others if len(sheet.rows) > 5 and max(map(len, sheet.rows)) >= 3]
    if others:
        said = ", ".join(f"'{sheet.name}' ({len(sheet.rows):,} rows)" for sheet in others)
        note = bench.warn if large else bench.info
        note("sheet", f"{label}: sheet '{chosen.name}' was read; other sheets lack these columns and were not: {said}.")
    return chosen


def _with_header(sheet: Sheet, source: Source) -> Sheet:
    if sheet.header is None and source.header_row != "none":
        if isinstance(source.header_row, int):
            raise DataError(f"sheet '{sheet.name}': header_row is {source.header_row}, beyond its last row.")
        if not sheet.rows:
            raise DataError(f"sheet '{sheet.name}' is empty: no rows, no data.")
        sheet.header = likely_header(sheet.rows)
        missing = [
            str(theirs) for theirs in source.columns.values()
            if isinstance(theirs, str) and tidy(theirs).casefold() not in {n.casefold() for n in sheet.header.names}
        ]  # fmt: skip
        raise DataError(
            f"sheet '{sheet.name}' has no header row with the column '{missing[0] if missing else ''}'; in row "
            f"{sheet.header.row + 1}, {present(sheet.header.names)}"
        )
    return sheet


def _staged(
    bench: Workspace,
    label: str,
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


def _refuse_long_numbers(data: list[list[Cell]], position: int, where: str) -> None:
    numbers = [cell for row in data if isinstance(cell := row[position], float)]
    cut = [number for number in numbers if abs(number) >= DIGITS_KEPT]
    if cut:
        raise DataError(
            f"{where}: {len(cut):,} customer ids are numbers of more than 15 digits (as {cut[0]:.0f}): Excel cut off "
            f"their digits (scientific notation). Export the id column as text."
        )


def _say_marks(bench: Workspace, where: str, marks: Marks, columns: dict[str, str]) -> None:
    """Say what the cells alone do not show: formulas without values, error cells, hidden rows."""
    for letter, theirs in columns.items():
        if marks.formulas.get(letter):
            raise DataError(
                f"{where}: {marks.formulas[letter]:,} cells of column '{theirs}' hold a formula without "
                f"a stored value, "
                f"so they read as missing (empty); open the file in Excel, save it, and try again."
            )
        if marks.errors.get(letter):
            bench.warn(
                "excel_error_cells",
                f"{where}: {marks.errors[letter]:,} cells of column '{theirs}' hold an Excel error (#N/A, #REF! …) "
                f"and count as missing; repair the formulas.",
                marks.errors[letter],
            )
    if marks.hidden_rows:
        bench.warn(
            "excel_hidden_rows",
            f"{where}: {marks.hidden_rows:,} rows are hidden (a filter?); they were read like the others. "
            f"Delete them in the workbook if they are not meant.",
            marks.hidden_rows,
        )
