"""How a sheet looks: number formats, widths, and the colours that follow its values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from analysis.display import palette
from analysis.display.cells import Column
from analysis.display.formats import one_line
from analysis.display.language import plain
from analysis.display.printed import WORDS

if TYPE_CHECKING:
    import pandas as pd

NEGATIVE = palette.NEGATIVE
HEADER = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": palette.SHADE}
HEADER_HEIGHT = 45
_WIDTHS = {"count": 10, "money": 15, "share": 10, "number": 11, "day": 11}
_NARROWEST, _WIDEST, _WIDEST_SENTENCE = 9, 45, 90
_LOOKED_AT = 1000


def label(text: str) -> str:
    """Return a header or a title as plain text of one line."""
    return plain(one_line(text))


def number_format(column: Column) -> str:
    """Return Excel's own format of a column's cells.

    Examples
    --------
    >>> number_format(Column("Revenue", "money", currency="EUR")), number_format(Column("Share", "share"))
    ('[$€]#,##0.00', '0.0%')
    """
    if column.kind == "money":
        return _money_format(column.currency)
    decimals = "." + "0" * digits if (digits := 2 if column.digits is None else column.digits) else ""
    formats = {"count": "#,##0", "share": "0.0%", "number": f"#,##0{decimals}", "day": "yyyy-mm-dd"}
    return formats.get(column.kind, "@")  # a text stays one when its cell is edited


def _money_format(currency: str | None) -> str:
    from babel.numbers import get_currency_precision, get_currency_symbol

    digits = get_currency_precision(currency) if currency else 2
    amount = "#,##0" + ("." + "0" * digits if digits else "")
    symbol = get_currency_symbol(currency, "en") if currency else ""
    gap = " " if symbol.isalpha() else ""
    return f"[${symbol}{gap}]{amount}" if symbol else amount


def alignment(column: Column) -> dict[str, Any]:
    """Return how the cells of a column stand."""
    return {"text_wrap": True, "valign": "top"} if column.kind == "sentence" else {}


def width(column: Column, values: pd.Series) -> float:
    """Return how wide a column is, in signs."""
    longest_word = max((_length(word) for word in label(column.label).split()), default=0)
    if column.kind not in WORDS:
        return max(_WIDTHS[column.kind], longest_word + 2)
    texts = (one_line(str(value)) for value in values.head(_LOOKED_AT).dropna())
    longest = max((_length(text) for text in texts), default=0)
    widest = _WIDEST_SENTENCE if column.kind == "sentence" else _WIDEST
    return max(_NARROWEST, longest_word + 2, min(longest + 2, widest))


def _length(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text[:_WIDEST_SENTENCE])


def rules(column: Column, negative: Any) -> Iterator[dict[str, Any]]:
    """Return a column's conditional formats: negative amounts in red, a bar where the report has one."""
    if column.kind in {"money", "number"}:
        yield {"type": "cell", "criteria": "<", "value": 0, "format": negative}
    if column.bar:
        yield {
            "type": "data_bar",
            "bar_solid": True,
            "bar_color": palette.CLASS_COLOURS["N"],
            "bar_negative_color": NEGATIVE,
            "data_bar_2010": True,
        }


def cell_range(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """Return a range as Excel writes it."""
    from xlsxwriter.utility import xl_range

    return str(xl_range(first_row, first_column, last_row, last_column))
