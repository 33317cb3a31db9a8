"""Refusals of the accounts: nothing bought, no margin, one margin for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.language import sentence

Values = dict[str, Any]


def _nobody_paid(_: Values) -> str:
    return sentence("Not computed, because no customer brought more than 0. Check the sign of the amounts.")


def _no_margin(_: Values) -> str:
    return sentence(
        "Who makes money and who costs it is not said, because neither a cost column nor a margin rate says what a "
        "sale leaves. Accounts are judged by revenue alone."
    )


def _flat_margin(_: Values) -> str:
    return sentence(
        "Who makes money and who costs it is not said, because one margin rate holds for all: by it every customer "
        "leaves the same share. A cost column would tell them apart."
    )


SENTENCES: dict[str, Callable[[Values], str]] = {
    "nobody_paid": _nobody_paid,
    "no_margin": _no_margin,
    "flat_margin": _flat_margin,
}
