"""A classification: who belongs to which class, of what was known of the customers by a day.

Because it looks at nothing later, the same function says what a customer is today and what it was a year ago.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis.classes.growth import GROWTH, growth_class
from analysis.classes.lifecycle import LIFECYCLE, lifecycle
from analysis.classes.rfm import RFM, rfm_scores
from analysis.client.parameters import Abc
from analysis.client.rfm import Rfm
from analysis.shares import abc_class


@dataclass(frozen=True)
class Known:
    """What was known of the customers at the end of a day.

    Attributes
    ----------
    customers : DataFrame
        One row per customer seen by then, as `ledger.customers.summarise_customers` gives it; index customer_id.
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
        Days of these four quarters: a year, or half of a shorter history.
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
    classify : callable
        `Known` -> Series of codes, on the index of its customers.
    by_money : bool
        Whether it needs amounts.
    """

    name: str
    classes: tuple[str, ...]
    classify: Callable[[Known], pd.Series]
    by_money: bool = False


def by_share(known: Known) -> pd.Series:
    """Return the class by cumulative share of the revenue or margin so far."""
    value = known.customers[known.abc.by].fillna(0)
    return abc_class(value, a=known.abc.a, b=known.abc.b, of=known.abc.of)


def by_rfm(known: Known) -> pd.Series:
    """Return the segment by recency, frequency and money."""
    return rfm_scores(known.customers, known.rfm)["rfm"]


def by_lifecycle(known: Known) -> pd.Series:
    """Return the stage by the client's own rhythm."""
    return lifecycle(known.customers, known.day, known.rhythm_days, known.comeback)


def by_growth(known: Known) -> pd.Series:
    """Return who rises and who falls; empty texts where the history is too short to say."""
    customers = known.customers
    if known.quarters is None:
        return pd.Series("", customers.index, dtype="str", name="growth")
    start = pd.Timestamp(known.day - dt.timedelta(days=known.window_days))
    quarters = known.quarters.reindex(customers.index).fillna(0.0)
    found = growth_class(quarters, customers["first_purchase"] <= start, customers["last_purchase"] > start)
    return found.where(customers["T"].notna(), "gone")


ABC = Scheme("abc_class", ("A", "B", "C", "N"), by_share, by_money=True)

SCHEMES = (
    ABC,
    Scheme("lifecycle", LIFECYCLE, by_lifecycle),
    Scheme("rfm", RFM, by_rfm),
    Scheme("growth", GROWTH, by_growth),
)
"""Those that need nothing of the client's own."""
