"""What each customer did on each day, in arrays: asked of the ledger once, summed up to any day after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.ledger.customer_days import Days

if TYPE_CHECKING:
    from analysis.ledger.ledger import Ledger

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
FINEST = 6
"""Decimals of money that are kept, unless the sums are too large for them."""
LARGEST = 4e18


@dataclass(frozen=True, eq=False)
class History(Days):
    """Days with all that a customer's row is made of, sorted by customer, then day; every customer has one.

    `returned`, `margin`: What of the net amount is below 0; margin, NaN where nothing says it.
    `rows`: Rows of the ledger.
    """

    returned: Array
    margin: Array
    rows: Integers

    @cached_property
    def start(self) -> Integers:
        """Where each customer's days begin."""
        return np.flatnonzero(np.diff(self.customer, prepend=-1))

    @cached_property
    def opening(self) -> Integers:
        """The place of each customer's first purchase day; behind all where there is none."""
        following = np.append(np.where(self.bought, np.arange(self.day.size), self.day.size), self.day.size)
        first = np.minimum.accumulate(following[::-1])[::-1][self.start]
        return np.where(first < self.stop, first, self.day.size)

    @cached_property
    def stop(self) -> Integers:
        """Behind where each customer's days end."""
        return np.append(self.start[1:], self.day.size)

    def until(self, day: dt.date) -> Integers:
        """Return behind which place each customer's days up to a day end."""
        seen = self.day <= (day - self.first).days
        many = np.cumsum(seen, dtype=np.int32)
        return self.start + many[self.stop - 1] - many[self.start] + seen[self.start]

    def total(self, name: str, begin: Integers, end: Integers) -> Array:
        """Return the sums of a column over the places from `begin` to before `end`, exact in its finest unit.

        What is not known sums up to NaN.

        `name`: net, returned, margin, rows, bought, or purchased (net of the purchase days).
        `begin`, `end`: array of int, shape (n_customers,).
        """
        if name == "margin" and np.isnan(self.margin[0]):
            return np.full(end.size, np.nan)
        cumulated, unit = self._cumulated[name]
        return (cumulated[end] - cumulated[begin]) / unit

    def last_purchase(self, end: Integers) -> Integers:
        """Return the place of the last purchase day before `end`; -1 where there is none."""
        last = self._latest[end]
        return np.where(last >= self.start, last, -1)

    @cached_property
    def _latest(self) -> Integers:
        """The place of the last purchase day, whoever's, before each place."""
        return np.append(-1, np.maximum.accumulate(np.where(self.bought, np.arange(self.day.size), -1)))

    @cached_property
    def _cumulated(self) -> dict[str, tuple[Integers, float]]:
        money = {"net": self.net, "returned": self.returned, "margin": self.margin}
        money["purchased"] = np.where(self.bought, self.net, 0.0)
        found = {name: _exact(value) for name, value in money.items() if not np.isnan(value[0])}
        return found | {
            name: (_cumulated(value), 1.0) for name, value in (("rows", self.rows), ("bought", self.bought))
        }


def _exact(value: Array) -> tuple[Integers, float]:
    """Return cumulated money in whole units of a fraction of it, so that differences are free of rounding."""
    decimals = FINEST
    while np.abs(value).sum() * 10.0**decimals > LARGEST:
        decimals -= 1
    unit = 10.0**decimals
    return _cumulated(np.rint(value * unit)), unit


def _cumulated(value: NDArray[Any]) -> Integers:
    return np.append(0, np.cumsum(value, dtype=np.int64))


def read_history(ledger: Ledger, margin_rate: float | None = None) -> History:
    """Return what each customer did on each day; definitions as in `ledger.customers.summarise_customers`."""
    days, (sums, _) = ledger.days, ledger.by_day
    margin = sums["margin"].to_numpy() if "margin" in sums else np.full(days.net.size, np.nan)
    if margin_rate is not None and "margin" not in sums:
        margin = margin_rate * days.net
    elif margin_rate is not None and "uncosted" in sums:
        margin = margin + margin_rate * sums["uncosted"].to_numpy()
    return History(
        customer_id=days.customer_id,
        customer=days.customer,
        day=days.day,
        net=days.net,
        bought=days.bought,
        first=days.first,
        returned=sums["returned"].to_numpy(),
        margin=margin,
        rows=sums["rows"].to_numpy(np.int64),
    )
