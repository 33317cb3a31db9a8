"""What forecasts are called in the reader's language; facts and tables hold one name each, whatever the language."""

from __future__ import annotations

from analysis.display.language import later, sentence

AVERAGED = ("BG/NBD", "MBG/NBD", "Pareto/NBD")
NAMES = {
    "gradient boosting": later("gradient boosting"),
    "same as last period": later("same as last period"),
    "no purchase for 8 weeks = gone": later("no purchase for 8 weeks = gone"),
    "sum of RFM scores": later("sum of RFM scores"),
    "RFM cells": later("RFM cells"),
    "base rate for everyone": later("base rate for everyone"),
    "BG/NBD, P(alive) read as P(buy)": later("BG/NBD, P(alive) read as P(buy)"),
}


def is_average(name: str) -> bool:
    """Say whether a forecast is the average of a purchase model and gradient boosting."""
    return any(name == _average(model) for model in AVERAGED)


def called(name: str) -> str:
    """Return the name of a forecast as it stands in a table; the models' own names are the same in every language.

    Examples
    --------
    >>> called("RFM cells"), called("Pareto/NBD"), called("average of BG/NBD and gradient boosting")
    ('RFM cells', 'Pareto/NBD', 'average of BG/NBD and gradient boosting')
    """
    for model in AVERAGED:
        if name == _average(model):
            return sentence("average of {model} and gradient boosting", model=model)
    return sentence(NAMES[name]) if name in NAMES else name


def _average(model: str) -> str:
    return f"average of {model} and gradient boosting"
