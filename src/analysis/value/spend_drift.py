"""Whether purchases change in size."""

from __future__ import annotations

from analysis.backtest.spend_checks import drift_of_spend
from analysis.ledger.ledger import Ledger
from analysis.value.facts import Change, SpendDrift


def spend_drift(ledger: Ledger) -> SpendDrift | None:
    """Return how the mean purchase of the later half of the period differs from the earlier half's."""
    middle = ledger.first + (ledger.observation_end - ledger.first) // 2
    halves = ledger.purchases_by_half(middle)
    everyone = drift_of_spend(halves)
    both = drift_of_spend(halves[(halves["earlier"] > 0) & (halves["later"] > 0)])
    if everyone is None:
        return None
    return SpendDrift(middle=middle, all=Change(**everyone), same_customers=None if both is None else Change(**both))
