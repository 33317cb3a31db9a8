"""Days as the report prints them."""

from datetime import date, datetime

from babel.dates import format_date

from analysis.display.formats import LOCALE, MISSING, is_missing
from analysis.display.language import sentence


def day(value: date | None, *, short: bool = False) -> str:
    """Return a day as it is said; in tables with the month's short name.

    Examples
    --------
    >>> day(date(1998, 6, 30)), day(date(1998, 9, 30), short=True), day(None)
    ('30 June 1998', '30 Sep 1998', '–')
    """
    if value is None or is_missing(value):
        return MISSING
    return format_date(_as_date(value), "d MMM y" if short else "d MMMM y", locale=LOCALE)


def day_of(iso: str) -> str:
    """Return an ISO day as it is said.

    Examples
    --------
    >>> day_of("1997-09-30")
    '30 September 1997'
    """
    return day(date.fromisoformat(iso))


def month(value: date | None) -> str:
    """Return the month of a day, as on an axis or in a table of cohorts.

    Examples
    --------
    >>> month(date(1998, 6, 30))
    'Jun 1998'
    """
    if value is None or is_missing(value):
        return MISSING
    return format_date(_as_date(value), "MMM y", locale=LOCALE)


def month_name(number: int) -> str:
    """Return the name of a calendar month, 1 to 12.

    Examples
    --------
    >>> month_name(11)
    'November'
    """
    return format_date(date(2000, number, 1), "LLLL", locale=LOCALE)


def period(first: date | None, last: date | None) -> str:
    """Return a span of days as it is said.

    Examples
    --------
    >>> period(date(1997, 1, 1), date(1998, 6, 30))
    '1 January 1997 to 30 June 1998'
    """
    return sentence("{first} to {last}", first=day(first), last=day(last))


def _as_date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
