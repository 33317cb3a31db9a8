"""What a workbook hides from a reader of its cells: passwords, hidden rows, error cells, formulas without values."""

from __future__ import annotations

import zipfile
from pathlib import Path

from analysis.display.formats import count
from analysis.display.language import data_error, later, sentence
from analysis.intake.places import Label
from analysis.intake.read import archives, biff, excel_marks, opendocument
from analysis.intake.read.excel_marks import Marks
from analysis.intake.read.sources import kind_of
from analysis.intake.read.workbook_trial import survives
from analysis.intake.workspace import Workspace
from analysis.schema import DataError

FULL = (65_536, 1_048_576)  # rows of a sheet in xls and in xlsx
OTHERS = {
    "word/": later("a Word document"),
    "ppt/": later("a PowerPoint presentation"),
    "visio/": later("a Visio drawing"),
}


def protected() -> str:
    """Say that a workbook asks for a password."""
    return sentence("the workbook is password-protected (encrypted); remove the password in Excel and save it again.")


def unknown_workbook() -> str:
    """Say that a workbook cannot be read."""
    return sentence("the Excel workbook is damaged or of an unknown kind; open it in Excel and save it as xlsx.")


def refuse_unreadable(path: Path) -> None:
    """Refuse what a reader of cells would fail on, or would need all memory for.

    Raises
    ------
    DataError
        If the workbook is protected, damaged, no workbook at all, or if its cells lie too far apart.
    """
    if kind_of(path) != "zip":
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise DataError(protected())
        stream = biff.workbook_stream(path)
        if biff.is_encrypted(stream):
            raise DataError(protected())
        biff.refuse_damaged(stream)
        if not survives(path):
            raise DataError(unknown_workbook())
        return
    with archives.open_zip(path) as archive:
        archives.check_members(archive)
        names = archive.namelist()
        for folder, what in OTHERS.items():
            if any(member.startswith(folder) for member in names):
                raise data_error(
                    "the file is {what}, not a table; export it as csv, xlsx or Parquet.", what=sentence(what)
                )
        if "content.xml" in names and opendocument.is_encrypted(archive):
            raise DataError(protected())
        if "content.xml" in names:
            opendocument.look(archive)  # a reader of cells waits for ever for the end of a table
        excel_marks.refuse_far_cells(archive)


def look(path: Path, sheet: str) -> Marks:
    """Return what the cells of a sheet do not show; ``unseen`` where the kind of workbook does not let one look."""
    if kind_of(path) != "zip":
        return biff.look(path, sheet)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "content.xml" in names:
            return opendocument.look(archive, sheet)
        return excel_marks.look(archive, sheet) if "xl/workbook.xml" in names else Marks(unseen=True)


def say(bench: Workspace, where: Label, marks: Marks, columns: dict[str, str], rows: int) -> None:
    """Say what was seen: ``columns`` are the client's by letter, ``rows`` those of the sheet with its header.

    Raises
    ------
    DataError
        If formulas of a column were saved without their values.
    """
    if marks.unseen:
        bench.warn("excel_not_checked", file=where)
    for letter, theirs in columns.items():
        if marks.formulas.get(letter):
            raise data_error(
                "{file}: {n} cells of column '{column}' hold a formula without a stored value, so they read as "
                "missing (empty); open the file in Excel, save it, and try again.",
                file=where,
                n=count(marks.formulas[letter]),
                column=theirs,
            )
        if marks.errors.get(letter):
            bench.warn("excel_error_cells", marks.errors[letter], file=where, column=theirs)
    if marks.hidden_rows:
        bench.warn("excel_hidden_rows", marks.hidden_rows, file=where)
    if rows in FULL:
        bench.warn("excel_full_sheet", file=where, sheet_rows=rows)


def fill_merged(
    bench: Workspace,
    where: Label,
    rows: list[list[object]],
    first: int,
    found: dict[str, tuple[int, str]],
    marks: Marks,
) -> None:
    """Give every row under a vertically merged cell the value that the cell shows for all of them.

    ``first`` is the first data row; ``found`` has the position and name of each column that holds no numbers.
    """
    for position, theirs in found.values():
        filled, example = 0, ""
        for (top, left), (bottom, _) in marks.merged:
            if left != position or top < first or bottom == top:
                continue
            value = rows[top][left] if top < len(rows) else ""
            for row in rows[top + 1 : bottom + 1]:
                if row[position] == "" and value != "" and any(cell != "" for cell in row):
                    row[position] = value
                    filled, example = filled + 1, example or str(value)
        if filled:
            bench.warn("excel_merged_cells", filled, file=where, column=theirs, example=example)
