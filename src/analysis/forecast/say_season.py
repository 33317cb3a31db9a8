"""Sentences on the seasons of buying."""

from __future__ import annotations

from functools import partial

from analysis.display.formats import count, interval, month_name, number, share
from analysis.findings.words import Numbers, day_of


def season(v: Numbers, calibration_end: str) -> str:
    """Say whether purchases have a season, and what it does to the forecast.

    Examples
    --------
    >>> alike = {"refusal": None, "full_months": 36, "worth_correcting": False, "untested_months": []}
    >>> season({"seasonality": alike, "horizon_days": 365, "tested_days": 400}, "2022-12-31").replace("\u202f", " ")
    'Purchases have no season worth correcting: over 36 months, calendar months differ by no more than the same month \
does from year to year.'
    """
    s = v["seasonality"]
    if s["refusal"]:
        return f"{s['refusal']}{_untested(v)}"
    if not s["worth_correcting"]:
        return (
            f"Purchases have no season worth correcting: over {count(s['full_months'])} months, calendar months differ "
            f"by no more than the same month does from year to year.{_untested(v)}"
        )
    rows = sorted(s["index"], key=lambda row: row["index"])
    best, least = rows[-1], rows[0]
    return (
        f"Purchases have a season: customers of the same history buy **{number(best['index'])} times** as much in "
        f"{month_name(best['month'])} as in an average month ({_ends(best)}), in {month_name(least['month'])} "
        f"{number(least['index'])} times ({_ends(least)}). {_used(v, calibration_end)}{_untested(v)}"
    )


def season_applied(v: Numbers) -> list[str]:
    """Say that the forecast is multiplied by the season's factor; nothing where it is not.

    Examples
    --------
    >>> season_applied({"seasonality": {"factor": 0.8}, "horizon_days": 120})
    ['all that is expected of the 120 days ahead is multiplied by 0.80 for their season']
    """
    factor = v["seasonality"]["factor"]
    if factor == 1.0:
        return []
    ahead = f"the {count(v['horizon_days'])} days ahead"
    return [f"all that is expected of {ahead} is multiplied by {number(factor)} for their season"]


def _used(v: Numbers, calibration_end: str) -> str:
    """Say whether the forecast is corrected for the season, and why.

    Examples
    --------
    >>> tested = {"months": 4, "error_without": 0.11, "error_with": 0.06}
    >>> s = {"ahead": 0.8, "factor": 0.8, "tested": tested}
    >>> _used({"seasonality": s, "horizon_days": 120}, "2022-12-31").replace("\u202f", " ")
    'The 120 days ahead bring 0.80 of what as many average days do. All that is expected of them is multiplied by it: \
with the season known by 31 December 2022, the forecast of 4 unseen months in a row was off by 6 %, without by 11 %.'
    """
    s, days = v["seasonality"], count(v["horizon_days"])
    if s["ahead"] == 1.0:
        return f"Over {days} days, whole years, it evens out: the forecast is not corrected for it."
    text = f"The {days} days ahead bring {number(s['ahead'])} of what as many average days do."
    known, test = day_of(calibration_end), s["tested"]
    if test is None and s["known_months"] < s["needed"]:
        return (
            f"{text} The forecast is not corrected for it, because that cannot be tested: only "
            f"{count(s['known_months'])} full months lie before the unseen days, and {s['needed']} are needed."
        )
    if test is None:
        return f"{text} The forecast is not corrected for it, because the days up to {known} showed no season yet."
    off = (
        f"with the season known by {known}, the forecast of {_months(test['months'])} was off by "
        f"{share(test['error_with'])}, without by {share(test['error_without'])}"
    )
    if s["factor"] == 1.0:
        return f"{text} The forecast is not corrected for it: {off}."
    return f"{text} All that is expected of them is multiplied by it: {off}."


def _months(months: int) -> str:
    return "an unseen month" if months == 1 else f"{count(months)} unseen months in a row"


def _untested(v: Numbers) -> str:
    """Say which of the months ahead the forecast was never tested on.

    Examples
    --------
    >>> _untested({"seasonality": {"untested_months": [7, 8, 9]}, "tested_days": 273})
    ' The forecast was tested on 273 days, of which none is in July to September.'
    """
    months = [month_name(month) for month in v["seasonality"]["untested_months"]]
    if not months:
        return ""
    which = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    return f" The forecast was tested on {count(v['tested_days'])} days, of which none is in {which}."


def _ends(row: Numbers) -> str:
    return interval(row["low"], row["high"], partial(number, digits=2))
