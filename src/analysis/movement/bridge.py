"""Why revenue changed between two periods: what each customer's change is due to, and the sums to the cent."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Pair = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Of the earlier period and of the later."""

LOST, WON, REGAINED, WON_OR_REGAINED = "lost", "won", "regained", "won_or_regained"
FULL_YEAR, FREQUENCY, SPEND = "full_year", "frequency", "spend"
RETURNS = "returns"
LEGS = (LOST, WON, REGAINED, WON_OR_REGAINED, FULL_YEAR, FREQUENCY, SPEND, RETURNS)
"""In the order in which a bridge crosses them; they add up to the change."""
NEW_PRODUCTS, DROPPED_PRODUCTS, SAME_PRODUCTS = "new_products", "dropped_products", "same_products"
UNITS, PRICE = "units", "price"
PARTS_OF_SPEND = (NEW_PRODUCTS, DROPPED_PRODUCTS, SAME_PRODUCTS, UNITS, PRICE)
"""They add up to the leg `SPEND`; units and price stand in place of the same products where quantities are known."""

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
        purchases_*, amount_*, returns_* [, range_*, units_*], * one of before and period, from
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
        that nobody bought in the other period, units and price for all others. returns: money on days without a
        purchase.

    Notes
    -----
    Factors share their change by Shapley value. Of two, f (purchase days) and s (money per purchase day), that is the
    midpoint: (f1 - f0) (s0 + s1) / 2 and (s1 - s0) (f0 + f1) / 2; so for products of one period only, and where no
    quantities are known. Of three, f, u (units per purchase day) and p (money per unit), it is the mean over the six
    orders in which they can change: (f1 - f0) ((u0 p0 + u1 p1) / 3 + (u0 p1 + u1 p0) / 6), and alike for u and p.
    """
    f0, f1 = _floats(customers, "purchases_before"), _floats(customers, "purchases_period")
    m0, m1 = _floats(customers, f"{of}_before"), _floats(customers, f"{of}_period")
    both, when = (f0 > 0) & (f1 > 0), came.to_numpy()
    back, recent = (f0 == 0) & (f1 > 0), when == LAST_YEAR
    days0, days1 = np.where(both, f0, 1.0), np.where(both, f1, 1.0)
    parts = _parts(customers, (days0, days1), (m0, m1), of == "amount")
    more = np.where(both, parts.pop(FREQUENCY), 0.0)
    legs = {
        LOST: np.where((f0 > 0) & (f1 == 0), -m0, 0.0),
        WON: np.where(back & np.isin(when, [NEW, LAST_YEAR]), m1, 0.0),
        REGAINED: np.where(back & (when == ESTABLISHED), m1, 0.0),
        WON_OR_REGAINED: np.where(back & (when == UNKNOWN), m1, 0.0),
        FULL_YEAR: np.where(recent, more, 0.0),
        FREQUENCY: np.where(recent, 0.0, more),
        SPEND: np.where(both, m1 - m0 - more, 0.0),
        RETURNS: _floats(customers, f"{beside}_period") - _floats(customers, f"{beside}_before"),
    }
    legs |= {name: np.where(both, part, 0.0) for name, part in parts.items()}
    return pd.DataFrame(legs, index=customers.index)


def _parts(customers: pd.DataFrame, days: Pair, money: Pair, known: bool) -> dict[str, NDArray[np.float64]]:
    """Return frequency and what is known of spend, for customers who bought in both periods; others have any value."""
    (f0, f1), (m0, m1) = days, money
    mean, more = (f0 + f1) / 2, f1 - f0
    parts: dict[str, NDArray[np.float64]] = {}
    if known and "range_before" in customers:
        r0, r1 = _floats(customers, "range_before"), _floats(customers, "range_period")
        parts |= {NEW_PRODUCTS: r1 / f1 * mean, DROPPED_PRODUCTS: -r0 / f0 * mean}
        parts[FREQUENCY] = more * (r0 / f0 + r1 / f1) / 2
        m0, m1 = m0 - r0, m1 - r1
    if known and "units_before" in customers:
        found = _three_factors(days, (_floats(customers, "units_before"), _floats(customers, "units_period")), (m0, m1))
    else:
        found = {FREQUENCY: more * (m0 / f0 + m1 / f1) / 2, SAME_PRODUCTS: (m1 / f1 - m0 / f0) * mean}
        found = found if parts else {FREQUENCY: found[FREQUENCY]}
    return parts | found | {FREQUENCY: parts.get(FREQUENCY, np.zeros(1)) + found[FREQUENCY]}


def _three_factors(days: Pair, units: Pair, money: Pair) -> dict[str, NDArray[np.float64]]:
    """Return the change of f u p by factor; without units in one of the periods there is no price, and u is money."""
    (f0, f1), (m0, m1) = days, money
    counted = (units[0] > 0) & (units[1] > 0)
    q0, q1 = np.where(counted, units[0], m0), np.where(counted, units[1], m1)
    u0, u1 = q0 / f0, q1 / f1
    p0, p1 = (np.where(counted, m / np.where(counted, q, 1.0), 1.0) for m, q in ((m0, q0), (m1, q1)))

    def share(change: NDArray[np.float64], a: Pair, b: Pair) -> NDArray[np.float64]:
        return change * ((a[0] * b[0] + a[1] * b[1]) / 3 + (a[0] * b[1] + a[1] * b[0]) / 6)

    return {
        FREQUENCY: share(f1 - f0, (u0, u1), (p0, p1)),
        UNITS: share(u1 - u0, (f0, f1), (p0, p1)),
        PRICE: share(p1 - p0, (f0, f1), (u0, u1)),
    }


def to_the_cent(parts: pd.Series, total: int) -> pd.Series:
    """Round amounts in cents to whole ones that add up to a total, by largest remainder.

    `parts`: In cents; their sum lies within their rounding of the total.
    `total`: Cents.
    Returns Series of int, same index: Each is the amount cut towards zero, or the next cent away from it or past zero
    where the remainders are largest. The parts of the opposite amounts are the opposite parts.

    Examples
    --------
    >>> to_the_cent(pd.Series([1.6, 1.6, -0.2]), 3).tolist()
    [2, 1, 0]
    """
    exact = parts.round(6).to_numpy()  # a sum of whole cents may lie a hair below them: it keeps its cents
    cut = np.trunc(exact)
    left = exact - cut
    short = int(total - cut.sum())
    order = np.argsort(-left * np.sign(short), kind="stable")[: abs(short)]
    cut[order] += np.sign(short)
    return pd.Series(cut.astype("int64"), index=parts.index)


def cents(value: float) -> int:
    """Return money in whole cents, halves away from zero."""
    return int(np.sign(value) * np.floor(abs(value) * 100 + 0.5 + 1e-6))


def _floats(table: pd.DataFrame, name: str) -> NDArray[np.float64]:
    return table[name].to_numpy(dtype=float)
