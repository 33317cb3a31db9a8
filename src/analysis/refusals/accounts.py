"""Refusals of the accounts: nothing bought, no margin, one margin for all."""

from __future__ import annotations

from analysis.display.language import sentence
from analysis.refusals.told import Sentences

SENTENCES: Sentences = {
    "nobody_paid": lambda _: sentence(
        "Not computed, because no customer brought more than 0. Check the sign of the amounts."
    ),
    "no_margin": lambda _: sentence(
        "Who makes money and who costs it is not said, because neither a cost column nor a margin rate says what a "
        "sale leaves. Accounts are judged by revenue alone."
    ),
    "flat_margin": lambda _: sentence(
        "Who makes money and who costs it is not said, because one margin rate holds for all: by it every customer "
        "leaves the same share. A cost column would tell them apart."
    ),
}
