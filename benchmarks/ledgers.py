"""The six data sets of the benchmarks as ledgers of customer, day and net amount, and the days they are seen at.

The files lie in the folder LEDGERS (environment), by default shared/data beside the project.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import narwhals as nw
import numpy as np
import pandas as pd

from analysis.backtest.day_past import past_of, regularity_until
from analysis.backtest.holdout import Split
from analysis.backtest.past import Past
from analysis.ledger.customer_days import read_days

DATA = Path(os.environ.get("LEDGERS", Path(__file__).resolve().parents[2] / "shared" / "data"))
HORIZONS = (365, 180, 90, 30)
ORIGINS = 8
EARLIEST = 0.35  # of the days of data: the first origin
REPEAT_BUYERS = 100


@dataclass(frozen=True, eq=False)
class Ledger:
    """One business: rows of customer_id, date, amount up to the last full day."""

    name: str
    business: str
    rows: pd.DataFrame
    zero_is_purchase: bool = False

    @property
    def first(self) -> dt.date:
        """First day of data."""
        return self.rows["date"].min().date()

    @property
    def end(self) -> dt.date:
        """Last day of data."""
        return self.rows["date"].max().date()

    def past(self, observation_end: dt.date | None = None) -> Past:
        """Return what could be known; with `observation_end`, rows after it are thrown away first."""
        rows = self.rows if observation_end is None else self.rows[self.rows["date"] <= pd.Timestamp(observation_end)]
        return past_of(read_days(nw.from_native(rows).lazy("duckdb"), zero_is_purchase=self.zero_is_purchase))


def regularity_of(ledger: Ledger) -> Callable[[dt.date], float | None]:
    """Return the function day -> regularity of the times between purchases up to that day."""

    return regularity_until(nw.from_native(ledger.rows).lazy("duckdb"), zero_is_purchase=ledger.zero_is_purchase)


def abc_classes(customers: pd.DataFrame) -> pd.Series:
    """Return A, B, C by cumulative share of revenue (80, 95 %), N for who brought nothing, indexed by customer_id."""
    ranked = customers.set_index("customer_id")["revenue"].sort_values(ascending=False, kind="stable")
    before = ranked.clip(lower=0).cumsum().shift(fill_value=0) / ranked.clip(lower=0).sum()
    return pd.Series(np.select([ranked <= 0, before < 0.8, before < 0.95], ["N", "A", "B"], "C"), ranked.index)


def windows(ledger: Ledger, *, longest_only: bool = True) -> list[Split]:
    """Return eight origins from 35 % of the days on, each with the longest horizon that history and data allow.

    Parameters
    ----------
    longest_only : bool
        False: every horizon of 365, 180, 90, 30 days that history and data allow.
    """
    past, span = ledger.past(), (ledger.end - ledger.first).days
    found = []
    for days in np.linspace(EARLIEST * span, span - min(HORIZONS), ORIGINS):
        history = int(days)
        origin = ledger.first + dt.timedelta(days=history)
        if (past.customers_at(origin)["frequency"] > 0).sum() < REPEAT_BUYERS:
            continue
        fits = [h for h in HORIZONS if h <= history and h <= span - history]
        found += [Split(origin, origin + dt.timedelta(days=h)) for h in (fits[:1] if longest_only else fits)]
    return found


def _daily(customer: pd.Series, date: pd.Series, amount: pd.Series) -> pd.DataFrame:
    """Return one row per customer, day and sign: what purchase days, returns and revenue need."""
    columns = customer.astype(str), pd.to_datetime(date).dt.normalize(), amount.astype(float)
    table = pd.DataFrame(dict(zip(("customer_id", "date", "amount"), (c.to_numpy() for c in columns), strict=True)))
    sign = np.sign(table["amount"]).rename("sign")
    return table.groupby(["customer_id", "date", sign], as_index=False)["amount"].sum()


def cdnow_sample() -> Ledger:
    """Return the 1/10 sample (Fader & Hardie 2001)."""
    raw = pd.read_csv(DATA / "cdnow_sample.txt.gz", sep=r"\s+", header=None)
    return Ledger("CDNOW sample", "CDNOW", _daily(raw[1], pd.to_datetime(raw[2], format="%Y%m%d"), raw[4]), True)


def cdnow_master() -> Ledger:
    """Return all 23,570 customers of CDNOW."""
    raw = pd.read_parquet(DATA / "cdnow_master.parquet")
    return Ledger("CDNOW master", "CDNOW", _daily(raw["customer_id"], raw["date"], raw["amount"]), True)


def online_retail() -> Ledger:
    """Return identified customers of Online Retail II, the days that are in both sheets once."""
    raw = pd.read_parquet(DATA / "online_retail_II.parquet")
    twice = (raw["source_sheet"] == raw["source_sheet"].iloc[-1]) & (raw["InvoiceDate"] < pd.Timestamp("2010-12-10"))
    raw = raw[~twice & raw["Customer ID"].notna()]
    rows = _daily(raw["Customer ID"], raw["InvoiceDate"], raw["Quantity"] * raw["Price"])
    return Ledger("Online Retail II", "Online Retail II", rows)


def adventureworks() -> Ledger:
    """Return the resellers of AdventureWorks."""
    raw = pd.read_csv(DATA / "adventureworks_reseller_sales.csv.gz")
    return Ledger("AdventureWorks", "AdventureWorks", _daily(raw["ResellerKey"], raw["OrderDate"], raw["SalesAmount"]))


def apparel() -> Ledger:
    """Return the apparel retailer of CLVTools."""
    raw = pd.read_parquet(DATA / "apparel_trans.parquet")
    return Ledger("Apparel", "Apparel", _daily(raw["Id"], raw["Date"], raw["Price"]))


def complete_journey() -> Ledger:
    """Return the households of Complete Journey up to the last day of 2017."""
    raw = pd.read_parquet(DATA / "complete_journey_transactions.parquet")
    raw = raw[raw["transaction_timestamp"] < pd.Timestamp("2018-01-01")]
    rows = _daily(raw["household_id"], raw["transaction_timestamp"], raw["sales_value"])
    return Ledger("Complete Journey", "Complete Journey", rows)


LEDGERS: tuple[Callable[[], Ledger], ...] = (
    cdnow_sample,
    cdnow_master,
    online_retail,
    adventureworks,
    apparel,
    complete_journey,
)
