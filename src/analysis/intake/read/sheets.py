"""Which sheet of a workbook is meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine as calamine

from analysis.client.parameters import Source
from analysis.display.formats import count
from analysis.display.language import data_error
from analysis.intake.read.header import Header, find_header, likely_header, no_header, tidy
from analysis.intake.read.second_look import protected, refuse_unreadable, unknown_workbook
from analysis.intake.say.files import sheets as named_sheets
from analysis.intake.workspace import Workspace
from analysis.schema import DataError

Cell = object


@dataclass
class Sheet:
    """One sheet of a workbook with what looks like its table."""

    name: str
    visible: bool
    rows: list[list[Cell]]
    header: Header | None
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    @property
    def data_rows(self) -> int:
        """How many rows are under the header."""
        start = self.header.row + self.header.height if self.header else 0
        return max(len(self.rows) - start, 0)


def read_sheets(path: Path, source: Source) -> list[Sheet]:
    """Return every sheet of a workbook with its cells.

    Raises
    ------
    DataError
        If the workbook is protected, damaged or empty, or if stray cells lie far from its table.
    """
    wanted = [theirs for theirs in source.columns.values() if isinstance(theirs, str)]
    refuse_unreadable(path)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            table = book.get_sheet_by_name(meta.name)
            rows: list[list[Cell]] = [*table.to_python(skip_empty_area=False)]  # type: ignore[list-item]
            while rows and not any(cell != "" for cell in rows[-1]):
                rows.pop()
            visible = meta.visible == calamine.SheetVisibleEnum.Visible
            sheets.append(
                Sheet(meta.name, visible, rows, _header(rows, wanted, source), table.merged_cell_ranges or [])
            )
    except calamine.PasswordError:
        raise DataError(protected()) from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise DataError(protected()) from None
        if "cell limit" in str(error).lower():
            raise data_error(
                "a sheet of the workbook reaches too far: stray or repeated cells far from the table; delete the "
                "rows and columns beyond the table and save it again."
            ) from None
        raise DataError(unknown_workbook()) from None
    if not sheets:
        raise data_error("the workbook has no sheet with cells.")
    return sheets


def _header(rows: list[list[Cell]], wanted: list[str], source: Source) -> Header | None:
    if source.header_row == "none":
        return None
    if isinstance(source.header_row, int):
        row = source.header_row - 1
        return Header(row, 1, [tidy(cell) for cell in rows[row]]) if 0 <= row < len(rows) else None
    if wanted:
        return find_header(rows, wanted)
    widest = likely_header(rows)
    if rows and not any(isinstance(cell, int | float | dt.date) for cell in rows[widest.row]):
        return widest
    return None


def choose_sheet(bench: Workspace, sheets: list[Sheet], label: str, source: Source) -> Sheet:
    """Return the sheet that is meant: the one named, or the only visible one with the columns."""
    names = ", ".join(f"'{sheet.name}'" for sheet in sheets)
    if source.sheet is not None:
        named = [sheet for sheet in sheets if tidy(sheet.name) == tidy(source.sheet)]
        if not named:
            raise data_error(
                "{file}: no sheet '{sheet}'; the sheets are {names}.", file=label, sheet=source.sheet, names=names
            )
        return _with_header(named[0], source)
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise data_error("{file}: every sheet is empty: no rows, no data.", file=label)
    fitting = [sheet for sheet in filled if sheet.header or source.header_row == "none"] or []
    with_rows = [sheet for sheet in fitting if sheet.data_rows]
    candidates = [sheet for sheet in with_rows if sheet.visible] or with_rows or fitting
    if not candidates:
        best = max(filled, key=lambda sheet: (sheet.visible, sheet.data_rows))
        return _with_header(best, source)
    if len(candidates) > 1:
        raise data_error(
            "{file}: {n} sheets hold these columns: {sheets}; taking one would lose the others. Give each sheet "
            "as a source of its own with sheet: NAME.",
            file=label,
            n=count(len(candidates)),
            sheets=named_sheets([_with_data(sheet) for sheet in candidates]),
        )
    chosen = candidates[0]
    hidden = [sheet for sheet in with_rows if not sheet.visible and sheet is not chosen]
    if hidden or not chosen.visible:
        bench.warn("sheet_hidden", file=label, sheet=chosen.name, hidden=[_with_data(sheet) for sheet in hidden])
    others = [sheet for sheet in filled if sheet is not chosen and sheet not in hidden]
    large = [sheet for sheet in others if len(sheet.rows) > 5 and max(map(len, sheet.rows)) >= 3]
    if others:
        note = bench.warn if large else bench.info
        named_others = [{"sheet": sheet.name, "sheet_rows": len(sheet.rows)} for sheet in others]
        note("sheet", file=label, sheet=chosen.name, others=named_others)
    return chosen


def _with_data(sheet: Sheet) -> dict[str, object]:
    return {"sheet": sheet.name, "sheet_rows": sheet.data_rows}


def _with_header(sheet: Sheet, source: Source) -> Sheet:
    if sheet.header is None and source.header_row != "none":
        if isinstance(source.header_row, int):
            raise data_error(
                "sheet '{name}': header_row is {header_row}, beyond its last row.",
                name=sheet.name,
                header_row=source.header_row,
            )
        if not sheet.rows:
            raise data_error("sheet '{name}' is empty: no rows, no data.", name=sheet.name)
        sheet.header = likely_header(sheet.rows)
        missing = [
            str(theirs) for theirs in source.columns.values()
            if isinstance(theirs, str) and tidy(theirs).casefold() not in {n.casefold() for n in sheet.header.names}
        ]  # fmt: skip
        raise DataError(no_header(sheet.name, missing[0] if missing else "", sheet.header.row + 1, sheet.header.names))
    return sheet
