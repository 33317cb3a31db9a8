"""A classification: who belongs to which class, of what was known of the customers by a day.

Because it looks at nothing later, the same function says what a customer is today and what it was a year ago.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis.client.parameters import Abc
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
    """

    customers: pd.DataFrame
    day: dt.date
    first: dt.date
    rhythm_days: float | None
    abc: Abc


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
    return abc_class(value, a=known.abc.a, b=known.abc.b)


ABC = Scheme("abc_class", ("A", "B", "C", "N"), by_share, by_money=True)

SCHEMES = (ABC,)
"""Those that need nothing of the client's own."""
