"""What was known of the customers by a day: the past alone, so that a class of a year ago is no hindsight."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.classes.history import History, Integers
from analysis.classes.lifecycle import LOST_RHYTHMS
from analysis.classes.quarters import comebacks, quarters
from analysis.classes.scheme import Known
from analysis.client.parameters import Abc
from analysis.ledger.customer_days import Days
from analysis.ledger.rhythm import churn_window


def known_of(
    history: History, day: dt.date, *, rhythm: float | None, abc: Abc, window: int, lately: bool = False
) -> Known:
    """Return what was known of the customers of a history at the end of a day (see `Known`).

    In the place of customer_id stands the place in the history's: texts would take most of the time. With `lately`
    nothing is looked up but what they brought in the window.
    """
    end, before = history.until(day), history.until(day - dt.timedelta(days=window))
    table = {} if lately else _so_far(history, end, (day - history.first).days)
    table["recent_revenue"] = history.total("net", before, end)
    if not lately or abc.by == "margin":
        table["recent_margin"] = history.total("margin", before, end)
    seen = np.flatnonzero(end > history.start)
    customers = pd.DataFrame({name: value[seen] for name, value in table.items()}, index=pd.Index(seen), copy=False)
    return Known(customers, day, history.first, rhythm, abc)


def rhythm_at(history: History, day: dt.date) -> int | None:
    """Return the days within which 90 % of the repeat purchases up to a day came; None where nobody bought twice."""
    who, when, waited = history.purchases
    told = (waited >= 0) & (when <= (day - history.first).days)
    return churn_window(pd.Series(waited[told], index=who[told]))


def _so_far(history: History, end: Integers, age: int) -> dict[str, NDArray[Any]]:
    """Return the columns on all days up to a place, as `ledger.customers.summarise_customers` defines them."""
    there = history.opening < end
    opening, closing = np.where(there, history.opening, 0), history.last_purchase(end)
    first, last = history.day[opening], history.day[closing]
    frequency = np.maximum(history.total("bought", history.start, end).astype(np.int64) - 1, 0)
    amount = history.total("purchased", history.start, end)
    repeat = amount - history.net[opening]
    start = np.datetime64(history.first, "us")
    return {
        "first_purchase": np.where(there, start + first.astype("timedelta64[D]"), np.datetime64("NaT")),
        "last_purchase": np.where(there, start + last.astype("timedelta64[D]"), np.datetime64("NaT")),
        "frequency": frequency,
        "recency": np.where(there, last - first, np.nan),
        "T": np.where(there, age - first, np.nan),
        "monetary_value": np.where(frequency > 0, repeat / np.maximum(frequency, 1), 0.0),
        "purchase_amount": amount,
        "revenue": history.total("net", history.start, end),
        "returns": history.total("returned", history.start, end),
        "margin": history.total("margin", history.start, end),
        "rows": history.total("rows", history.start, end).astype(np.int64),
    }


LEAST_WINDOW = 60
"""Days of a stretch below which two of them say nothing of growth."""


def remembered(known: Known, days: Days, *, paid: bool) -> Known:
    """Return what is known with the quarters that growth needs and the comebacks that the lifecycle needs.

    `days`: Of the ledger; what is later than the day of `known` is not looked at.
    `paid`: Whether there is money; else growth compares purchase days.
    """
    enough = known.window_days >= LEAST_WINDOW
    rhythm = known.rhythm_days
    return replace(
        known,
        quarters=quarters(days, known.day, known.window_days, paid=paid) if enough else None,
        comeback=None if rhythm is None else comebacks(days, known.day, LOST_RHYTHMS * rhythm),
    )
