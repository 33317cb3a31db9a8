"""Tables -> one Excel workbook with native formats, in which no text is ever a formula."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.display.cells import Column, Table
from analysis.report import excel_look as look
from analysis.report.excel_charts import add_charts
from analysis.report.plain import CELL, plain_cells, serial_days

if TYPE_CHECKING:
    import pandas as pd

ROWS = 1_048_575
"""Of a sheet, below its header."""
TITLE = 31
_Cells = list[Any]


class Workbook:
    """A workbook that is written sheet by sheet; ``changed`` counts what Excel's limits took.

    `path`: The new file; what is written meanwhile lies beside it, and goes.
    `title`: Of the document.
    `created`: The one time in the file, so that the same tables make the same bytes.
    """

    def __init__(self, path: Path, title: str, created: dt.date):
        from xlsxwriter import Workbook as Writer

        # Row by row on the disk: 100,000 customers would take a gigabyte in memory.
        how = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Writer(str(path), {**how, "tmpdir": str(path.parent)})
        self._book.set_properties({"title": title, "created": dt.datetime.combine(created, dt.time())})
        self._formats: dict[tuple[Any, ...], Any] = {}
        self._titles: set[str] = set()
        self.changed: Counter[str] = Counter()

    def add(self, title: str, table: Table) -> str:
        """Write a whole table as a sheet, and return the sheet's title."""
        named = self._title(title)
        sheet = self._book.add_worksheet(named)
        columns = list(table.columns.items())
        frame = table.frame.head(ROWS)
        self.changed["rows"] += len(table.frame) - len(frame)
        self._dress(sheet, frame, columns)
        self._fill(sheet, frame, columns)
        add_charts(self._book, sheet, named, table)
        return named

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _title(self, wanted: str) -> str:
        """Return a title that Excel allows and that no other sheet has."""
        clean = re.sub(r"[\[\]:*?/\\]", " ", look.label(wanted)).strip("' ")[:TITLE].strip("' ") or "Sheet"
        title, number = clean, 2
        while title.lower() in self._titles | {"history"}:
            title, number = f"{clean[: TITLE - 4].rstrip()} ({number})", number + 1
        self._titles.add(title.lower())
        self.changed["titles"] += title != wanted
        return title

    def _format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def _dress(self, sheet: Any, frame: pd.DataFrame, columns: Sequence[tuple[str, Column]]) -> None:
        """Set widths, the header, filters, what stays in sight and what colours follow the values."""
        last = max(len(frame), 1)
        fixed = sum(name in {"customer_id", "name"} for name, _ in columns[:2])
        sheet.freeze_panes(1, fixed)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": look.cell_range(1, 0, last, len(columns) - 1)})
        sheet.set_row(0, look.HEADER_HEIGHT)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        for position, (name, column) in enumerate(columns):
            sheet.set_column(position, position, look.width(column, frame[name]))
            negative = self._format(font_color=look.NEGATIVE)
            for rule in look.rules(column, negative):
                sheet.conditional_format(1, position, last, position, rule)

    def _fill(self, sheet: Any, frame: pd.DataFrame, columns: Sequence[tuple[str, Column]]) -> None:
        head = self._format(**look.HEADER)
        plan: list[tuple[int, _Cells, Callable[..., Any], Any]] = []
        for position, (name, column) in enumerate(columns):
            sheet.write_string(0, position, look.label(column.label), head)
            shown = self._format(num_format=look.number_format(column), **look.alignment(column))
            cells = self._cells(frame[name], column)
            plan.append((position, cells, self._writer(sheet, cells, column), shown))
        for row in range(len(frame)):
            for position, cells, write, shown in plan:
                value = cells[row]
                if value is not None:
                    write(row + 1, position, value, shown)

    def _cells(self, values: pd.Series, column: Column) -> _Cells:
        if column.kind == "day":
            return serial_days(values)
        return plain_cells(values, CELL, self.changed)

    def _writer(self, sheet: Any, cells: _Cells, column: Column) -> Callable[..., Any]:
        """Return what writes the cells of a column: numbers as numbers, texts as texts, whatever they begin with."""
        kinds = {type(value) for value in cells} - {type(None)}
        if kinds <= {str}:
            return sheet.write_string
        if kinds <= {int, float}:
            return sheet.write_number
        by_kind = {str: sheet.write_string, bool: sheet.write_boolean}

        def write(row: int, position: int, value: Any, shown: Any) -> None:
            by_kind.get(type(value), sheet.write_number)(row, position, value, shown)

        return write
