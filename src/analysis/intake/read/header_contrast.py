"""A header is told by contrast with the rows below it: words over numbers and days, not by having no digits."""

from __future__ import annotations

import re
from collections.abc import Sequence

VALUE = (
    r"[-+(]?[^\w\s]{0,2}\s?[0-9][0-9.,' \u00a0]*\s?[^\w\s]{0,2}[-)]?|\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?:[ T].*)?"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?"
)
MOSTLY = 0.8
LOOK = 60


def is_value(text: str) -> bool:
    """Return whether a cell is a number, a day or a time rather than a word.

    Examples
    --------
    >>> [is_value(cell) for cell in ("12.50", "2023-05-01", "9:30", "Address1", "Adresse 1")]
    [True, True, True, False, False]
    """
    return re.fullmatch(VALUE, text.strip()) is not None


def is_header(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether a row names the columns of the rows below it.

    Examples
    --------
    >>> is_header(["id", "Address1"], [["7", "Main St"], ["8", "Weg 3"]])
    True
    >>> is_header(["K1", "2023-05-01"], [["K2", "2023-05-02"]])
    False
    """
    names = [cell.strip() for cell in row]
    years = [int(name) for name in names if re.fullmatch(r"20\d\d", name)]
    if len(years) > 1 and years == list(range(years[0], years[0] + len(years))):
        names = [f"year {name}" if re.fullmatch(r"20\d\d", name) else name for name in names]  # a column for each
    filled = [name for name in names if name]
    if not filled or any(is_value(name) for name in filled) or len(filled) < 0.5 * len(names):
        return False
    columns = [
        [record[k].strip() for record in below[:LOOK] if k < len(record) and record[k].strip()]
        for k in range(len(names))
    ]
    contrast = [
        k for k, cells in enumerate(columns) if names[k] and cells and sum(map(is_value, cells)) >= MOSTLY * len(cells)
    ]
    if contrast:
        return True
    again = sum(name in columns[k] for k, name in enumerate(names) if name)
    shaped = sum(bool(re.search(r"\d", name)) for name in filled)
    return again == 0 and (not below or shaped <= 0.3 * len(filled))


def header_place(records: Sequence[Sequence[str]], width: int) -> int | None:
    """Return the place of the header among the first records of the usual width; None if the first one is data."""
    wide = [k for k, record in enumerate(records[:LOOK]) if len(record) == width]
    fullest = max((sum(bool(cell.strip()) for cell in records[k]) for k in wide), default=0)
    for k in wide:
        filled = sum(bool(cell.strip()) for cell in records[k])
        if filled >= MOSTLY * fullest:
            below = [
                record
                for record in records[k + 1 : k + 1 + LOOK]
                if len(record) == width and any(map(str.strip, record))
            ]
            return k if is_header(records[k], below) else None
    return None
