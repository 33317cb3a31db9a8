"""Sentences on the seasons of buying."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from analysis.backtest.facts import MonthIndex, Seasonality
from analysis.display.days import day, month_name
from analysis.display.formats import count, interval, number, share
from analysis.display.language import joined, sentence, sentences
from analysis.forecast.facts import TrustFacts
from analysis.refusals import why


def season(v: Any, calibration_end: dt.date) -> str:
    """Say whether purchases have a season, and what it does to the forecast.

    Parameters
    ----------
    v : record
        seasonality, horizon_days and tested_days, as in the facts of value.
    calibration_end : date

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> alike = Seasonality.sketch(refusal=None, full_months=36, worth_correcting=False, untested_months=[])
    >>> season(Record(seasonality=alike, horizon_days=365, tested_days=400), dt.date(2022, 12, 31))
    'Purchases have no season worth correcting: over 36 months, calendar months differ by no more than the same month \
does from year to year.'
    """
    s: Seasonality = v.seasonality
    untested = _untested(s.untested_months, v.tested_days)
    if s.refusal:
        return joined(why(s.refusal), untested)
    if not s.worth_correcting:
        return joined(
            sentence(
                "Purchases have no season worth correcting: over {months} months, calendar months differ by no more "
                "than the same month does from year to year.",
                months=count(s.full_months),
            ),
            untested,
        )
    return joined(_best_and_least(s.index or []), used(s, v.horizon_days, calibration_end), untested)


def _best_and_least(months: list[MonthIndex]) -> str:
    least, *_, best = sorted(months, key=lambda month: month.index)
    return sentence(
        "Purchases have a season: customers of the same history buy **{most} times** as much in {best} as in an "
        "average month ({most_range}), in {least} {fewest} times ({fewest_range}).",
        most=number(best.index),
        best=month_name(best.month),
        most_range=_ends(best),
        least=month_name(least.month),
        fewest=number(least.index),
        fewest_range=_ends(least),
    )


def used(s: Seasonality, horizon_days: int, calibration_end: dt.date) -> str:
    """Say whether the forecast is corrected for the season, and why.

    Examples
    --------
    >>> tested = {"months": 4, "error_without": 0.11, "error_with": 0.06}
    >>> s = Seasonality.sketch(ahead=0.8, factor=0.8, tested=tested)
    >>> used(s, 120, dt.date(2022, 12, 31)).replace("\u202f", " ")
    'The 120 days ahead bring 0.80 of what as many average days do. All that is expected of them is multiplied by it: \
with the season known by 31 December 2022, the forecast of 4 unseen months in a row was off by 6 %, without by 11 %.'
    """
    days = count(horizon_days)
    if s.ahead == 1.0:
        return sentence("Over {days} days, whole years, it evens out: the forecast is not corrected for it.", days=days)
    return joined(
        sentence(
            "The {days} days ahead bring {ahead} of what as many average days do.", days=days, ahead=number(s.ahead)
        ),
        _corrected(s, day(calibration_end)),
    )


def _corrected(s: Seasonality, known: str) -> str:
    test, before = s.tested, s.known_months
    if test is None and before is not None and before < s.needed:
        return sentences(
            before,
            "The forecast is not corrected for it, because that cannot be tested: only {n} full month lies before the "
            "unseen days, and {needed} are needed.",
            "The forecast is not corrected for it, because that cannot be tested: only {n} full months lie before the "
            "unseen days, and {needed} are needed.",
            n=count(before),
            needed=count(s.needed),
        )
    if test is None:
        return sentence(
            "The forecast is not corrected for it, because the days up to {known} showed no season yet.", known=known
        )
    values = {
        "known": known,
        "n": count(test.months),
        "with_it": share(test.error_with),
        "without": share(test.error_without),
    }
    if s.factor == 1.0:
        return sentences(
            test.months,
            "The forecast is not corrected for it: with the season known by {known}, the forecast of an unseen month "
            "was off by {with_it}, without by {without}.",
            "The forecast is not corrected for it: with the season known by {known}, the forecast of {n} unseen months "
            "in a row was off by {with_it}, without by {without}.",
            **values,
        )
    return sentences(
        test.months,
        "All that is expected of them is multiplied by it: with the season known by {known}, the forecast of an unseen "
        "month was off by {with_it}, without by {without}.",
        "All that is expected of them is multiplied by it: with the season known by {known}, the forecast of {n} "
        "unseen months in a row was off by {with_it}, without by {without}.",
        **values,
    )


def _untested(months: list[int], tested_days: int) -> str:
    """Say which of the months ahead the forecast was never tested on.

    Examples
    --------
    >>> _untested([7, 8, 9], 273)
    'The forecast was tested on 273 days, of which none is in July to September.'
    """
    if not months:
        return ""
    first, last = month_name(months[0]), month_name(months[-1])
    if first == last:
        return sentence(
            "The forecast was tested on {days} days, of which none is in {month}.",
            days=count(tested_days),
            month=first,
        )
    return sentence(
        "The forecast was tested on {days} days, of which none is in {first} to {last}.",
        days=count(tested_days),
        first=first,
        last=last,
    )


def _ends(month: MonthIndex) -> str:
    return interval(month.low, month.high, partial(number, digits=2))


def best_month(t: TrustFacts) -> str:
    """Return the title of the season's figure."""
    return sentence(
        "{month} brings {index} times an average month",
        month=month_name(t.best_month or 1),
        index=number(t.best_index),
    )
