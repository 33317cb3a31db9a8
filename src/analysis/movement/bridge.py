"""Why revenue changed between two periods: what each customer's change is due to, and the sums to the cent."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LOST, WON, REGAINED, WON_OR_REGAINED = "lost", "won", "regained", "won_or_regained"
FULL_YEAR, FREQUENCY, SPEND = "full_year", "frequency", "spend"
RETURNS = "returns"
LEGS = (LOST, WON, REGAINED, WON_OR_REGAINED, FULL_YEAR, FREQUENCY, SPEND, RETURNS)
"""In the order in which a bridge crosses them; they add up to the change."""
NEW_PRODUCTS, DROPPED_PRODUCTS, SAME_PRODUCTS = "new_products", "dropped_products", "same_products"
PARTS_OF_SPEND = (NEW_PRODUCTS, DROPPED_PRODUCTS, SAME_PRODUCTS)
"""They add up to the leg `SPEND`."""

ESTABLISHED, LAST_YEAR, NEW, UNKNOWN = "established", "last_year", "new", "unknown"
"""When a customer came: before the earlier period, in it, in the later; unknown where first seen in the later period,
so soon after the first day of the data that it may be an old customer coming back."""


def split_changes(
    customers: pd.DataFrame, came: pd.Series, of: str = "amount", beside: str = "returns"
) -> pd.DataFrame:
    """Split each customer's change between two periods into legs that add up to it.

    Parameters
    ----------
    customers : DataFrame
        purchases_*, amount_*, returns_* [, range_*], * one of before and period, from
        `ledger.periods.compare_periods`.
    came : Series of str, same index
        When each came.
    of, beside : str
        Which columns hold the money of purchase days, and that of other days.

    Returns
    -------
    DataFrame of float, same index, a column per leg and, where products are known, per part of spend
        lost: bought before and not in the period. won, regained, won_or_regained: the reverse, by when they came.
        Who bought in both periods changed by frequency (purchase days; full_year for those who came within the earlier
        period) and by spend (money per purchase day), of which new_products and dropped_products are for products
        that nobody bought in the other period. returns: money on days without a purchase.

    Notes
    -----
    Two factors f (purchase days) and s (money per purchase day) share their change at the midpoint, which is their
    Shapley value: (f1 - f0) (s0 + s1) / 2 and (s1 - s0) (f0 + f1) / 2. The second is linear in s, so the parts of s
    (products of one period only, all others) share it as they add up to s.
    """
    f0, f1 = _floats(customers, "purchases_before"), _floats(customers, "purchases_period")
    m0, m1 = _floats(customers, f"{of}_before"), _floats(customers, f"{of}_period")
    both, when = (f0 > 0) & (f1 > 0), came.to_numpy()
    back, recent = (f0 == 0) & (f1 > 0), when == LAST_YEAR
    days0, days1 = np.where(both, f0, 1.0), np.where(both, f1, 1.0)
    more = np.where(both, (f1 - f0) * (m0 / days0 + m1 / days1) / 2, 0.0)
    spend = np.where(both, m1 - m0 - more, 0.0)
    legs = {
        LOST: np.where((f0 > 0) & (f1 == 0), -m0, 0.0),
        WON: np.where(back & np.isin(when, [NEW, LAST_YEAR]), m1, 0.0),
        REGAINED: np.where(back & (when == ESTABLISHED), m1, 0.0),
        WON_OR_REGAINED: np.where(back & (when == UNKNOWN), m1, 0.0),
        FULL_YEAR: np.where(recent, more, 0.0),
        FREQUENCY: np.where(recent, 0.0, more),
        SPEND: spend,
        RETURNS: _floats(customers, f"{beside}_period") - _floats(customers, f"{beside}_before"),
    }
    if "range_before" in customers and of == "amount":
        mean = np.where(both, (f0 + f1) / 2, 0.0)
        legs[NEW_PRODUCTS] = _floats(customers, "range_period") / days1 * mean
        legs[DROPPED_PRODUCTS] = -_floats(customers, "range_before") / days0 * mean
        legs[SAME_PRODUCTS] = spend - legs[NEW_PRODUCTS] - legs[DROPPED_PRODUCTS]
    return pd.DataFrame(legs, index=customers.index)


def to_the_cent(parts: pd.Series, total: int) -> pd.Series:
    """Round amounts in cents to whole ones that add up to a total, by largest remainder.

    Parameters
    ----------
    parts : Series of float
        In cents; their sum lies within their rounding of the total.
    total : int
        Cents.

    Returns
    -------
    Series of int, same index
        Each is the amount cut towards zero, or the next cent away from it or past zero where the remainders are
        largest. The parts of the opposite amounts are the opposite parts.

    Examples
    --------
    >>> to_the_cent(pd.Series([1.6, 1.6, -0.2]), 3).tolist()
    [2, 1, 0]
    """
    cut = np.trunc(parts.to_numpy())
    left = parts.to_numpy() - cut
    short = int(total - cut.sum())
    order = np.argsort(-left * np.sign(short), kind="stable")[: abs(short)]
    cut[order] += np.sign(short)
    return pd.Series(cut.astype("int64"), index=parts.index)


def cents(value: float) -> int:
    """Return money in whole cents, halves away from zero."""
    return int(np.sign(value) * np.floor(abs(value) * 100 + 0.5 + 1e-6))


def _floats(table: pd.DataFrame, name: str) -> NDArray[np.float64]:
    return table[name].to_numpy(dtype=float)
