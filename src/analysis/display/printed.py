"""A table for readers, printed twice: as HTML and as plain text; first it is made of cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

import pandas as pd

from analysis.display import days, formats, looks
from analysis.display.emphasis import emphasised
from analysis.display.language import plain, sentence
from analysis.display.room import least_room

Kind = Literal["text", "sentence", "count", "money", "share", "number", "day"]

WORDS = ("text", "sentence")
"""Kinds of columns that stand on the left."""
LONGEST_NAME = 80
"""A longer text is cut in a table; the whole of it stands in the cell's tooltip."""


@dataclass(frozen=True)
class Column:
    """How one column of a table is labelled and printed.

    Parameters
    ----------
    label : str
        Header, with the unit where the cells do not show it.
    kind : {"text", "sentence", "count", "money", "share", "number", "day"}
        What the cells hold; a share is a fraction, and a sentence is never cut.
    digits : int, optional
        Decimals; by default none for shares, two for numbers, and for money what the largest amount deserves.
    currency : str, optional
        ISO 4217 code of a money column.
    bar : bool
        Draw a small bar beside the number, scaled to the column's largest.
    """

    label: str
    kind: Kind = "text"
    digits: int | None = None
    currency: str | None = None
    bar: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Sheet:
    """What a table holds; `cells.Table` says what each of it means."""

    frame: pd.DataFrame
    columns: Mapping[str, Column]
    top: int | None = field(default=None, kw_only=True)
    total: Mapping[str, Any] | None = field(default=None, kw_only=True)
    caption: str | None = field(default=None, kw_only=True)
    sort_note: str | None = field(default=None, kw_only=True)
    sheet: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class _Body:
    rows: list[list[Any]]
    rest: list[Any] | None
    total: list[Any] | None
    prints: list[Callable[[Any], str]]


def _body(table: Sheet) -> _Body:
    shown = table.frame if table.top is None else table.frame.head(table.top)
    values = [shown[name].tolist() for name in table.columns]
    return _Body(
        rows=[list(row) for row in zip(*values, strict=True)],
        rest=_rest(table, len(shown)),
        total=_total(table),
        prints=[_printer(column, table.frame[name]) for name, column in table.columns.items()],
    )


def _total(table: Sheet) -> list[Any] | None:
    if table.total is None:
        return None
    cells: list[Any] = [table.total.get(name, "") for name in table.columns]
    return [sentence("Total") if cells[0] == "" else cells[0], *cells[1:]]


def _rest(table: Sheet, shown: int) -> list[Any] | None:
    left_out = len(table.frame) - shown
    if left_out <= 0:
        return None
    sums = [_sum_of_rest(table, name, column, shown) for name, column in table.columns.items()]
    return [_more(table, formats.count(left_out)), *sums[1:]]


def _more(table: Sheet, n: str) -> str:
    if table.sheet is None:
        return sentence("and {n} more", n=n)
    if table.sheet == PARQUET:
        return sentence("and {n} more: {file}", n=n, file=PARQUET)
    return sentence("and {n} more: sheet “{sheet}” of customers.xlsx", n=n, sheet=table.sheet)


def _sum_of_rest(table: Sheet, name: str, column: Column, shown: int) -> Any:
    """Return the sum below the cut if the column is one that adds up to its total, else nothing."""
    total: Any = (table.total or {}).get(name)
    if column.kind in {*WORDS, "day"} or isinstance(total, str) or formats.is_missing(total):
        return ""
    values = pd.to_numeric(table.frame[name], errors="coerce")
    adds_up = math.isclose(float(values.sum()), float(total), rel_tol=1e-6, abs_tol=1e-6)
    return float(values.iloc[shown:].sum()) if adds_up else ""


def _printer(column: Column, values: pd.Series) -> Callable[[Any], str]:
    digits = column.digits
    if column.kind == "money" and digits is None:
        digits = formats.money_digits(_largest(values), column.currency)
    printers: dict[str, Callable[[Any], str]] = {
        "text": formats.text,
        "sentence": formats.text,
        "count": formats.count,
        "money": lambda value: formats.money(value, column.currency, digits),
        "share": lambda value: formats.share(value, digits or 0),
        "number": lambda value: formats.number(value, 2 if digits is None else digits),
        "day": lambda value: days.day(value, short=True),
    }
    # A text in a column of numbers (a total's "–", an empty cell) is printed as it is.
    return lambda value: formats.text(value) if isinstance(value, str) else printers[column.kind](value)


def _largest(values: pd.Series) -> float:
    numbers = pd.to_numeric(values, errors="coerce").abs()
    largest = numbers[numbers != math.inf].max()
    return 0.0 if formats.is_missing(largest) else float(largest)


