"""Season and drift: what the same forecast would have missed one year ago."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.backtest.facts import YearAgo
from analysis.backtest.holdout import Split
from analysis.backtest.past import Past
from analysis.backtest.shapes import Forecaster
from analysis.backtest.spring_festival import a_year_before, keeps_spring_festival

KNOWN = 0.5  # of today's customers: as many must have been there a year ago
SLACK_DAYS = 7
LEAST_HISTORY = 90  # days: before, first purchases drown repeat ones and no forecast was worth a comparison
LARGEST_SHARE = 0.2  # a customer with more is left out: one account's year is no season
YEAR = dt.timedelta(days=365)
SHARED = 0.15  # log sd of what customers shared in the windows of the study's businesses


def year_ago(forecaster: Forecaster, split: Split) -> YearAgo | None:
    """Return the season and drift factor of a window, None where last year cannot tell.

    `split`: The window to forecast; only days up to its origin are looked at.
    YearAgo or None: None unless the window of a year ago had passed by the origin, half of today's customers were known
    when it began, the history was then at least its length (less a week) and 90 days, and no month of it is missing.

    The factor is (actual / expected)^reliability, both without any customer over a fifth; the reliability is
    shared^2 / (shared^2 + idio^2), idio^2 = sum of squared residuals of customers over the squared forecast, the chance
    part of the log ratio. Around Spring Festival, where the client keeps it, both ends of the window stand as far from
    the festival as a year later.
    """
    past = forecaster.past
    festival = keeps_spring_festival(past, split.origin)
    window = Split(*(a_year_before(day, festival=festival) for day in (split.origin, split.end)))
    history = (window.origin - past.first).days
    if window.end > split.origin or history < max(window.days - SLACK_DAYS, LEAST_HISTORY) or window.days <= 0:
        return None
    empty = _empty_months(past, window)
    if empty and empty > _empty_months(past, Split(window.origin - YEAR, window.end - YEAR)):
        return None  # without data is not without sales; who closes every year did so the year before
    known = len(past.customers_at(window.origin))
    if known < max(KNOWN * len(past.customers_at(split.origin)), 1):
        return None
    expected = forecaster.by_model(window)
    actual = past.outcome(window)["purchases"].to_numpy(float)
    usual = (expected <= LARGEST_SHARE * expected.sum()) & (actual <= LARGEST_SHARE * max(actual.sum(), 1.0))
    expected, actual = expected[usual], actual[usual]
    if not (expected.sum() > 0 and actual.sum() > 0):
        return None
    chance = float(((actual - expected) ** 2).sum()) / float(expected.sum()) ** 2
    exponent = SHARED**2 / (SHARED**2 + chance)
    ratio = float(actual.sum() / expected.sum())
    return YearAgo(expected=float(expected.sum()), actual=float(actual.sum()), factor=ratio**exponent)


def _empty_months(past: Past, window: Split) -> int:
    """Return in how many whole calendar months of a window, after the first day of data, nobody bought."""
    day, months = dt.timedelta(days=1), pd.period_range(window.origin, window.end, freq="M")
    ends = [(month.start_time.date() - day, month.end_time.date()) for month in months]
    whole = [(a, b) for a, b in ends if a >= max(window.origin, past.first - day) and b <= window.end]
    return sum(not (past.observe(a, b)["purchases"] > 0).any() for a, b in whole)
