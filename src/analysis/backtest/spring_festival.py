"""Spring Festival moves through January and February; a year ago it was on another date."""

from __future__ import annotations

import datetime as dt

from analysis.backtest.past import Past

# fmt: off
MONTH_AND_DAY = (  # of the first day of the Chinese year, from 2000 to 2035
    205, 124, 212, 201, 122, 209, 129, 218, 207, 126, 214, 203,
    123, 210, 131, 219, 208, 128, 216, 205, 125, 212, 201, 122,
    210, 129, 217, 206, 126, 213, 203, 123, 211, 131, 219, 208,
)
# fmt: on
NEW_YEAR = {year: dt.date(year, *divmod(day, 100)) for year, day in enumerate(MONTH_AND_DAY, 2000)}
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
