"""What a notebook cell shows: findings, notes, refusals, tables and key numbers as small value objects.

Each is the last expression of a cell. Everything that comes from data is escaped here, headers and captions
included; ``**bold**`` is the only markup a sentence may carry. ``repr`` gives the same as plain text.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

import pandas as pd

from analysis.display import formats

Kind = Literal["text", "count", "money", "share", "number", "day"]

LONGEST_NAME = 80
"""A longer text is cut in a table; the whole of it stands in the cell's tooltip."""


@dataclass(frozen=True)
class _Sentence:
    """A sentence; ``**bold**`` emphasises its numbers."""

    text: str

    def __repr__(self) -> str:
        return formats.text(self.text).replace("**", "")


class Finding(_Sentence):
    """The answer of a section in one sentence, with its number, its interval and its consequence."""

    def _repr_html_(self) -> str:
        return f'<p class="finding">{_emphasised(self.text)}</p>'


class Note(_Sentence):
    """In small type: how the finding was computed, and its limits."""

    def _repr_html_(self) -> str:
        return f'<p class="note">{_emphasised(self.text)}</p>'


class Refusal(_Sentence):
    """What was not computed, and why: "Not fitted, because …"."""

    def _repr_html_(self) -> str:
        return f'<aside class="refusal"><p>{_emphasised(self.text)}</p></aside>'


@dataclass(frozen=True)
class Stack:
    """Several objects under each other, as one."""

    parts: Sequence[Any]

    def _repr_html_(self) -> str:
        return "\n".join(part._repr_html_() for part in self.parts)

    def __repr__(self) -> str:
        return "\n".join(repr(part) for part in self.parts)


@dataclass(frozen=True)
class Cards:
    """Three or four key numbers side by side, each as (label, value, note)."""

    cards: Sequence[tuple[str, str, str]]

    def _repr_html_(self) -> str:
        return '<dl class="cards">' + "".join(_card(*card) for card in self.cards) + "</dl>"

    def __repr__(self) -> str:
        return "\n".join(f"{formats.text(a)}: {formats.text(b)} ({formats.text(c)})" for a, b, c in self.cards)


