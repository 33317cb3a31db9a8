"""Who moved from which class to which between two days, in customers and in money.

Classes are places in their order, the best first, so that nothing is done to texts where there are many customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.classes.scheme import Known, Scheme
from analysis.movement.lines import at_lines, held_back, is_close, money_lines
from analysis.shares import in_words

Array = NDArray[np.float64]
Places = NDArray[np.int64]
NOT_YET = "not yet a customer"
"""In the place of the earlier class of customers who came between the two days."""
MOVES = ("rose", "fell", "stayed", "new")
TWO_CLASSES = 2


@dataclass(frozen=True, eq=False)
class Classed:
    """The customers of the later day under one classification.

    Attributes
    ----------
    order : tuple of str
        The classes, the best first.
    customer : Index
        Of the later day.
    before, after : array of int
        Places in the order; ``len(order)`` for who was not yet a customer.
    revenue_before, revenue_after : array of float
        Of the window up to each day.
    value : array of float or None
        Of which the classes are bands, at the later day.
    lines, first_lines : list of float
        In money, at the later day and at the earlier; empty where the classes are no bands of money.
    """

    order: tuple[str, ...]
    customer: pd.Index
    before: Places
    after: Places
    revenue_before: Array
    revenue_after: Array
    value: Array | None
    lines: list[float]
    first_lines: list[float]

    @cached_property
    def move(self) -> Places:
        """What became of each customer's class, as a place in `MOVES`."""
        new = self.before == len(self.order)
        tests = [new, self.after < self.before, self.after > self.before]
        return np.select(tests, [3, 0, 1], 2).astype(np.int64)

    @cached_property
    def close(self) -> NDArray[np.bool_]:
        """Who is close to a line at the later day."""
        return np.zeros(self.after.size, dtype=bool) if self.value is None else is_close(self.value, self.lines)

    @property
    def alert(self) -> NDArray[np.bool_]:
        """Who fell from the best class, or by two classes or more."""
        return (self.after > self.before) & ((self.before == 0) | (self.after - self.before >= TWO_CLASSES))


def compare(before: Known, after: Known, scheme: Scheme, was: Places, now: Places, buffer: float = 0.0) -> Classed:
    """Return every customer of the later day with the class then and the class before.

    `before`, `after`: At two days, the earlier first; the customers of both in one order.
    `was`, `now`: Its classes at the two days.
    `buffer`: Fraction of a line of money that a customer must be past before the class changes.
    """
    classes, customers = len(scheme.classes), after.customers
    place = np.zeros(customers.index.to_numpy().max(initial=-1) + 1, dtype=np.int64)
    place[customers.index] = np.arange(now.size)
    at = place[before.customers.index]
    earlier, revenue = np.full(now.size, classes), np.zeros(now.size)
    earlier[at], revenue[at] = was, before.customers["recent_revenue"].to_numpy()
    value, lines, first_lines = None, [], []
    if scheme.value is not None:
        value, first = (np.nan_to_num(scheme.value(known).to_numpy(float)) for known in (after, before))
        first_lines = money_lines(first, was, classes)
        lines = money_lines(value, now, classes)
        if buffer:
            now = held_back(value, earlier, now, lines, buffer)
    paid = customers["recent_revenue"].to_numpy()
    return Classed(scheme.classes, customers.index, earlier, now, revenue, paid, value, lines, first_lines)


def cells(found: Classed, after: Places | None = None) -> Places:
    """Return each customer's place in the matrix as a number: row times (classes + 1) plus column."""
    return found.before * (len(found.order) + 1) + (found.after if after is None else after)


def matrix(found: Classed, after: Places | None = None, *, band: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the moves from class to class: one row each that anybody made, the best class first.

    Parameters
    ----------
    after : array of int, optional
        Other later classes than its own.
    band : DataFrame indexed by place in the matrix, optional
        expected, low, high: what chance alone would make of it, from `chance.band`. Moves that it would make and
        nobody made are in the matrix too.

    Returns
    -------
    DataFrame indexed by the place in the matrix
        from, to, customers, revenue_from, revenue_to; customers who were not yet any stand last. Where there is a
        band, also its columns and verdict ("more" or "fewer" than it holds, else "").
    """
    names, cell = np.array([*found.order, NOT_YET], dtype=object), cells(found, after)
    size = names.size**2
    there = np.bincount(cell, minlength=size)
    chance = {} if band is None else dict(band.reindex(range(size), fill_value=0.0).items())
    made = np.flatnonzero((there > 0) | (chance.get("low", there) > 0))
    table = {
        "from": names[made // names.size],
        "to": names[made % names.size],
        "customers": there[made],
        "revenue_from": np.bincount(cell, found.revenue_before, size)[made],
        "revenue_to": np.bincount(cell, found.revenue_after, size)[made],
        **{name: value.to_numpy()[made] for name, value in chance.items()},
    }
    if chance:
        tests = [table["customers"] > table["high"], table["customers"] < table["low"]]
        table["verdict"] = np.select(tests, ["more", "fewer"], "").astype(object)
    return pd.DataFrame(table, index=made)


def at_first_lines(found: Classed) -> Places | None:
    """Return the later classes if the lines of money were still those of the earlier day; None where there are none.

    Classes by share are zero-sum: for one customer who rises into a class another must leave it. At fixed lines all
    can rise, and all can fall.
    """
    return None if found.value is None else at_lines(found.value, found.first_lines)


def named(found: Classed) -> pd.DataFrame:
    """Return who moved, in words, the largest change of money first, equals by their place.

    Returns DataFrame indexed by customer: before, after, move, revenue_before, revenue_after, revenue_change, close,
    alert.
    """
    names = [*found.order, NOT_YET]
    change = (found.revenue_after - found.revenue_before).round(6)
    moved = np.flatnonzero(found.move != MOVES.index("stayed"))
    order = moved[np.argsort(-np.abs(change[moved]), kind="stable")]
    table = {
        "before": in_words(found.before[order], names),
        "after": in_words(found.after[order], names),
        "move": in_words(found.move[order], MOVES),
        "revenue_before": found.revenue_before[order],
        "revenue_after": found.revenue_after[order],
        "revenue_change": change[order],
        "close": found.close[order],
        "alert": found.alert[order],
    }
    return pd.DataFrame(table, index=found.customer[order])
