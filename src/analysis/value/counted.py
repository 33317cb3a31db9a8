"""What is ahead without money, where the data hold no amounts."""

from __future__ import annotations

from analysis.backtest.average_facts import ranges
from analysis.value.base import Base, Record
from analysis.value.clv import ahead
from analysis.value.facts import Overdue
from analysis.value.valued import Tables, with_lifetimes
from analysis.value.worth import add_dates


def counted(base: Base, record: Record) -> tuple[Record, Tables]:
    """Return the facts and the table of expected purchases, beside what the record holds already."""
    scores = ahead(base.made, base.customers, paid=False).assign(abc_class="N", forward_class="N")
    scores = with_lifetimes(base, scores)
    scores = add_dates(scores, base.customers, base.model, base.given.ledger.observation_end, base.horizon)
    overdue = Overdue(customers=int(scores["overdue_since"].notna().sum()), class_a=None)
    facts = ranges(base.made, paid=False) | {"overdue": overdue}
    return base.screened(record) | base.alive(scores) | facts, {"scores": scores}
