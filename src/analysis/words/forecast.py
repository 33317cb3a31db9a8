"""Sentences on the forecast that more than one room says; records are read by attribute."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import count, number, share
from analysis.display.language import joined, later, listed, sentence, sentences

_MEASURES = {
    "who_buys": later("who buys"),
    "how_often": later("how often"),
    "how_much": later("how much"),
}


_FIRST = {
    "wins": later(
        "Tested on {days} days it had not seen, the forecast beat the best simple rule of thumb on {measures}."
    ),
    "ties": later(
        "Tested on {days} days it had not seen, the forecast could not be told from the best simple rule of thumb on "
        "{measures}."
    ),
    "losses": later(
        "Tested on {days} days it had not seen, the forecast did **not** beat the best simple rule of thumb on "
        "{measures}."
    ),
}
_THEN = {
    "ties": later("It could not be told from the best rule on {measures}."),
    "losses": later("It did **not** beat the best rule on {measures}."),
}
"""The same behind another; wins come first."""


def forecast_quality(h: Any) -> str:
    """Say in plain words how far the forecast can be trusted: on what it beat the rules, and how its total came out.

    `h`: days, purchases and verdict, as in the facts of the holdout; there is a forecast.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> verdict = Record(wins=["how_often"], ties=["how_much"], losses=["who_buys"], total_error=-0.115, in_range=True)
    >>> forecast_quality(Record(days=90, purchases=1000, verdict=verdict)).replace("\u202f", " ")
    'Tested on 90 days it had not seen, the forecast beat the best simple rule of thumb on how often. It could not be \
told from the best rule on how much. It did **not** beat the best rule on who buys. Its total was **12 % too \
low**, within the range that was given.'
    """
    v, days = h.verdict, count(h.days)
    if not v.wins + v.ties + v.losses:
        said = [
            sentence(
                "Tested on {days} days it had not seen, the forecast had no simple rule to be compared with.", days=days
            )
        ]
    elif not v.ties + v.losses:
        said = [
            sentence(
                "Tested on {days} days it had not seen, the forecast beat every simple rule of thumb on {measures}.",
                days=days,
                measures=_measures(v.wins),
            )
        ]
    else:
        said = _in_part(v, days)
    return joined(*said, _total(h))


def _in_part(v: Any, days: str) -> list[str]:
    said: list[str] = []
    for outcome, first in _FIRST.items():
        if codes := getattr(v, outcome):
            said.append(sentence(_THEN[outcome] if said else first, days=days, measures=_measures(codes)))
    return said


def _measures(codes: list[str]) -> str:
    return listed([sentence(_MEASURES[code]) for code in codes])


def _total(h: Any) -> str:
    v = h.verdict
    if not h.purchases:
        return sentence("Nobody bought in these days.")
    off = too_high_or_low(v.total_error)
    if v.in_range:
        return sentence("Its total was **{off}**, within the range that was given.", off=off)
    return sentence("Its total was **{off}**, outside the range that was given.", off=off)


def corrected(then: Any) -> str:
    """Say what the same days a year ago make of the forecast; empty where they cannot tell."""
    if then is None:
        return ""
    return sentences(
        round(then.actual),
        "In the same days a year ago {actual} purchase came where the same forecast expected {expected}; so all "
        "expectations are multiplied by {factor}.",
        "In the same days a year ago {actual} purchases came where the same forecast expected {expected}; so all "
        "expectations are multiplied by {factor}.",
        actual=count(then.actual),
        expected=count(then.expected),
        factor=number(then.factor, 2),
    )


def too_high_or_low(error: float) -> str:
    """Return a signed relative error as text.

    Examples
    --------
    >>> too_high_or_low(-0.115).replace("\u202f", " ")
    '12 % too low'
    """
    size = share(abs(error))
    return sentence("{size} too high", size=size) if error > 0 else sentence("{size} too low", size=size)
