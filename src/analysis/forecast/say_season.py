"""Sentences on the seasons of buying."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.backtest.facts import MonthIndex, Seasonality
from analysis.display.days import month_name
from analysis.display.formats import count, interval, number
from analysis.display.language import joined, sentence
from analysis.forecast.facts import TrustFacts
from analysis.refusals import why
from analysis.words.forecast import corrected


def season(v: Any) -> str:
    """Say whether purchases have a season, and what the same days a year ago make of the forecast.

    `v`: seasonality, year_ago, horizon_days and tested_days, as in the facts of value.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> alike = Seasonality.sketch(refusal=None, full_months=36, worth_correcting=False, untested_months=[])
    >>> season(Record(seasonality=alike, year_ago=None, horizon_days=365, tested_days=400))
    'Purchases have no season of their own: over 36 months, calendar months differ by no more than the same month does \
from year to year. The forecast is not corrected by the same days a year ago: the data do not reach back far enough.'
    """
    s: Seasonality = v.seasonality
    said = why(s.refusal) if s.refusal else _months(s, v.horizon_days)
    return joined(
        said,
        corrected(v.year_ago)
        or sentence(
            "The forecast is not corrected by the same days a year ago: the data do not reach back far enough."
        ),
        _untested(s.untested_months, v.tested_days),
    )


def _months(s: Seasonality, horizon_days: int) -> str:
    if not s.worth_correcting:
        return sentence(
            "Purchases have no season of their own: over {months} months, calendar months differ by no more than the "
            "same month does from year to year.",
            months=count(s.full_months),
        )
    days = count(horizon_days)
    return joined(
        _best_and_least(s.index or []),
        sentence("Over {days} days, whole years, it evens out.", days=days)
        if s.ahead == 1.0
        else sentence(
            "The {days} days ahead bring {ahead} of what as many average days do.", days=days, ahead=number(s.ahead)
        ),
    )


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
