"""The past held as days in memory: any day's customers and any window's purchases without asking the engine again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.backtest.past import Past
from analysis.backtest.regularity_at import regularity_until
from analysis.backtest.shapes import RegularityAt
from analysis.ledger.customer_days import Days

if TYPE_CHECKING:
    from analysis.ledger.ledger import Ledger


def past_of(days: Days) -> Past:
    """Return the past of a ledger that is held as days."""
    return Past(days.customers_at, days.observe, days.first)


def past_and_pace(ledger: Ledger) -> tuple[Past, RegularityAt]:
    """Return the past of a ledger, read once, and how regularly its customers buy, as known on any day."""
    return past_of(ledger.days), regularity_until(ledger.rows, zero_is_purchase=ledger.zero_is_purchase)
