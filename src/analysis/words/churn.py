"""Sentences on who will not buy that more than one room says; records are read by attribute."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import count, share
from analysis.display.language import sentence


def leavers(c: Any) -> str:
    """Say how many customers are expected not to buy in the churn window, and what they brought.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> leavers(SimpleNamespace(customers=2357, mean_probability=0.252, expected_leavers=594.0, window_days=196,
    ...                         expected_interval=(551.0, 640.0), revenue_at_leavers=0.1)).replace("\u202f", " ")
    '**594 of 2,357 customers** (25 %; between 551 and 640) are expected not to buy in the next 196 days; they brought \
10 % of the revenue so far.'
    """
    values = {
        "share": share(c.mean_probability),
        "expected": count(c.expected_leavers),
        "n": count(c.customers),
        "days": count(c.window_days),
        "low": count(c.expected_interval[0]),
        "high": count(c.expected_interval[1]),
    }
    if c.revenue_at_leavers is None:
        return sentence(
            "**{expected} of {n} customers** ({share}; between {low} and {high}) are expected not to buy in the next "
            "{days} days.",
            **values,
        )
    return sentence(
        "**{expected} of {n} customers** ({share}; between {low} and {high}) are expected not to buy in the next "
        "{days} days; they brought {revenue} of the revenue so far.",
        revenue=share(c.revenue_at_leavers),
        **values,
    )
