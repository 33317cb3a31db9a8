"""Read all cells of a workbook as a trial, in a process of its own: a damaged one can end the process that reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import python_calamine as calamine


def survives(path: Path) -> bool:
    """Return whether a process of its own can read every sheet of a workbook."""
    return subprocess.run([sys.executable, "-P", __file__, path], capture_output=True, check=False).returncode == 0


def _read(path: str) -> None:
    book = calamine.CalamineWorkbook.from_path(path)
    for sheet in book.sheets_metadata:
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
            book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)


if __name__ == "__main__":
    _read(sys.argv[1])
