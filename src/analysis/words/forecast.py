"""Sentences on the forecast that more than one room says; records are read by attribute."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import count, share
from analysis.display.language import joined, later, sentence

_VERDICTS = {
    ("beats_all", "of a model", "how often too"): later(
        "Tested on {days} days it had not seen, the forecast beat every simple rule of thumb on who buys and how often."
    ),
    ("beats_all", "of a model", "who buys"): later(
        "Tested on {days} days it had not seen, the forecast beat every simple rule of thumb on who buys."
    ),
    ("beats_all", "of a rule", "how often too"): later(
        "Tested on {days} days it had not seen, the forecast beat every other simple rule of thumb on who buys and how "
        "often."
    ),
    ("beats_all", "of a rule", "who buys"): later(
        "Tested on {days} days it had not seen, the forecast beat every other simple rule of thumb on who buys."
    ),
    ("loses", "of a model", "how often too"): later(
        "Tested on {days} days it had not seen, the forecast did **not** beat the best simple rule of thumb on who "
        "buys and how often."
    ),
    ("loses", "of a model", "who buys"): later(
        "Tested on {days} days it had not seen, the forecast did **not** beat the best simple rule of thumb on who "
        "buys."
    ),
    ("loses", "of a rule", "how often too"): later(
        "Tested on {days} days it had not seen, the forecast did **not** beat the best other simple rule of thumb on "
        "who buys and how often."
    ),
    ("loses", "of a rule", "who buys"): later(
        "Tested on {days} days it had not seen, the forecast did **not** beat the best other simple rule of thumb on "
        "who buys."
    ),
    ("cannot_be_told", "of a model"): later(
        "Tested on {days} days it had not seen, the forecast could not be told from the best simple rule of thumb in "
        "every respect."
    ),
    ("cannot_be_told", "of a rule"): later(
        "Tested on {days} days it had not seen, the forecast could not be told from the best other simple rule of "
        "thumb in every respect."
    ),
    ("no_rival", "of a model"): later(
        "Tested on {days} days it had not seen, the forecast had no simple rule to be compared with."
    ),
    ("no_rival", "of a rule"): later(
        "Tested on {days} days it had not seen, the forecast had no other simple rule to be compared with."
    ),
}


def forecast_quality(h: Any) -> str:
    """Say in plain words how far the forecast can be trusted; its total is the purchase model's if there is one.

    Parameters
    ----------
    h : record
        chosen, league, days, purchases, untrusted and verdict, as in the facts of the holdout; something is chosen.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> verdict = Record(code="loses", measures=["who_buys"], total_error=-0.115, total_of="M")
    >>> forecast_quality(Record(chosen="M", league=[Record(model="M", naive=False)], days=90, purchases=1000,
    ...                         untrusted=None, verdict=verdict)).replace("\u202f", " ")
    'Tested on 90 days it had not seen, the forecast did **not** beat the best simple rule of thumb on who buys. \
Its total was **12 % too low**, so read its totals with that margin.'
    """
    v = h.verdict
    whose = "of a rule" if next(row.naive for row in h.league if row.model == h.chosen) else "of a model"
    on = "how often too" if "how_often" in v.measures else "who buys"
    key = (v.code, whose, on) if (v.code, whose, on) in _VERDICTS else (v.code, whose)
    return joined(
        sentence("No purchase model can be trusted here; who buys is forecast without one.") if h.untrusted else "",
        sentence(_VERDICTS[key], days=count(h.days)),
        _total(h),
    )


def _total(h: Any) -> str:
    v = h.verdict
    if not h.purchases:
        return sentence("Nobody bought in these days.")
    if v.total_error is None:
        return sentence("It says who buys, not how often.")
    off = too_high_or_low(v.total_error)
    if v.total_of == h.chosen:
        return sentence("Its total was **{off}**, so read its totals with that margin.", off=off)
    return sentence("The total of the best purchase model was **{off}**, so read its totals with that margin.", off=off)


def too_high_or_low(error: float) -> str:
    """Return a signed relative error as text.

    Examples
    --------
    >>> too_high_or_low(-0.115).replace("\u202f", " ")
    '12 % too low'
    """
    size = share(abs(error))
    return sentence("{size} too high", size=size) if error > 0 else sentence("{size} too low", size=size)
