"""The customers as they were known on several days, and their classes; each is looked at once."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from analysis.classes.history import History
from analysis.classes.known import known_of, remembered
from analysis.classes.scheme import ABC, RECENT_ABC, Known, Scheme
from analysis.client.abc import Rfm
from analysis.client.parameters import Abc
from analysis.ledger.customer_days import Days
from analysis.movement.chance import Drawn
from analysis.movement.migration import Classed, Places, compare
from analysis.movement.spans import DAY, SLACK, months_before


@dataclass(frozen=True, eq=False)
class Looks:
    """A history, and what was known of its customers by any day.

    Attributes
    ----------
    rhythm : float or None
        The client's (`Known.rhythm_days`), the same on every day, so that nobody moves because it did.
    months : int
        Of the window up to each day that "recent" means.
    stretch : int
        Days of each of the two stretches that growth compares.
    paid : bool
        Whether there are amounts.
    buffer : float
        See `migration.compare`.
    draws : int
        How many histories of the same customers it is.
    """

    history: History
    rhythm: float | None
    months: int
    abc: Abc
    rfm: Rfm
    stretch: int
    paid: bool
    buffer: float = 0.0
    draws: int = 1
    _brought: dict[dt.date, float] = field(default_factory=dict)
    _known: dict[tuple[dt.date, str], Known] = field(default_factory=dict)
    _placed: dict[tuple[dt.date, str], Places] = field(default_factory=dict)

    def window(self, day: dt.date) -> int:
        """Return how many days the window up to a day has; months are not of one length."""
        return (day + DAY - months_before(day + DAY, self.months)).days

    def reaches(self, day: dt.date) -> bool:
        """Return whether the data hold the whole window up to a day."""
        window = self.window(day) * DAY
        return self.history.first <= day + DAY - window + SLACK * window

    def brought(self, day: dt.date) -> float:
        """Return what all customers brought in the window up to a day, counted apart from their classes."""
        if day not in self._brought:
            age = (day - self.history.first).days - self.history.day
            self._brought[day] = float(self.history.net[(age >= 0) & (age < self.window(day))].sum())
        return self._brought[day]

    def known(self, day: dt.date, scheme: Scheme) -> Known:
        """Return what was known by a day, as far as a scheme asks for it."""
        look = self._of_all_days if scheme.by_money else self._remembered
        if scheme is RECENT_ABC and (day, look.__name__) not in self._known:
            look = self._of_the_window
        if (day, look.__name__) not in self._known:
            self._known[day, look.__name__] = look(day)
        return self._known[day, look.__name__]

    def _of_the_window(self, day: dt.date, *, lately: bool = True) -> Known:
        window = self.window(day)
        return known_of(self.history, day, rhythm=self.rhythm, abc=self.abc, window=window, lately=lately)

    def _of_all_days(self, day: dt.date) -> Known:
        return replace(self._of_the_window(day, lately=False), rfm=self.rfm, window_days=self.stretch)

    def _remembered(self, day: dt.date) -> Known:
        known = remembered(self.known(day, ABC), self._numbered, paid=self.paid)
        return known if self._reaches_twice(day) else replace(known, quarters=None)

    def answers(self, scheme: Scheme, day: dt.date) -> bool:
        """Return whether enough was known by a day for the classes of a scheme."""
        return not scheme.two_stretches or self._reaches_twice(day)

    def _reaches_twice(self, day: dt.date) -> bool:
        """Return whether the data hold the two stretches up to a day that growth compares."""
        return self.history.first <= day + DAY - (2 - 2 * SLACK) * self.stretch * DAY

    @cached_property
    def _numbered(self) -> Days:
        """The history with places for ids."""
        places: Any = np.arange(self.history.customer_id.size)
        return replace(self.history, customer_id=places)

    def placed(self, day: dt.date, scheme: Scheme) -> Places:
        """Return the classes of a day; draw by draw where a class rests on other customers too."""
        if (day, scheme.name) not in self._placed:
            known, size = self.known(day, scheme), self.history.customer_id.size // self.draws
            if self.draws > 1 and not scheme.alone:
                ends = known.customers.index.searchsorted(np.arange(self.draws + 1) * size)
                slices = [known.customers.iloc[a:b] for a, b in itertools.pairwise(ends)]
                found = np.concatenate([scheme.place(replace(known, customers=part)) for part in slices])
            else:
                found = scheme.place(known)
            self._placed[day, scheme.name] = found
        return self._placed[day, scheme.name]

    def compare(self, before: dt.date, after: dt.date, scheme: Scheme) -> Classed:
        """Return the customers with their classes on two days."""
        was, now = self.placed(before, scheme), self.placed(after, scheme)
        return compare(self.known(before, scheme), self.known(after, scheme), scheme, was, now, self.buffer)

    def into(self, drawn: Drawn) -> Looks:
        """Return the same looks into histories that chance made."""
        return replace(self, history=drawn.history, draws=drawn.draws, _brought={}, _known={}, _placed={})