def table_html(table: Sheet) -> str:
    """Return a table as HTML, everything in it escaped."""
    body, columns = _body(table), list(table.columns.values())
    scales = [_largest(table.frame[name]) if column.bar else 0.0 for name, column in table.columns.items()]

    def row(cells: Iterable[Any], kind: str = "") -> str:
        tags = zip(cells, columns, body.prints, scales, strict=True)
        shown = [_cell(cell, column, show, 0.0 if kind else scale) for cell, column, show, scale in tags]
        inner = _spread(shown) if kind == "rest" else "".join(shown)
        return f'<tr class="{kind}">{inner}</tr>' if kind else f"<tr>{inner}</tr>"

    head = "".join(
        f'<th scope="col"{_class(column)}{_room(column, [cells[n] for cells in body.rows])}>'
        f"{escape(formats.text(column.label))}</th>"
        for n, column in enumerate(columns)
    )
    rows = "".join(row(cells) for cells in body.rows)
    if not rows:
        rows = f'<tr><td colspan="{len(columns)}">{escape(sentence("none"))}</td></tr>'
    foot = (row(body.rest, "rest") if body.rest else "") + (row(body.total, "total") if body.total else "")
    caption = emphasised(table.caption or "")
    label = escape(plain(formats.text(table.caption or sentence("Table"))))
    return (
        f'{looks.of("table")}<figure class="table">'
        + (f"<figcaption>{caption}</figcaption>" if caption else "")
        + f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table>'
        + f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        + (f"<tfoot>{foot}</tfoot>" if foot else "")
        + "</table></div>"
        + (f'<p class="source">{emphasised(table.sort_note)}</p>' if table.sort_note else "")
        + "</figure>"
    )


def _spread(cells: list[str]) -> str:
    """Let the first cell, which says where the rest is, take the room of the empty ones behind it."""
    empty = next((n for n, cell in enumerate(cells[1:]) if not cell.endswith("></td>")), len(cells) - 1)
    first = cells[0].replace("<td", f'<td colspan="{empty + 1}"', 1) if empty else cells[0]
    return first + "".join(cells[empty + 1 :])


def _room(column: Column, cells: Iterable[Any]) -> str:
    width = least_room([_shortened(formats.text(cell)) for cell in cells]) if column.kind == "text" else 0
    return f' style="min-width:{width}rem"' if width else ""


def _class(column: Column) -> str:
    if column.kind in WORDS:
        return ""
    names = ["day" if column.kind == "day" else "n", *(["bar"] if column.bar else [])]
    return f' class="{" ".join(names)}"'


def _cell(value: Any, column: Column, show: Callable[[Any], str], scale: float) -> str:
    printed = show(value)
    if column.kind == "sentence":
        return f"<td>{escape(printed)}</td>"
    if column.kind == "text" or isinstance(value, str):
        tip = f' title="{escape(printed)}"' if len(printed) > LONGEST_NAME else ""
        return f"<td{_class(column)}{tip}>{escape(_shortened(printed))}</td>"
    return f'<td{_class(column)} data-sort="{_sort_key(value)}">{_bar(value, scale)}{escape(printed)}</td>'


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1].rstrip() + "…"


def _sort_key(value: Any) -> str:
    if formats.is_missing(value):
        return ""
    return str(value.toordinal()) if hasattr(value, "toordinal") else repr(float(value))


def _bar(value: Any, scale: float) -> str:
    if not scale or formats.is_missing(value):
        return ""
    sign = ' class="minus"' if value < 0 else ""
    return f'<i{sign}><b style="width:{100 * abs(float(value)) / scale:.1f}%"></b></i>'


def table_text(table: Sheet) -> str:
    """Return a table as aligned lines of text."""
    body, columns = _body(table), list(table.columns.values())
    lines = [[formats.text(column.label) for column in columns]]
    for cells in [*body.rows, *([body.rest] if body.rest else []), *([body.total] if body.total else [])]:
        lines.append([_shortened(show(cell)) for cell, show in zip(cells, body.prints, strict=True)])
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    aligned = [
        "  ".join(
            cell.ljust(width) if column.kind in WORDS else cell.rjust(width)
            for cell, width, column in zip(line, widths, columns, strict=True)
        ).rstrip()
        for line in lines
    ]
    around = [plain(formats.text(table.caption))] if table.caption else []
    return "\n".join([*around, *aligned, *([formats.text(table.sort_note)] if table.sort_note else [])])


PARQUET = "customers.parquet"


def all_customers(run: Any) -> str:
    """Return the sheet of all customers, or the file beside the workbook where they are too many for it."""
    fits = len(run.customers) <= run.client.parameters.excel_rows
    return sentence("Customers") if fits else PARQUET
