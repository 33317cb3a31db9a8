"""What is ahead without money, where the data hold no amounts."""

from __future__ import annotations

from analysis.value.base import Base, Record
from analysis.value.facts import Overdue
from analysis.value.purchases import count_ahead
from analysis.value.valued import Tables
from analysis.value.worth import add_dates


def counted(base: Base, record: Record) -> tuple[Record, Tables]:
    """Return the facts and the table of expected purchases, beside what the record holds already."""
    scores = count_ahead(base.model, base.lifetime, base.customers, base.horizon.days, base.season.factor)
    scores = add_dates(scores, base.customers, base.model, base.given.ledger.observation_end, base.horizon)
    facts = {
        "expected_purchases_total": float(scores["expected_purchases"].sum()),
        "overdue": Overdue(customers=int(scores["overdue_since"].notna().sum()), class_a=None),
    }
    return base.screened(record, ()) | base.alive(scores) | facts, {"scores": scores}
