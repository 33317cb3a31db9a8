"""Years, quarters and months as tables of targets write them."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART = r"q[1-4]|[a-z]{3,9}|\d{1,2}"
_YEAR_FIRST = re.compile(rf"(\d{{4}})(?:[-/. 年]*({_PART})月?(?:-01)?(?: 00:00:00)?)?年?")
_YEAR_LAST = re.compile(rf"({_PART})[-/. ]*(\d{{4}})")


def days_of(period: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of a year, quarter or month; None if the text is none of them.

    Examples
    --------
    >>> days_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> days_of("2024"), days_of("soon")
    ((datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)), None)
    >>> {days_of(text)[0].month for text in ("2024年5月", "May 2024", "05/2024", "202405", "2024-5")}
    {5}
    >>> [day.isoformat() for day in days_of("Q4 2024")]
    ['2024-10-01', '2024-12-31']
    """
    text = period.strip().lower()
    first, last = _YEAR_FIRST.fullmatch(text), _YEAR_LAST.fullmatch(text)
    year, part = (first[1], first[2]) if first else (last[2], last[1]) if last else ("", None)
    months = _months(part)
    if not year or months is None:
        return None
    begin, length = months
    beyond = begin + length
    after = dt.date(int(year) + beyond // 13, (beyond - 1) % 12 + 1, 1)
    return dt.date(int(year), begin, 1), after - dt.timedelta(days=1)


def _months(part: str | None) -> tuple[int, int] | None:
    """Return the first month and the number of months; None where there is no such part of a year."""
    if part is None:
        return 1, 12
    if part[0] == "q":
        return 3 * int(part[1]) - 2, 3
    month = int(part) if part.isdigit() else _MONTHS.index(part[:3]) + 1 if part[:3] in _MONTHS else 0
    return (month, 1) if 1 <= month <= 12 else None
