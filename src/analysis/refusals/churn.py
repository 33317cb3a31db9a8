"""Refusals of churn: windows that are too long, contracts that nobody lists, leavers too few to compare."""

from __future__ import annotations

from analysis.refusals.told import Sentences, says, says_by

SENTENCES: Sentences = {
    "window_beyond_history": says("Not said for {days} days, because the data cover {history_days} days only."),
    "contracts_unlisted": says(
        "Not computed, because customers pay as under contract, but no table says when contracts begin and end. Name "
        "it as subscriptions: customer, start, end and, where recorded, the reason."
    ),
    "no_contract_yet": says("Not computed, because no contract in the table begins by the last day that is looked at."),
    "few_left": says_by(
        "Not fitted, because only {left} customer left; {needed} are needed.",
        "Not fitted, because only {left} customers left; {needed} are needed.",
        of="left",
    ),
    "no_signs": says("Not computed, because nothing is known of customers at their start that could be compared."),
    "signs_tangled": says(
        "Not fitted, because what is known of customers at their start cannot be told apart: it changes together."
    ),
    "nobody_marked": says_by(
        "Not computed, because the column that marks who left does not tell customers apart: of {customers} customer "
        "{marked} has a mark, and all marks are the same.",
        "Not computed, because the column that marks who left does not tell customers apart: of {customers} customers "
        "{marked} have a mark, and all marks are the same.",
        of="customers",
    ),
}
