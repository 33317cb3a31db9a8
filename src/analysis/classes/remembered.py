"""What a customer's days add to what is known of them by a day: eight quarters, and who came back."""

from __future__ import annotations

from dataclasses import replace

from analysis.classes.lifecycle import LOST_RHYTHMS
from analysis.classes.quarters import comebacks, quarters
from analysis.classes.scheme import Known
from analysis.ledger.customer_days import Days

LEAST_WINDOW = 60
"""Days of a stretch below which two of them say nothing of growth."""


def remembered(known: Known, days: Days, *, paid: bool) -> Known:
    """Return what is known with the quarters that growth needs and the comebacks that the lifecycle needs.

    `days`: Of the ledger; what is later than the day of `known` is not looked at.
    `paid`: Whether there is money; else growth compares purchase days.
    """
    enough = known.window_days >= LEAST_WINDOW
    rhythm = known.rhythm_days
    return replace(
        known,
        quarters=quarters(days, known.day, known.window_days, paid=paid) if enough else None,
        comeback=None if rhythm is None else comebacks(days, known.day, LOST_RHYTHMS * rhythm),
    )
