"""Sentences that only the summary says; what it repeats of the chapters lies in `analysis.words`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from analysis.display.days import day
from analysis.display.formats import count, share
from analysis.display.language import joined, sentence, sentences


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


def still_buy(top: Any) -> str:
    """Say how many of the largest accounts no longer buy.

    Parameters
    ----------
    top : record
        accounts, still_buy, gone, gone_share, as in the facts of accounts.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> still_buy(Record(accounts=10, still_buy=7, gone=2, gone_share=0.05)).replace("\u202f", " ")
    'Of the 10 largest, **2 no longer buy**; they had brought 5 % of the revenue.'
    """
    if top.gone:
        return sentences(
            top.gone,
            "Of the {n} largest, **{gone} no longer buys**; it had brought {share} of the revenue.",
            "Of the {n} largest, **{gone} no longer buy**; they had brought {share} of the revenue.",
            n=count(top.accounts),
            gone=count(top.gone),
            share=share(top.gone_share),
        )
    return sentence("The {n} largest all still buy.", n=count(top.accounts)) if top.still_buy == top.accounts else ""
