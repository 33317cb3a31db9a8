"""Refusals because of what the data hold."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import sentence, sentences
from analysis.refusals.told import Sentences, Values, printed, says
from analysis.schema import FEW_REPEATERS


def _too_little(facts: Values) -> str:
    values = printed(facts, needed=count(FEW_REPEATERS))
    if facts["repeat_buyers"] == 0:
        return sentence("Not computed, because no customer bought again; {needed} repeat buyers are needed.", **values)
    return sentences(
        facts["customers"],
        "Not computed, because only {repeat_buyers} of {customers} customer bought again; {needed} repeat buyers are "
        "needed.",
        "Not computed, because only {repeat_buyers} of {customers} customers bought again; {needed} repeat buyers are "
        "needed.",
        **values,
    )


SENTENCES: Sentences = {
    "no_amounts": says(
        "Not computed, because the data hold no amounts. Name the column of the amount, or of quantity and unit price, "
        "if there is one."
    ),
    "no_history": says("Not computed, because the data hold one row per customer and no purchase histories."),
    "contractual": says(
        "Not computed, because leaving is observed where a contract ends, not inferred from silence: models of "
        "purchases do not apply. Who leaves, and what goes with them, stands in the chapter on leaving."
    ),
    "summed": says(
        "Not computed, because the rows are sums over a period, so how often and at which intervals customers buy is "
        "hidden in them."
    ),
    "too_little": _too_little,
}
