"""Why something was not computed: the code of a refusal in, one sentence out, in the reader's language.

A step stores the code with its facts; rooms hand refusals on to each other, and only a reader's page makes words of
them. Reasons why a model was not fitted are in `btyd.reasons`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.formats import count, day_of, share
from analysis.display.language import sentence, sentences
from analysis.facts import Refusal
from analysis.schema import FEW_REPEATERS, FEW_SHARE

Values = dict[str, Any]


def why(refusal: Refusal) -> str:
    """Return the sentence of a refusal.

    Examples
    --------
    >>> why(Refusal(code="no_history"))
    'Not computed, because the data hold one row per customer and no purchase histories.'
    """
    return SENTENCES[refusal.code](refusal.facts)


def _no_amounts(_: Values) -> str:
    return sentence(
        "Not computed, because the data hold no amounts. Name the column of the amount, or of quantity and unit price, "
        "if there is one."
    )


def _no_history(_: Values) -> str:
    return sentence("Not computed, because the data hold one row per customer and no purchase histories.")


def _contractual(_: Values) -> str:
    return sentence(
        "Not computed, because leaving is observed where a contract ends, not inferred from silence. Contracts (the "
        "table subscriptions, survival, renewals) have no chapter yet."
    )


def _too_little(facts: Values) -> str:
    again, customers = facts["repeat_buyers"], facts["customers"]
    needed = {"needed": count(FEW_REPEATERS), "share": share(FEW_SHARE)}
    if again == 0:
        return sentence(
            "Not computed, because no customer bought again; {needed} repeat buyers, and {share} of all, are needed.",
            **needed,
        )
    return sentences(
        customers,
        "Not computed, because only {again} of {customers} customer bought again; {needed} repeat buyers, and {share} "
        "of all, are needed.",
        "Not computed, because only {again} of {customers} customers bought again; {needed} repeat buyers, and {share} "
        "of all, are needed.",
        again=count(again),
        customers=count(customers),
        **needed,
    )


def _nobody_yet(facts: Values) -> str:
    return sentence("Not tested, because nobody had bought by {day}.", day=day_of(facts["by"]))


def _nobody_twice(_: Values) -> str:
    return sentence("Not computed, because nobody bought twice.")


def _horizon_too_long(facts: Values) -> str:
    return sentence(
        "Not computed, because a horizon of {horizon} days is more than twice the {tested} days on which the forecast "
        "was tested. Set horizon_days to at most {most}, or calibration_end to an earlier day.",
        horizon=count(facts["horizon_days"]),
        tested=count(facts["tested_days"]),
        most=count(2 * facts["tested_days"]),
    )


SENTENCES: dict[str, Callable[[Values], str]] = {
    "no_amounts": _no_amounts,
    "no_history": _no_history,
    "contractual": _contractual,
    "too_little": _too_little,
    "nobody_yet": _nobody_yet,
    "nobody_twice": _nobody_twice,
    "horizon_too_long": _horizon_too_long,
}
