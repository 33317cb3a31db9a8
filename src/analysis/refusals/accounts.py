"""Refusals of the accounts: nothing bought, no margin, one margin for all."""

from __future__ import annotations

from analysis.refusals.told import Sentences, says

SENTENCES: Sentences = {
    "nobody_paid": says("Not computed, because no customer brought more than 0. Check the sign of the amounts."),
    "no_margin": says(
        "Who makes money and who costs it is not said, because neither a cost column nor a margin rate says what a "
        "sale leaves. Accounts are judged by revenue alone."
    ),
    "flat_margin": says(
        "Who makes money and who costs it is not said, because one margin rate holds for all: by it every customer "
        "leaves the same share. A cost column would tell them apart."
    ),
}
