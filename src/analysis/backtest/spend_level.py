"""Whether purchases have lately become dearer or cheaper for most customers: then a mean of all their past misleads."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd

from analysis.backtest.credibility import Credibility, credibility_spend
from analysis.backtest.past import Past

STRETCH = dt.timedelta(days=365)
BEFORE = dt.timedelta(days=180)  # at least, in front of the last stretch
FEWEST = 30  # customers who bought in both
CHANGED, MOST = 1.25, 0.6
"""How far the money must be off, in sum and up or down, and for what share of the customers in the same direction."""


def spend_at(past: Past, day: dt.date) -> Credibility:
    """Return what a purchase is expected to bring, by what was known on a day, at the level of its last 365 days.

    Credibility takes the mean of a customer's whole past. Where prices have doubled since, that is far too little, and
    no earlier window has shown it. So all are multiplied by actual over expected money of the last 365 days' purchases,
    but only if that is off by a quarter and six in ten customers of both stretches moved that way: one large order, or
    other customers than before, are no new level.
    """
    known = past.customers_at(day)
    usual = credibility_spend(known)
    if day - STRETCH - BEFORE < past.first:
        return usual
    expected = pd.Series(usual.spend, known["customer_id"].array)
    level = price_level(
        past.observe(past.first - dt.timedelta(days=1), day - STRETCH), past.observe(day - STRETCH, day), expected
    )
    return replace(usual, spend=usual.spend * level, overall=usual.overall * level, level=level)


def price_level(before: pd.DataFrame, now: pd.DataFrame, expected: pd.Series) -> float:
    """Return the factor from expected to actual money per purchase of a stretch; 1 where no level has changed.

    `before`, `now`: purchases and revenue of each customer (index) in two stretches.
    `expected`: Money per purchase of each customer.

    Examples
    --------
    >>> one = pd.DataFrame({"purchases": [2.0] * 40, "revenue": [20.0] * 40})
    >>> price_level(one, one * [1, 2], one["revenue"] / 2 * 1.6), price_level(one, one, one["revenue"] / 2)
    (1.25, 1.0)
    """
    came = now[now["purchases"] > 0]
    due = float((came["purchases"] * expected.reindex(came.index)).sum())
    then = before[before["purchases"] > 0]
    both = came.index.intersection(then.index)
    if len(both) < FEWEST or not due > 0:
        return 1.0
    each = [(part["revenue"] / part["purchases"]).loc[both] for part in (then, came)]
    rose, level = float((each[1] > each[0]).mean()), float(came["revenue"].sum()) / due
    changed = (level >= CHANGED and rose >= MOST) or (0 < level <= 1 / CHANGED and rose <= 1 - MOST)
    return level if changed else 1.0
