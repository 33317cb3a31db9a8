"""Which two periods are compared: the year to a day with the year before it, or halves and quarters of shorter data."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

LENGTHS = (12, 6, 3)
"""In months; the first that fits twice."""
SLACK = 0.02
"""Of a period, in which nothing was sold before the first day of the data: a shop that opens on 3 January."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Spans:
    """Two periods of so many months, the later following the earlier; both days count."""

    months: int
    before: tuple[dt.date, dt.date]
    period: tuple[dt.date, dt.date]


def latest_spans(first: dt.date, end: dt.date) -> Spans | None:
    """Return the two longest periods of equal length that the days from `first` to `end` hold; None where none do.

    Examples
    --------
    >>> spans = latest_spans(dt.date(2017, 7, 1), dt.date(2019, 12, 31))
    >>> spans.months, spans.before[0].isoformat(), spans.period[0].isoformat()
    (12, '2018-01-01', '2019-01-01')
    >>> latest_spans(dt.date(2017, 1, 1), dt.date(2018, 1, 1)).months
    6
    """
    for months in LENGTHS:
        middle, start = (months_before(end + DAY, n * months) for n in (1, 2))
        if first <= start + SLACK * (middle - start):
            return Spans(months, (start, middle - DAY), (middle, end))
    return None


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the day so many months earlier; the last of the month where that has fewer days.

    Examples
    --------
    >>> months_before(dt.date(2020, 2, 29), 12)
    datetime.date(2019, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
