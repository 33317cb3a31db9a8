"""Refusals of the value: what could not be said in money."""

from __future__ import annotations

from analysis.display.language import sentence
from analysis.refusals.told import Sentences, Values, printed, says


def _nobody_new(facts: Values) -> str:
    if facts["dated"]:
        return sentence(
            "What a new customer is worth, and how many of them replace a lost one, cannot be said from these data: "
            "nobody is known to be won within them, by day of acquisition or by a first purchase after the first "
            "{burn_in_days} days.",
            **printed(facts),
        )
    return sentence(
        "What a new customer is worth, and how many of them replace a lost one, cannot be said from these data: every "
        "customer was first seen within the first {burn_in_days} days, within which customers usually buy "
        "again. So nobody is known to be new; anybody may be an old customer coming back. Dates of "
        "acquisition would settle it.",
        **printed(facts),
    )


SENTENCES: Sentences = {
    "new_nobody_twice": says("What a new customer is worth is not computed, because nobody bought twice."),
    "nobody_new": _nobody_new,
    "too_few_new": says(
        "What a new customer is worth, and how many of them replace a lost one, is not said: of {everyone} customers "
        "only {new} were first seen after the first {burn_in_days} days, within which an old customer coming back "
        "looks like a new one, and of these {again} bought again; {needed} are needed."
    ),
    "costs_without_margin": says(
        "Costs of customers are stated but not deducted, because no margin is known: from revenue they would leave a "
        "sum that is neither. Give margin_rate, or a cost column in the sources."
    ),
    "winning_without_margin": says(
        "What customers cost to win is stated but held against nothing, because no margin is known: set against "
        "revenue it would flatter every source. Give margin_rate, or a cost column in the sources."
    ),
    "nobody_won": says(
        "What winning a customer costs is stated, but for nobody who is known to be won within the data and bought: "
        "old customers cannot say what new ones bring back."
    ),
}
