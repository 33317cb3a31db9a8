"""Simulated customers whose parameters are known, as a past that remembers what it was asked."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.backtest.past import Past

START = dt.date(2022, 1, 1)


def ledger(
    customers: int,
    days: int,
    *,
    seed: int,
    level: np.ndarray | None = None,
    arrivals: int = 120,
) -> pd.DataFrame:
    """Return purchases (customer, day, amount) of a Pareto/NBD shop.

    Parameters
    ----------
    level : array, shape (days,), optional
        How many times as often as usual everybody buys on each day.
    arrivals : int
        Days over which customers first come.
    """
    rng = np.random.default_rng(seed)
    born = rng.integers(0, arrivals, customers)
    rate, leave = rng.gamma(0.8, 1 / 40, customers), rng.gamma(0.7, 1 / 250, customers)
    end = born + rng.exponential(1 / np.maximum(leave, 1e-12))
    level = np.ones(days) if level is None else level
    size = rng.gamma(4, 10, customers)
    parts = [pd.DataFrame({"customer": np.arange(customers), "day": born})]
    day = np.arange(days)
    for first in range(0, customers, 2000):
        rows = slice(first, first + 2000)
        alive = (day > born[rows, None]) & (day <= end[rows, None])
        bought = rng.random(alive.shape) < -np.expm1(-rate[rows, None] * level) * alive
        who, when = np.nonzero(bought)
        parts.append(pd.DataFrame({"customer": who + first, "day": when}))
    table = pd.concat(parts, ignore_index=True)
    table = table[table["day"] < days]
    return table.assign(amount=size[table["customer"]] * rng.gamma(3, 1 / 3, len(table)))


def past_of(table: pd.DataFrame) -> Past:
    """Return the past of a table of customer, day (from `START`), amount; one row per customer and day."""
    rows = table.sort_values(["customer", "day"], ignore_index=True)
    customer, day, amount = (rows[name].to_numpy() for name in ("customer", "day", "amount"))

    def customers_at(until: dt.date) -> pd.DataFrame:
        seen = day <= (until - START).days
        x = pd.DataFrame({"customer": customer[seen], "day": day[seen], "amount": amount[seen]})
        groups = x.groupby("customer")
        first, last, n = groups["day"].min(), groups["day"].max(), groups.size()
        total, opening = groups["amount"].sum(), groups["amount"].first()
        again = n - 1
        return pd.DataFrame(
            {
                "customer_id": first.index.astype(str),
                "first_purchase": (pd.Timestamp(START) + pd.to_timedelta(first, unit="D")).array,
                "frequency": again.to_numpy(),
                "recency": (last - first).to_numpy(),
                "T": ((until - START).days - first).to_numpy(),
                "monetary_value": ((total - opening) / again.where(again > 0)).fillna(0.0).to_numpy(),
                "purchase_amount": total.to_numpy(),
                "revenue": total.to_numpy(),
            }
        )

    def observe(after: dt.date, until: dt.date) -> pd.DataFrame:
        inside = (day > (after - START).days) & (day <= (until - START).days)
        groups = pd.DataFrame({"customer_id": customer[inside].astype(str), "amount": amount[inside]})
        table = groups.groupby("customer_id")["amount"].agg(["size", "sum"])
        return table.set_axis(["purchases", "revenue"], axis=1)

    return Past(customers_at, observe, START)


def day(number: int) -> dt.date:
    """Return a day by its number."""
    return START + dt.timedelta(days=number)
