"""Refusals of churn: windows that are too long, contracts that nobody lists, leavers too few to compare."""

from __future__ import annotations

from analysis.display.language import sentence, sentences
from analysis.refusals.told import Sentences, printed

SENTENCES: Sentences = {
    "window_beyond_history": lambda facts: sentence(
        "Not said for {days} days, because the data cover {history_days} days only.", **printed(facts)
    ),
    "contracts_unlisted": lambda _: sentence(
        "Not computed, because customers pay as under contract, but no table says when contracts begin and end. Name "
        "it as subscriptions: customer, start, end and, where recorded, the reason."
    ),
    "no_contract_yet": lambda _: sentence(
        "Not computed, because no contract in the table begins by the last day that is looked at."
    ),
    "few_left": lambda facts: sentences(
        facts["left"],
        "Not fitted, because only {left} customer left; {needed} are needed.",
        "Not fitted, because only {left} customers left; {needed} are needed.",
        **printed(facts),
    ),
    "no_signs": lambda _: sentence(
        "Not computed, because nothing is known of customers at their start that could be compared."
    ),
    "signs_tangled": lambda _: sentence(
        "Not fitted, because what is known of customers at their start cannot be told apart: it changes together."
    ),
    "nobody_marked": lambda facts: sentences(
        facts["customers"],
        "Not computed, because the column that marks who left does not tell customers apart: of {customers} customer "
        "{marked} has a mark, and all marks are the same.",
        "Not computed, because the column that marks who left does not tell customers apart: of {customers} customers "
        "{marked} have a mark, and all marks are the same.",
        **printed(facts),
    ),
}
