"""The customers of a day with every class that needs nothing of the client's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.classes.growth import growth_rates, trend
from analysis.classes.known import remembered
from analysis.classes.quarters import YEAR, rhythm_days, window_days
from analysis.classes.rfm import rfm_scores
from analysis.classes.scheme import ABC, BY_GROWTH, BY_RHYTHM, Known
from analysis.client.abc import Rfm
from analysis.client.parameters import Abc
from analysis.ledger.customer_days import Days
from analysis.ledger.ledger import Ledger


@dataclass(frozen=True, eq=False)
class Dated:
    """What the classes of any day rest on.

    `now`: At the end of observation.
    """

    ledger: Ledger
    days: Days
    now: Known

    def table(self) -> pd.DataFrame:
        """Return the customers with their classes at the end of observation."""
        return with_classes(self.now, paid=self.ledger.has_amounts)

    def table_at(self, day: dt.date, margin_rate: float | None = None) -> pd.DataFrame:
        """Return the customers of an earlier day with the classes that they had then, by today's rhythm."""
        customers = self.ledger.customers(day, margin_rate).set_index("customer_id")
        then = replace(self.now, customers=customers, day=day, window_days=window_days(self.now.first, day))
        then = remembered(then, self.days, paid=self.ledger.has_amounts)
        return with_classes(then, paid=self.ledger.has_amounts)


def dated(ledger: Ledger, customers: pd.DataFrame, abc: Abc, rfm: Rfm) -> Dated:
    """Return what the classes rest on; `customers` are those at the end of observation, indexed by customer_id."""
    end = ledger.observation_end
    days = ledger.days
    now = Known(
        customers,
        end,
        ledger.first,
        rhythm_days(days),
        abc,
        rfm=rfm,
        window_days=window_days(ledger.first, end),
    )
    return Dated(ledger, days, remembered(now, days, paid=ledger.has_amounts))


def with_classes(known: Known, *, paid: bool) -> pd.DataFrame:
    """Return the customers with abc_class, lifecycle, growth, rfm and its scores, and how their revenue grew."""
    table = known.customers.assign(abc_class=ABC.classify(known), lifecycle=BY_RHYTHM.classify(known))
    table = table.join(rfm_scores(known.customers, known.rfm))
    if known.quarters is None:
        return table
    quarters = known.quarters.reindex(table.index).fillna(0.0)
    table["growth"] = BY_GROWTH.classify(known)
    table["trend"] = trend(quarters).where(table["growth"] != "new")
    if not paid:
        return table
    rates, years = growth_rates(quarters), known.window_days == YEAR
    three_years = years and (known.day - known.first).days + 1 >= 3 * YEAR
    table["yearly_revenue"], table["revenue_year_before"] = rates["revenue"], rates["revenue_before"]
    table["growth_last_year"] = rates["growth"] if years else np.nan
    table["growth_two_years"] = rates["growth_both"] if three_years else np.nan
    return table
