"""Which two periods are compared: the year to a day with the year before it, or halves and quarters of shorter data."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from analysis.backtest.past import Past
from analysis.backtest.spring_festival import AROUND, NEW_YEAR, a_year_before, keeps_spring_festival
from analysis.ledger.ledger import Ledger

LENGTHS = (12, 6, 3)
"""In months; the first that fits twice."""
SLACK = 0.02
"""Of a period, in which nothing was sold before the first day of the data: a shop that opens on 3 January."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Spans:
    """Two periods of so many months, the later following the earlier; both days count.

    `festival`: Whether they end as far from Spring Festival, which moves, and not on the same day of the year.
    """

    months: int
    before: tuple[dt.date, dt.date]
    period: tuple[dt.date, dt.date]
    festival: bool = False


def compared_spans(ledger: Ledger, chosen: dt.date | None) -> Spans | None:
    """Return the periods that a client's parameter `movement_end` chooses; by default the latest. None where none fit.

    Raises DataError if the day that was chosen does not lie within the data.
    """
    if not ledger.has_days:
        return None
    end = ledger.movement_end(chosen)
    kept = festival_near(end) and keeps_spring_festival(Past(ledger.customers, ledger.observe, ledger.first), end)
    return latest_spans(ledger.first, end, festival=kept)


def festival_near(day: dt.date) -> bool:
    """Say whether a day lies in the weeks around Spring Festival in which trade is not as usual."""
    return day.year in NEW_YEAR and abs(day - NEW_YEAR[day.year]) <= AROUND


def latest_spans(first: dt.date, end: dt.date, *, festival: bool = False) -> Spans | None:
    """Return the two longest periods of equal length that the days from `first` to `end` hold; None where none do.

    Parameters
    ----------
    first, end : date
        Of the data, or of what is to be compared.
    festival : bool
        Whether the client keeps Spring Festival: a year that ends near it follows one that ends as near to the
        festival of the year before, so that each of them holds one.

    Examples
    --------
    >>> spans = latest_spans(dt.date(2017, 7, 1), dt.date(2019, 12, 31))
    >>> spans.months, spans.before[0].isoformat(), spans.period[0].isoformat()
    (12, '2018-01-01', '2019-01-01')
    >>> latest_spans(dt.date(2017, 1, 1), dt.date(2018, 1, 1)).months
    6
    >>> latest_spans(dt.date(2020, 1, 1), dt.date(2023, 1, 31), festival=True).period[0].isoformat()
    '2022-02-11'
    """
    if festival and festival_near(end):
        middle = a_year_before(end, festival=True)
        start = a_year_before(middle, festival=True)
        if first <= start + SLACK * (middle - start):
            return Spans(12, (start + DAY, middle), (middle + DAY, end), festival=True)
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
