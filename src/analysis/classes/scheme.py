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
        One row per customer seen by then, as `ledger.customers.summarise_customers` gives it, without attributes
        (their past is not known); index customer_id. Besides, recent_revenue, recent_margin and recent_purchases: in
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
    classify : callable
        `Known` -> Series of codes, on the index of its customers.
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
    classify: Callable[[Known], pd.Series]
    by_money: bool = False
    value: Callable[[Known], pd.Series] | None = None
    alone: bool = False
    two_stretches: bool = False


def so_far(known: Known) -> pd.Series:
    """Return the revenue or margin of each customer so far."""
    return known.customers[known.abc.by].fillna(0)


def recent(known: Known) -> pd.Series:
    """Return the revenue or margin of each customer in the window up to the day."""
    return known.customers[f"recent_{known.abc.by}"].fillna(0)


def by_share(known: Known) -> pd.Series:
    """Return the class by cumulative share of the revenue or margin so far."""
    return abc_class(so_far(known), a=known.abc.a, b=known.abc.b, of=known.abc.of)


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


def by_recent_share(known: Known) -> pd.Series:
    """Return the class by cumulative share of the revenue or margin in the window up to the day."""
    return abc_class(recent(known), a=known.abc.a, b=known.abc.b, of=known.abc.of)


ABC = Scheme("abc_class", ("A", "B", "C", "N"), by_share, by_money=True, value=so_far)
RECENT_ABC = Scheme("abc_recent", ("A", "B", "C", "N"), by_recent_share, by_money=True, value=recent)
"""By what came lately: who was large and fell silent leaves its class, which so far they never do."""

SCHEMES = (
    RECENT_ABC,
    ABC,
    Scheme("lifecycle", LIFECYCLE, by_lifecycle, alone=True),
    Scheme("rfm", RFM, by_rfm),
    Scheme("growth", GROWTH, by_growth, alone=True, two_stretches=True),
)
"""Those that need nothing of the client's own."""
