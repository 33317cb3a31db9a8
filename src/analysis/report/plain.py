"""Values of a table as the plain cells of a file: texts of one line, numbers, nothing where nothing is known."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from analysis.display.formats import is_missing, one_line

if TYPE_CHECKING:
    import pandas as pd

CELL = 32_767
"""The longest text that Excel holds, in units of UTF-16."""
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_FIRST_DAY = 61
"""1 March 1900: before it Excel counts a day that never was."""


def plain_cells(values: pd.Series, longest: int, changed: Counter[str]) -> list[Any]:
    """Return the cells of a column; ``changed`` counts texts that were "cut" or "cleaned".

    `values`: Of any type.
    `longest`: Longer texts are cut, in units of UTF-16.
    `changed`: Is added to.
    list of str, float, int, bool or None: None where nothing is known, infinities among it.
    """
    from pandas.api import types

    if types.is_bool_dtype(values):
        return [None if is_missing(value) else bool(value) for value in values]
    if types.is_numeric_dtype(values):
        return _numbers(values)
    texts: dict[Any, Any] = {}

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return None if is_missing(value) else value if isinstance(value, int | float) else str(value)
        if value not in texts:
            texts[value] = plain_text(value, longest)
        text, how = texts[value]
        if how:
            changed[how] += 1
        return text or None

    return [cell(value) for value in values.tolist()]


def _numbers(values: pd.Series) -> list[Any]:
    if values.dtype.kind in "iu":
        return list(values.tolist())
    numbers = values.astype("float64").tolist()
    return [number if math.isfinite(number) else None for number in numbers]


def plain_text(value: str, longest: int) -> tuple[str, str]:
    r"""Return a text of one line that is not too long, and whether it was "cut" or "cleaned".

    Examples
    --------
    >>> plain_text("Smith\x07", 32767), plain_text("Smith & Sons", 6)
    (('Smith\ufffd', 'cleaned'), ('Smith…', 'cut'))
    """
    text = one_line(value)
    how = "" if text == value.strip() else "cleaned"
    if 2 * len(text) > longest and len(text.encode("utf-16-le")) // 2 > longest:
        kept = text.encode("utf-16-le")[: 2 * (longest - 1)].decode("utf-16-le", errors="ignore")
        text, how = f"{kept.rstrip()}…", "cut"
    # XlsxWriter would take such a text for markup of its own, and write it as it is.
    return (f"{text} ", how) if text.startswith("<r>") and text.endswith("</r>") else (text, how)


def serial_days(values: pd.Series) -> list[Any]:
    """Return days as Excel counts them, and as texts those that it cannot count.

    Examples
    --------
    >>> import pandas as pd
    >>> serial_days(pd.Series(pd.to_datetime(["1998-06-30", None, "1899-12-31"])))
    [35976, None, '1899-12-31']
    """
    import pandas as pd

    days = pd.to_datetime(values)
    counted = (days - pd.Timestamp("1899-12-30")).dt.days
    return [
        None if missing else int(number) if number >= _FIRST_DAY else day.date().isoformat()
        for missing, number, day in zip(days.isna(), counted.tolist(), days, strict=True)
    ]


def safe_text(value: str) -> str:
    """Return a text that a spreadsheet does not take for a formula when it opens a file of texts.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("-5"), safe_text("Smith & Sons")
    ("'=1+1", '-5', 'Smith & Sons')
    """
    return f"'{value}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value
