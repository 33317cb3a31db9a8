"""The account of one intake as a record."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Intake:
    """What was read, used and left out.

    Attributes
    ----------
    facts
        rows, customers, total, first, last, ids of the rows that enter the analysis (DESIGN.md §4).
    ledger
        ``{"reason", "rows", "amount"}`` of the rows left out; with the facts they add up to the rows read.
    findings
        ``{"code", "level", "rows", "amount", "facts"}``; level is info or warning, and `analysis.intake.say.message`
        makes the sentence.
    observation_end
        Last day observed.
    currency
        ISO code of ``amount``; None if the data and the client file are silent.
    columns
        Columns of the transactions beyond customer_id, date and amount.
    inputs
        One entry per file or sheet: name, sha256, rows, and how it was found to be written.
    router
        What the data can answer: `analysis.intake.router.Verdict` as a dict.
    joined
        What the optional tables add to the account: ``tables`` (coverage by key); empty without them.
    """

    facts: dict[str, Any]
    ledger: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    observation_end: dt.date
    currency: str | None
    columns: list[str]
    inputs: list[dict[str, Any]]
    router: dict[str, Any]
    joined: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the account as plain JSON values."""
        return {**asdict(self), "observation_end": self.observation_end.isoformat()}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Intake:
        """Return the account that ``as_dict`` stored."""
        known = {each.name: stored[each.name] for each in fields(cls)}
        return cls(**{**known, "observation_end": dt.date.fromisoformat(stored["observation_end"])})
