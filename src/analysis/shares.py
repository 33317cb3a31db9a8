"""Shares of a value over customers: how much the largest hold, how many it takes, the classes A, B, C and N."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.display.language import data_error

ABC_CLASSES = ("A", "B", "C", "N")


def positive_first(value: ArrayLike) -> NDArray[np.float64]:
    """Return the values of 0 or more, the largest first.

    Raises DataError if none is above 0.
    """
    values = np.asarray(value, dtype=float)
    values = np.sort(values[values >= 0])[::-1]
    if values.size == 0 or values.sum() <= 0:
        raise data_error(
            "Concentration needs at least one customer with a value above 0; {n} customers came, none of them "
            "above 0. Check the sign of the amounts.",
            n=np.size(value),
        )
    return values


def top_share(value: ArrayLike, share: float) -> float:
    """Return what the largest `share` of customers bring, as a fraction; takes the first ceil(share * n).

    Examples
    --------
    >>> top_share([6, 2, 1, 1], 0.25)
    0.6
    """
    descending = positive_first(value)
    return float(descending[: whole_customers(share * descending.size)].sum() / descending.sum())


def customers_for(value: ArrayLike, share: float) -> int:
    """Return how many of the largest customers it takes to reach `share` of the total.

    Examples
    --------
    >>> customers_for([6, 2, 1, 1], 0.80)
    2
    """
    descending = positive_first(value)
    return first_reaching(np.cumsum(descending) / descending.sum(), share)


def whole_customers(count: float) -> int:
    """Return the customers that a share of them makes, a part of one counting whole."""
    return int(np.ceil(count - 1e-9))


def first_reaching(cumulative: NDArray[np.float64], share: float) -> int:
    """Return how many of the largest it takes until the cumulative share is reached."""
    return int(np.searchsorted(cumulative, share - 1e-12) + 1)


def abc_class(
    value: pd.Series, *, a: float = 0.80, b: float = 0.95, of: Literal["value", "customers"] = "value"
) -> pd.Series:
    """Return the class of each customer: A brings the first `a` of the total, B up to `b`, C the rest.

    `value`: Series of float, one per customer.
    `a`, `b`: Cumulative shares at which A and B end; a < b.
    `of` ({"value", "customers"}): Whether they are shares of the total, or of the customers above 0.
    Series of str, same index: "A", "B", "C", or "N" for a value of 0 or less.

    A customer is above a line if the cumulative share before its tie group is below it: equal customers get
    equal classes, and who crosses a line is above it.

    Examples
    --------
    >>> abc_class(pd.Series([70.0, 15.0, 10.0, 5.0, 0.0])).tolist()
    ['A', 'A', 'B', 'C', 'N']
    """
    place = abc_places(value.to_numpy(dtype=float, na_value=np.nan), a=a, b=b, of=of)
    return pd.Series(in_words(place, ABC_CLASSES), value.index, name="abc_class")


def abc_places(values: NDArray[np.float64], *, a: float, b: float, of: str = "value") -> NDArray[np.int64]:
    """Return the same classes as places in `ABC_CLASSES`; a missing value is N."""
    above = values > 0
    descending = np.sort(values[above])[::-1]
    if descending.size == 0:
        return np.full(values.size, 3)
    size = descending if of == "value" else np.ones(descending.size)
    before = (np.cumsum(size) - size) / size.sum()
    line_a, line_b = descending[np.searchsorted(before, np.array([a, b]) - 1e-12) - 1]
    place = 2 - (values >= line_a).astype(np.int64) - (values >= line_b)
    return np.where(above, place, 3)


def in_words(places: NDArray[np.integer], names: Sequence[str]) -> pd.api.extensions.ExtensionArray:
    """Return the name at each place, as a column of texts; a place of -1 has none.

    Examples
    --------
    >>> pd.Series(in_words(np.array([1, 0, -1]), ["low", "high"])).fillna("?").tolist()
    ['high', 'low', '?']
    """
    import pyarrow as pa

    known = pa.array(places, mask=places < 0)
    return pd.array(pa.array(names, pa.large_string()).take(known), dtype="str")
