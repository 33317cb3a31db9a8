"""What can be said of few customers without any forecast: their run rate, who came back, who is unusually silent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from analysis.backtest.holdout import wilson
from analysis.backtest.own_rhythm import LEAST_GAPS, silent_longer_than_ever
from analysis.run.step import Answer, Inputs, step
from analysis.value.facts_rate import RunRateFacts

if TYPE_CHECKING:
    import pandas as pd

    from analysis.ledger.ledger import Ledger

YEAR = 365
STANDS_IN_FOR = {"too_little", "too_few_repeat_buyers", "no_inner_window", "all_came_on_the_last_day"}
"""Refusals of the value that leave whole purchase histories."""


@step("run_rate", RunRateFacts, after=("value",), needs=("ledger",), per_customer="scores")
def run_rate(given: Inputs) -> Answer:
    """Say what a forecast would need more customers for: only where value is refused for want of them."""
    reason, ledger = given.value.facts.refusal, given.ledger
    if reason is None or reason.code not in STANDS_IN_FOR or ledger.buyers(ledger.observation_end).empty:
        return RunRateFacts(needed=False), {}
    days = ledger.days
    table = silent_longer_than_ever(days, ledger.observation_end)
    paid = ledger.has_amounts
    recent = _revenue(ledger, ledger.observation_end, table["customer_id"])
    table["recent_revenue"] = recent.to_numpy() if paid else np.nan
    again, n = given.value.facts.repeat_buyers, given.value.facts.customers
    late = table[table["silent_longer_than_ever"]]
    facts = RunRateFacts(
        needed=True,
        customers=n,
        came_back=again,
        came_back_interval=tuple(map(float, wilson(again / n, n))),
        with_rhythm=int(table["gaps"].ge(LEAST_GAPS).sum()),
        late=len(late),
        late_by_chance=float((1 / (table.loc[table["gaps"] >= LEAST_GAPS, "gaps"] + 1)).sum()),
        late_revenue=float(late["recent_revenue"].sum()) if paid else None,
        **(_rates(ledger) if paid else {}),
    )
    return facts, {"scores": table}


def _revenue(ledger: Ledger, end: dt.date, ids: pd.Series) -> pd.Series:
    return ledger.observe(end - dt.timedelta(days=YEAR), end)["revenue"].reindex(ids).fillna(0.0)


def _rates(ledger: Ledger) -> dict[str, float]:
    """Return revenue of the last year, or of all days if they are fewer, and of the year before if it is whole."""
    end, seen = ledger.observation_end, (ledger.observation_end - ledger.first).days + 1
    days = min(YEAR, seen)
    start = end - dt.timedelta(days=days)
    found = {"days": days, "revenue": float(ledger.observe(start, end)["revenue"].sum())}
    if seen >= 2 * YEAR:
        found["revenue_before"] = float(ledger.observe(start - dt.timedelta(days=YEAR), start)["revenue"].sum())
    return found
