"""Words that several sentences share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.display.formats import count, day

Numbers = Mapping[str, Any]


def customers(n: float) -> str:
    """Return a number of customers, in the singular where it is one."""
    return f"{count(n)} customer{'' if n == 1 else 's'}"


def day_of(iso: str) -> str:
    """Return an ISO day as it is said.

    Examples
    --------
    >>> day_of("1997-09-30")
    '30 September 1997'
    """
    import datetime as dt

    return day(dt.date.fromisoformat(iso))


def worth_name(v: Numbers) -> str:
    """Name the measure: value where a margin is known, else expected revenue."""
    return "value" if v["clv_total"] is not None else "expected revenue"
