"""What has to be said beside a total, as codes."""

from __future__ import annotations

from analysis.btyd.facts import DominantCustomer, LeftTruncation, Regularity
from analysis.value.facts import Flag

TOO_REGULAR = 1.5
MOVED = 0.10


def flags_of(
    *,
    customers: int,
    horizon_days: int,
    tested_days: int,
    regularity: Regularity | None,
    left_truncation: LeftTruncation,
    dominant: DominantCustomer | None,
) -> list[Flag]:
    """Return what must be known beside a total: how far it looks, and what could mislead it."""
    found = [Flag(code="horizon", facts={"horizon_days": horizon_days, "tested_days": tested_days})]
    if regularity is not None and regularity.low > TOO_REGULAR:
        found.append(Flag(code="regular", facts=regularity.plain()))
    if left_truncation.customers:
        everyone = left_truncation.customers == customers
        found.append(Flag(code="left_truncation", facts=left_truncation.plain() | {"everyone": everyone}))
    if dominant is not None and (dominant.change is None or abs(dominant.change) > MOVED):
        found.append(Flag(code="dominant_customer", facts=dominant.plain()))
    return found
