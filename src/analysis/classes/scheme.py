"""A classification: who belongs to which class, of what was known of the customers by a day.

Because it looks at nothing later, the same function says what a customer is today and what it was a year ago.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.classes.growth import GROWTH, growth_places
from analysis.classes.lifecycle import LIFECYCLE, lifecycle_places
from analysis.classes.rfm import RFM, rfm_places
from analysis.client.abc import Rfm
from analysis.client.parameters import Abc
from analysis.shares import ABC_CLASSES, abc_places, in_words

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Known:
    """What was known of the customers at the end of a day.

    Attributes
    ----------
    customers : DataFrame
        One row per customer seen by then, as `ledger.customers.summarise_customers` gives it, without attributes
        (their past is not known); index customer_id. Besides, recent_revenue and recent_margin: in
        the window up to that day.
    day, first : date
        That day, and the first day in the ledger.
    rhythm_days : float or None
        Days within which 90 % of the repeat purchases come; None where nobody has bought twice.
    abc : Abc
        Where the classes by cumulative share end.
    rfm : Rfm
        Limits of recency, frequency and money; fifths by default.
    quarters : DataFrame, optional
        What they brought in the eight quarters that end with that day (`quarters.quarters`), a year or half of a
        shorter history being four; without them nobody has a growth.
    window_days : int
        Length of that window, and of these four quarters: a year, or half of a shorter history.
    comeback : Series, optional
        When a customer last came back after a long silence (`quarters.comebacks`).
    """

    customers: pd.DataFrame
    day: dt.date
    first: dt.date
    rhythm_days: float | None
    abc: Abc
    rfm: Rfm = Rfm()
    quarters: pd.DataFrame | None = None
    window_days: int = 365
    comeback: pd.Series | None = None


@dataclass(frozen=True)
class Scheme:
    """A classification with its classes, the best first.

    Attributes
    ----------
    name : str
        As its column in ``run.table()`` is called.
    classes : tuple of str
        Codes, the best first; empty where the classes are the client's own words.
    place : callable
        `Known` -> array of int: the place of each customer's class in these.
    by_money : bool
        Whether it needs amounts.
    value : callable or None
        `Known` -> Series of money of which the classes are bands, the last of them for 0 or less; None where they are
        no bands of one value.
    alone : bool
        Whether a customer's class rests on nothing of other customers.
    two_stretches : bool
        Whether it compares two stretches of history, and says nothing where they are not there.
    """

    name: str
    classes: tuple[str, ...]
    place: Callable[[Known], Places]
    by_money: bool = False
    value: Callable[[Known], pd.Series] | None = None
    alone: bool = False
    two_stretches: bool = False

    def classify(self, known: Known) -> pd.Series:
        """Return the class of each customer in words."""
        return pd.Series(in_words(self.place(known), self.classes), known.customers.index, name=self.name)


def so_far(known: Known) -> pd.Series:
    """Return the revenue or margin of each customer so far; missing where there is no row that says it."""
    return known.customers[known.abc.by]


def recent(known: Known) -> pd.Series:
    """Return the revenue or margin of each customer in the window up to the day."""
    return known.customers[f"recent_{known.abc.by}"]


def by_share(value: Callable[[Known], pd.Series]) -> Callable[[Known], Places]:
    """Return the classification by cumulative share of a value."""
    return lambda known: abc_places(value(known).to_numpy(float), a=known.abc.a, b=known.abc.b, of=known.abc.of)


def by_rfm(known: Known) -> Places:
    """Return the segment by recency, frequency and money."""
    return rfm_places(known.customers, known.rfm)


def by_lifecycle(known: Known) -> Places:
    """Return the stage by the client's own rhythm."""
    return lifecycle_places(known.customers, known.day, known.rhythm_days, known.comeback)


def by_growth(known: Known) -> Places:
    """Return who rises and who falls, of what is known with `quarters`."""
    customers = known.customers
    assert known.quarters is not None
    start = pd.Timestamp(known.day - dt.timedelta(days=known.window_days))
    quarters = known.quarters.reindex(customers.index).fillna(0.0).to_numpy()[:, 1:]
    before, lately = customers["first_purchase"] <= start, customers["last_purchase"] > start
    found = growth_places(quarters, before.to_numpy(), lately.to_numpy())
    return np.where(customers["T"].notna(), found, GROWTH.index("gone"))


ABC = Scheme("abc_class", ABC_CLASSES, by_share(so_far), by_money=True, value=so_far)
RECENT_ABC = Scheme("abc_recent", ABC_CLASSES, by_share(recent), by_money=True, value=recent)
"""By what came lately: who was large and fell silent leaves its class, which so far they never do."""
BY_RHYTHM = Scheme("lifecycle", LIFECYCLE, by_lifecycle, alone=True)
BY_GROWTH = Scheme("growth", GROWTH, by_growth, alone=True, two_stretches=True)

SCHEMES = (RECENT_ABC, ABC, BY_RHYTHM, Scheme("rfm", RFM, by_rfm), BY_GROWTH)
"""Those that need nothing of the client's own."""
