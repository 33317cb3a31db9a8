"""What the kind of an id says against its line, and which days are system's words for "no date"."""

from __future__ import annotations

import datetime as dt

from analysis.intake.mean.dates import Dates
from analysis.intake.rules.reasons import PERHAPS_TOTAL, USED, rank_of


def ranked_customers(source: int) -> str:
    """Return SQL for the number of the customer and the rank of its reason, by the text of the id, in a source."""
    kinds = {
        "header": rank_of("repeated_header"),
        "total": rank_of("total_row"),
        "carried": rank_of("balance_row"),
        "maybe_total": PERHAPS_TOTAL,
        "missing": rank_of("missing_customer_id"),
        "placeholder": rank_of("placeholder_customer_id"),
    }
    cases = " ".join(f"WHEN '{kind}' THEN {rank}" for kind, rank in kinds.items())
    return (
        f"(SELECT v, customer, CASE kind {cases} ELSE {USED} END::UTINYINT AS rank "
        f"FROM numbered WHERE source = {source})"
    )


def first_plausible(dates: Dates) -> dt.date:
    """Return the first day that is no system's word for "no date": 1900-01-01, and a lonely 1970-01-01."""
    others = dates.earliest
    if others and others.date() > dt.date(1975, 1, 1):
        return dt.date(1970, 1, 2)
    return dt.date(1901, 1, 2)
