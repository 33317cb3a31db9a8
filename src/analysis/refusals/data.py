"""Refusals because of what the data hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.display.formats import count
from analysis.display.language import sentence, sentences
from analysis.schema import FEW_REPEATERS

Values = dict[str, Any]


def _no_amounts(_: Values) -> str:
    return sentence(
        "Not computed, because the data hold no amounts. Name the column of the amount, or of quantity and unit price, "
        "if there is one."
    )


def _no_history(_: Values) -> str:
    return sentence("Not computed, because the data hold one row per customer and no purchase histories.")


def _contractual(_: Values) -> str:
    return sentence(
        "Not computed, because leaving is observed where a contract ends, not inferred from silence: models of "
        "purchases do not apply. Who leaves, and what goes with them, stands in the chapter on leaving."
    )


def _summed(_: Values) -> str:
    return sentence(
        "Not computed, because the rows are sums over a period, so how often and at which intervals customers buy is "
        "hidden in them."
    )


def _too_little(facts: Values) -> str:
    again, customers = facts["repeat_buyers"], facts["customers"]
    needed = {"needed": count(FEW_REPEATERS)}
    if again == 0:
        return sentence(
            "Not computed, because no customer bought again; {needed} repeat buyers are needed.",
            **needed,
        )
    return sentences(
        customers,
        "Not computed, because only {again} of {customers} customer bought again; {needed} repeat buyers are needed.",
        "Not computed, because only {again} of {customers} customers bought again; {needed} repeat buyers are needed.",
        again=count(again),
        customers=count(customers),
        **needed,
    )


SENTENCES: dict[str, Callable[[Values], str]] = {
    "no_amounts": _no_amounts,
    "no_history": _no_history,
    "contractual": _contractual,
    "summed": _summed,
    "too_little": _too_little,
}
