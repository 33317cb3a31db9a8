"""Which sheet of a workbook is meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine as calamine

from analysis.client.parameters import Source
from analysis.intake.read.header import Header, find_header, likely_header, present, tidy
from analysis.intake.read.second_look import PROTECTED, refuse_unreadable
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
        raise DataError(PROTECTED) from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise DataError(PROTECTED) from None
        if "cell limit" in str(error).lower():
            raise DataError(
                "a sheet of the workbook reaches too far: stray or repeated cells far from the table; delete the rows "
                "and columns beyond the table and save it again."
            ) from None
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