@dataclass(frozen=True)
class Column:
    """How one column of a table is labelled and printed.

    Parameters
    ----------
    label : str
        Header, with the unit where the cells do not show it.
    kind : {"text", "count", "money", "share", "number", "day"}
        What the cells hold; a share is a fraction.
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
class Table:
    """A table for readers: the top rows, the rest in one row, and a total that adds up.

    Parameters
    ----------
    frame : DataFrame
        Rows in the order in which they are to be read; the index is not shown.
    columns : mapping of column name to Column
        What is shown, from left to right.
    top : int, optional
        Show so many rows; the rest becomes "and n more" with its sums in every column whose total adds up.
    total : mapping of column name to value, optional
        The last row, over all rows of ``frame``; the first column says "Total" unless it is given.
    caption : str, optional
        What the table says, as a sentence.
    sort_note : str, optional
        By what the rows are sorted, and their source.

    Raises
    ------
    KeyError
        If a column is not in ``frame``.
    """

    frame: pd.DataFrame
    columns: Mapping[str, Column]
    top: int | None = field(default=None, kw_only=True)
    total: Mapping[str, Any] | None = field(default=None, kw_only=True)
    caption: str | None = field(default=None, kw_only=True)
    sort_note: str | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        missing = [name for name in self.columns if name not in self.frame.columns]
        if missing:
            raise KeyError(f"the table has no column {missing}; it has {list(self.frame.columns)}")

    def _repr_html_(self) -> str:
        return _table_html(self)

    def __repr__(self) -> str:
        return _table_text(self)


def _emphasised(text: str) -> str:
    marked = escape(formats.text(text))
    # A browser may end a line behind the dash of "8–10 %".
    marked = re.sub(r"[^\s*(]*\d–[^\s*]*\d[^\s*]*", r'<span class="together">\g<0></span>', marked)
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", marked)


def _card(label: str, value: str, note: str) -> str:
    parts = {"label": label, "value": value, "note": note}
    shown = {name: escape(formats.text(part)) for name, part in parts.items()}
    return (
        f'<div><dt>{shown["label"]}</dt><dd class="value">{shown["value"]}</dd>'
        f'<dd class="remark">{shown["note"]}</dd></div>'
    )


# A table is first made of cells, then printed twice: as HTML and as plain text.


@dataclass(frozen=True)
class _Body:
    rows: list[list[Any]]
    rest: list[Any] | None
    total: list[Any] | None
    prints: list[Callable[[Any], str]]


def _body(table: Table) -> _Body:
    shown = table.frame if table.top is None else table.frame.head(table.top)
    values = [shown[name].tolist() for name in table.columns]
    return _Body(
        rows=[list(row) for row in zip(*values, strict=True)],
        rest=_rest(table, len(shown)),
        total=_total(table),
        prints=[_printer(column, table.frame[name]) for name, column in table.columns.items()],
    )


def _total(table: Table) -> list[Any] | None:
    if table.total is None:
        return None
    cells: list[Any] = [table.total.get(name, "") for name in table.columns]
    return ["Total" if cells[0] == "" else cells[0], *cells[1:]]


def _rest(table: Table, shown: int) -> list[Any] | None:
    left_out = len(table.frame) - shown
    if left_out <= 0:
        return None
    sums = [_sum_of_rest(table, name, column, shown) for name, column in table.columns.items()]
    return [f"and {formats.count(left_out)} more", *sums[1:]]


def _sum_of_rest(table: Table, name: str, column: Column, shown: int) -> Any:
    """Return the sum below the cut if the column is one that adds up to its total, else nothing."""
    total: Any = (table.total or {}).get(name)
    if column.kind in {"text", "day"} or isinstance(total, str) or formats.is_missing(total):
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
        "count": formats.count,
        "money": lambda value: formats.money(value, column.currency, digits),
        "share": lambda value: formats.share(value, digits or 0),
        "number": lambda value: formats.number(value, 2 if digits is None else digits),
        "day": lambda value: formats.day(value, short=True),
    }
    # A text in a column of numbers (a total's "–", an empty cell) is printed as it is.
    return lambda value: formats.text(value) if isinstance(value, str) else printers[column.kind](value)


def _largest(values: pd.Series) -> float:
    numbers = pd.to_numeric(values, errors="coerce").abs()
    largest = numbers[numbers != math.inf].max()
    return 0.0 if formats.is_missing(largest) else float(largest)


def _table_html(table: Table) -> str:
    body, columns = _body(table), list(table.columns.values())
    scales = [_largest(table.frame[name]) if column.bar else 0.0 for name, column in table.columns.items()]

    def row(cells: Iterable[Any], kind: str = "") -> str:
        tags = zip(cells, columns, body.prints, scales, strict=True)
        inner = "".join(_cell(cell, column, show, 0.0 if kind else scale) for cell, column, show, scale in tags)
        return f'<tr class="{kind}">{inner}</tr>' if kind else f"<tr>{inner}</tr>"

    head = "".join(f'<th scope="col"{_class(column)}>{escape(formats.text(column.label))}</th>' for column in columns)
    rows = "".join(row(cells) for cells in body.rows)
    if not rows:
        rows = f'<tr><td colspan="{len(columns)}">none</td></tr>'
    foot = (row(body.rest, "rest") if body.rest else "") + (row(body.total, "total") if body.total else "")
    caption = _emphasised(table.caption or "")
    label = escape(formats.text(table.caption or "Table").replace("**", ""))
    return (
        '<figure class="table">'
        + (f"<figcaption>{caption}</figcaption>" if caption else "")
        + f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table>'
        + f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        + (f"<tfoot>{foot}</tfoot>" if foot else "")
        + "</table></div>"
        + (f'<p class="source">{_emphasised(table.sort_note)}</p>' if table.sort_note else "")
        + "</figure>"
    )


def _class(column: Column) -> str:
    if column.kind == "text":
        return ""
    names = ["day" if column.kind == "day" else "n", *(["bar"] if column.bar else [])]
    return f' class="{" ".join(names)}"'


def _cell(value: Any, column: Column, show: Callable[[Any], str], scale: float) -> str:
    printed = show(value)
    if column.kind == "text" or isinstance(value, str):
        return f"<td{_class(column)}{_tooltip(printed)}>{escape(_shortened(printed))}</td>"
    return f'<td{_class(column)} data-sort="{_sort_key(value)}">{_bar(value, scale)}{escape(printed)}</td>'


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1].rstrip() + "…"


def _tooltip(text: str) -> str:
    return f' title="{escape(text)}"' if len(text) > LONGEST_NAME else ""


def _sort_key(value: Any) -> str:
    if formats.is_missing(value):
        return ""
    return str(value.toordinal()) if hasattr(value, "toordinal") else repr(float(value))


def _bar(value: Any, scale: float) -> str:
    if not scale or formats.is_missing(value):
        return ""
    sign = ' class="minus"' if value < 0 else ""
    return f'<i{sign}><b style="width:{100 * abs(float(value)) / scale:.1f}%"></b></i>'


def _table_text(table: Table) -> str:
    body, columns = _body(table), list(table.columns.values())
    lines = [[formats.text(column.label) for column in columns]]
    for cells in [*body.rows, *([body.rest] if body.rest else []), *([body.total] if body.total else [])]:
        lines.append([_shortened(show(cell)) for cell, show in zip(cells, body.prints, strict=True)])
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    aligned = [
        "  ".join(
            cell.ljust(width) if column.kind == "text" else cell.rjust(width)
            for cell, width, column in zip(line, widths, columns, strict=True)
        ).rstrip()
        for line in lines
    ]
    around = [formats.text(table.caption).replace("**", "")] if table.caption else []
    return "\n".join([*around, *aligned, *([formats.text(table.sort_note)] if table.sort_note else [])])
