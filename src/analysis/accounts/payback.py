"""Costs up front as a payback: how long an account must stay, or what it must leave, to be worth winning."""

from __future__ import annotations


def margin_needed(revenue: float, upfront: float, yearly: float, years: float) -> float:
    """Return the margin that pays an account's costs back, as a fraction of its revenue.

    `revenue`: Money a year, above 0.
    `upfront`: Money, once: it covers the first year.
    `yearly`: Money for each further year.
    `years`: For which the account stays, at least 1.

    (upfront + yearly (years - 1)) / (revenue years).

    Examples
    --------
    An account of 1,000 a year, won for 500 and kept for 50 a year:

    >>> margin_needed(1000, 500, 50, 1), margin_needed(1000, 500, 50, 3)
    (0.5, 0.2)
    """
    return (upfront + yearly * (years - 1)) / (revenue * years)


def years_needed(revenue: float, upfront: float, yearly: float, margin_rate: float) -> float | None:
    """Return after how many years an account has paid its costs back; None if it never does.

    The years at which `margin_needed` is the margin rate: (upfront - yearly) / (margin_rate revenue - yearly), not
    rounded; within the first year upfront / (margin_rate revenue).

    Examples
    --------
    >>> years_needed(1000, 500, 50, 0.20), years_needed(1000, 500, 50, 0.05)
    (3.0, None)
    """
    left = margin_rate * revenue
    if left >= upfront:
        return upfront / left if left > 0 else None
    return (upfront - yearly) / (left - yearly) if left > yearly else None
