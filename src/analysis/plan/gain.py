"""What a contact is expected to bring, and how many must buy for it to pay."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
Numbers = TypeVar("Numbers", float, Array)


def expected_gain(p1: Numbers, p0: Numbers, m: Numbers, *, cost: float, offer: float = 0.0) -> Numbers:
    """Return the expected incremental gain of contacting a customer: p1 (m - offer) - p0 m - cost.

    Parameters
    ----------
    p1, p0 : float or array
        Probability of buying when contacted, and unprompted.
    m : float or array
        Margin of what is bought then, in money.
    cost, offer : float
        Of the contact, and of the offer where it is taken: by all who buy, those who would have bought anyway too.

    Examples
    --------
    >>> round(expected_gain(0.5, 0.3, 100.0, cost=3.0, offer=20.0), 9)
    7.0
    """
    return p1 * (m - offer) - p0 * m - cost


def break_even(p0: Numbers, m: Numbers, *, cost: float, offer: float = 0.0) -> Numbers:
    """Return who must buy when contacted for the contact to pay: (p0 m + cost) / (m - offer).

    Above 1 where it cannot pay, missing where the offer eats the margin.

    Examples
    --------
    >>> float(break_even(0.3, 100.0, cost=3.0, offer=20.0))
    0.4125
    """
    with np.errstate(over="ignore"):  # of a margin next to nothing
        return (p0 * m + cost) / np.where(m > offer, m - offer, np.nan)  # type: ignore[return-value]


def when_contacted(p0: Array, p1: float | None, uplift: float | None) -> Array:
    """Return the probability of buying when contacted; a contact keeps nobody from buying.

    `p0`: Of buying unprompted.
    `p1`: Of those contacted, who buy; at least as many as would unprompted.
    `uplift`: Of those who would not buy unprompted, whom a contact wins over.

    Examples
    --------
    >>> when_contacted(np.array([0.0, 0.5]), None, 0.5).tolist()
    [0.5, 0.75]
    >>> when_contacted(np.array([0.1, 0.5]), 0.2, None).tolist()
    [0.2, 0.5]
    """
    if uplift is not None:
        return p0 + uplift * (1 - p0)
    return p0 if p1 is None else np.maximum(p0, p1)


def margin_when_buying(
    p0: pd.Series, expected: pd.Series, pace: pd.Series, spend: pd.Series, rate: pd.Series
) -> pd.Series:
    """Return the margin of what a customer buys within the window if they buy at all.

    `p0`: Probability of buying within the window.
    `expected`: Purchases expected within it.
    `pace`: Purchases within it at the customer's own past pace: nobody is taken to buy more often than they ever did.
    `spend`, `rate`: Money per purchase; margin per unit of it (1 where none is known: then the result is revenue).

    Examples
    --------
    >>> half, rate = pd.Series([0.5, 0.5]), pd.Series([0.25, 1.0])
    >>> spend, pace = pd.Series([40.0, 10.0]), pd.Series([2.0, 0.1])
    >>> margin_when_buying(half, pd.Series([0.75, 0.6]), pace, spend, rate).tolist()
    [15.0, 10.0]
    """
    times = (expected / p0.where(p0 > 0)).fillna(1.0)
    return times.clip(lower=1.0).clip(upper=pace.clip(lower=1.0)) * spend * rate
