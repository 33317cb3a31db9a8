"""The account of what was read, used and left out, as facts."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.intake.facts import DataFacts, MonthsFacts, data_facts
from analysis.run.step import Answer, Inputs, step


@step("data", DataFacts, needs=("account", "client_name"))
def data(given: Inputs) -> Answer:
    """Return what the report says of the data it rests on."""
    return data_facts(given.client_name, given.account), {}


FEW_MONTHS = 3
"""Of fewer a mean says nothing."""


@step("months", MonthsFacts, needs=("ledger",))
def months(given: Inputs) -> Answer:
    """Sum up the revenue and the buying customers of each calendar month."""
    ledger = given.ledger
    if not ledger.has_days or not ledger.has_amounts:
        return MonthsFacts(), {}
    table = ledger.months()
    whole = table[_is_whole(table["month"], ledger.first, ledger.observation_end)]
    least, most = ((whole if len(whole) else table).sort_values("revenue").iloc[place] for place in (0, -1))
    half = len(whole) // 2
    earlier, later = whole["revenue"].head(half), whole["revenue"].tail(half)
    facts = MonthsFacts(
        months=len(table),
        least=float(least["revenue"]),
        least_month=least["month"].date(),
        most=float(most["revenue"]),
        most_month=most["month"].date(),
        half=half,
        earlier=float(earlier.mean()) if half >= FEW_MONTHS else None,
        later=float(later.mean()) if half >= FEW_MONTHS else None,
    )
    return facts, {"months": table}


def _is_whole(month: pd.Series, first: dt.date, last: dt.date) -> pd.Series:
    """Return which months the data cover but for a week: a month of a single day is no weak month."""
    week = pd.Timedelta(days=7)
    return (month + week > pd.Timestamp(first)) & (month + pd.offsets.MonthEnd(1) - week < pd.Timestamp(last))


STEPS = (data, months)
