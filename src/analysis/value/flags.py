"""What has to be said beside a total, as codes."""

from __future__ import annotations

from analysis.btyd.facts import DominantCustomer, LeftTruncation, Regularity
from analysis.btyd.flags import INDICATIVE_CUSTOMERS
from analysis.facts import Refusal
from analysis.value.facts import Flag

TOO_REGULAR = 1.5
MOVED = 0.10


def flags_of(
    *,
    customers: int,
    horizon_days: int,
    tested_days: int,
    spend_warnings: tuple[Refusal, ...],
    regularity: Regularity | None,
    left_truncation: LeftTruncation,
    dominant: DominantCustomer | None,
    season_factor: float,
) -> list[Flag]:
    """Return what must be known beside a total: how far it looks, what could mislead it, what it was multiplied by."""
    found = [Flag(code="horizon", facts={"horizon_days": horizon_days, "tested_days": tested_days})]
    if customers < INDICATIVE_CUSTOMERS:
        found.append(Flag(code="indicative", facts={"needed": INDICATIVE_CUSTOMERS}))
    found += [Flag(code=warning.code, facts=warning.facts) for warning in spend_warnings]
    if regularity is not None and regularity.low > TOO_REGULAR:
        found.append(Flag(code="regular", facts=regularity.plain()))
    if left_truncation.customers:
        everyone = left_truncation.customers == customers
        found.append(Flag(code="left_truncation", facts=left_truncation.plain() | {"everyone": everyone}))
    if dominant is not None and (dominant.change is None or abs(dominant.change) > MOVED):
        found.append(Flag(code="dominant_customer", facts=dominant.plain()))
    if season_factor != 1.0:
        found.append(Flag(code="season_applied", facts={"factor": season_factor, "horizon_days": horizon_days}))
    return found
