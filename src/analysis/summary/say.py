"""Sentences that only the summary says; what it repeats of the chapters lies in `analysis.words`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analysis.display.days import day
from analysis.display.language import joined, sentence

FEW = 3
"""Accounts that a sentence names."""


def observed(until: dt.date, currency: str | None, *, has_amounts: bool) -> str:
    """Say up to which day the data are looked at, and in which currency the amounts are.

    Examples
    --------
    >>> observed(dt.date(1998, 6, 30), "USD", has_amounts=True)
    'Observed up to 30 June 1998; currency USD.'
    """
    if not has_amounts:
        return sentence("Observed up to {day}.", day=day(until))
    if currency is None:
        return sentence("Observed up to {day}; currency not stated.", day=day(until))
    return sentence("Observed up to {day}; currency {currency}.", day=day(until), currency=currency)


def no_dependence(reason: str) -> str:
    """Say that concentration is not measured, and why.

    Examples
    --------
    >>> no_dependence("Not computed, because the data hold no amounts.")
    'How much depends on few customers is **not said**. Not computed, because the data hold no amounts.'
    """
    return joined(sentence("How much depends on few customers is **not said**."), reason)


def gone(names: Sequence[str]) -> str:
    """Name the largest accounts that no longer buy, if they are few.

    Examples
    --------
    >>> gone(["ACME", "Bolt"]), gone([])
    ('No longer buying: ACME, Bolt.', '')
    """
    return sentence("No longer buying: {names}.", names=", ".join(names)) if 0 < len(names) <= FEW else ""
