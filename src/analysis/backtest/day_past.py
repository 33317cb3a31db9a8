"""The past held as days in memory: any day's customers and any window's purchases without asking the engine again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.holdout import Array
from analysis.backtest.past import Past
from analysis.backtest.regularity_at import regularity_until
from analysis.backtest.shapes import RegularityAt

if TYPE_CHECKING:
    import narwhals as nw

    from analysis.ledger.ledger import Ledger

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Days:
    """One row per customer and calendar day with a row, sorted by customer, then day.

    Attributes
    ----------
    customer_id : array of str, shape (n_customers,)
        Sorted.
    customer, day : array of int
        Row of `customer_id`; days since `first`.
    net : array of float
        Report currency.
    bought : array of bool
        The day is a purchase day.
    first : date
        First day in the data.
    """

    customer_id: NDArray[np.object_]
    customer: Integers
    day: Integers
    net: Array
    bought: NDArray[np.bool_]
    first: dt.date

    def customers_at(self, until: dt.date) -> pd.DataFrame:
        """Return customers with a purchase by the end of a day, as `summarise_customers` counts them.

        Returns
        -------
        DataFrame sorted by customer_id
            customer_id, first_purchase, last_purchase, frequency, recency, T, monetary_value, purchase_amount, revenue.
        """
        now, n = (until - self.first).days, self.customer_id.size
        seen = self.day <= now
        rows = np.flatnonzero(seen & self.bought)
        who, net = self.customer[rows], self.net[rows]
        opening = np.flatnonzero(np.diff(who, prepend=-1))
        known, closing = who[opening], np.append(opening, who.size)[1:] - 1
        born, last = self.day[rows[opening]], self.day[rows[closing]]
        again = closing - opening
        amount = np.bincount(who, net, n)[known]
        later = np.divide(amount - net[opening], again, out=np.zeros(known.size), where=again > 0)
        start = pd.Timestamp(self.first)
        return pd.DataFrame(
            {
                "customer_id": pd.array(self.customer_id[known], dtype="str"),
                "first_purchase": start + pd.to_timedelta(born, unit="D"),
                "last_purchase": start + pd.to_timedelta(last, unit="D"),
                "frequency": again,
                "recency": last - born,
                "T": now - born,
                "monetary_value": later,
                "purchase_amount": amount,
                "revenue": np.bincount(self.customer[seen], self.net[seen], n)[known],
            }
        )

    def observe(self, after: dt.date, until: dt.date) -> pd.DataFrame:
        """Return purchases and revenue of each customer in the days after `after` up to `until`, by customer_id."""
        inside = (self.day > (after - self.first).days) & (self.day <= (until - self.first).days)
        who, n = self.customer[inside], self.customer_id.size
        present = np.flatnonzero(np.bincount(who, minlength=n))
        bought = np.bincount(who, self.bought[inside].astype(float), n)[present].astype(np.int64)
        revenue = np.bincount(who, self.net[inside], n)[present]
        index = pd.Index(pd.array(self.customer_id[present], dtype="str"), name="customer_id")
        return pd.DataFrame({"purchases": bought, "revenue": revenue}, index=index)


def read_days(transactions: nw.LazyFrame[Any], *, zero_is_purchase: bool = False) -> Days:
    """Return the days of a ledger (customer_id, date, amount); one query.

    Raises
    ------
    ValueError
        If the ledger has no row.
    """
    import narwhals as nw

    amount = nw.col("amount")
    query = transactions.group_by("customer_id", "date").agg(
        net=amount.sum().cast(nw.Float64), has_sale=(amount >= 0).any()
    )
    table = query.collect("pandas").to_native()
    ids, customer = _numbered(table["customer_id"].astype("str").to_numpy(dtype=object))
    date = pd.to_datetime(table["date"])
    net = table["net"].to_numpy(float)
    bought = net > 0
    if zero_is_purchase:
        bought |= (net == 0) & table["has_sale"].to_numpy(bool)
    first = date.min()
    day = (date - first).dt.days.to_numpy()
    order = np.lexsort((day, customer))
    return Days(ids, customer[order], day[order], net[order], bought[order], first.date())


def _numbered(texts: NDArray[np.object_]) -> tuple[NDArray[np.object_], Integers]:
    """Return the distinct texts, sorted, and the place of each text among them; far sooner than by sorting them all."""
    codes, distinct = pd.factorize(texts)
    order = np.argsort(distinct, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    return distinct[order], place[codes]


def past_of(days: Days) -> Past:
    """Return the past of a ledger that is held as days."""
    return Past(days.customers_at, days.observe, days.first)


def past_and_pace(ledger: Ledger) -> tuple[Past, RegularityAt]:
    """Return the past of a ledger, read once, and how regularly its customers buy, as known on any day."""
    days = read_days(ledger.rows, zero_is_purchase=ledger.zero_is_purchase)
    return past_of(days), regularity_until(ledger.rows, zero_is_purchase=ledger.zero_is_purchase)
