"""What forecasts are called in the reader's language; facts and tables hold one name each, whatever the language."""

from __future__ import annotations

from analysis.display.language import later, sentence

NAMES = {
    "average": later("average of the forecasts"),
    "Pareto/NBD with a prior": later("Pareto/NBD with a prior"),
    "Poisson boosting": later("gradient boosting"),
    "ridge Poisson": later("ridge regression"),
    "same as last period": later("same as last period"),
    "repeat purchases of last period": later("repeat purchases of last period"),
    "same period last year": later("same period last year"),
    "no purchase for 8 weeks = gone": later("no purchase for 8 weeks = gone"),
    "sum of RFM scores": later("sum of RFM scores"),
    "RFM cells": later("RFM cells"),
    "x / T": later("own pace so far"),
    "base rate for everyone": later("base rate for everyone"),
    "BG/NBD, P(alive) read as P(buy)": later("BG/NBD, P(alive) read as P(buy)"),
}


def called(name: str) -> str:
    """Return the name of a forecast as it stands in a table; the models' own names are the same in every language.

    Examples
    --------
    >>> called("RFM cells"), called("Pareto/NBD"), called("Poisson boosting")
    ('RFM cells', 'Pareto/NBD', 'gradient boosting')
    """
    return sentence(NAMES[name]) if name in NAMES else name
