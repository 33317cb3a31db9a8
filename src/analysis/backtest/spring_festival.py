"""Spring Festival moves through January and February; a year ago it was on another date."""

from __future__ import annotations

import datetime as dt

from analysis.backtest.past import Past

NEW_YEAR = {
    day.year: day
    for day in map(
        dt.date.fromisoformat,
        "2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-18 2008-02-07 2009-01-26 "
        "2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05 "
        "2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 "
        "2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08".split(),
    )
}
YEAR = dt.timedelta(days=365)
AROUND = dt.timedelta(days=28)  # the weeks before and after the day in which trade is not as usual
QUIET = 0.5  # of the usual trade: below, the client keeps the festival
LEAST = 30  # purchases in the weeks of comparison


def keeps_spring_festival(past: Past, until: dt.date) -> bool:
    """Say whether purchases fell below half of the usual in the festival week of every year seen, at least once.

    The usual: the four weeks that end five weeks before and those that begin four weeks after.
    """
    seen = []
    for day in NEW_YEAR.values():
        first, last = day - 2.25 * AROUND, day + 2 * AROUND
        if first < past.first or last > until:
            continue
        usual = _bought(past, first, day - 1.25 * AROUND) + _bought(past, day + AROUND, last)
        week = _bought(past, day - dt.timedelta(days=2), day + dt.timedelta(days=5))
        if usual >= LEAST:
            seen.append(week / 7 < QUIET * usual / 56)
    return bool(seen) and all(seen)


def a_year_before(day: dt.date, *, festival: bool) -> dt.date:
    """Return the day one year ago; near Spring Festival, where it is kept, the day as far from the festival then.

    Examples
    --------
    >>> a_year_before(dt.date(2026, 2, 3), festival=True), a_year_before(dt.date(2026, 2, 3), festival=False)
    (datetime.date(2025, 1, 15), datetime.date(2025, 2, 3))
    """
    now, then = NEW_YEAR.get(day.year), NEW_YEAR.get(day.year - 1)
    if festival and now and then and abs(day - now) <= AROUND:
        return then + (day - now)
    return day - YEAR


def _bought(past: Past, after: dt.date, until: dt.date) -> float:
    return float(past.observe(after, until)["purchases"].sum())
