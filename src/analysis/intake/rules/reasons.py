"""Why a line is left out: of several reasons the first counts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.intake.workspace import Frame

REASONS = (
    "repeated_header", "total_row", "balance_row", "second_table", "rule", "returned", "missing_date",
    "unreadable_date", "missing_amount", "unreadable_amount", "date_placeholder", "date_future",
    "after_observation_end", "missing_customer_id", "placeholder_customer_id", "overlap",
)  # fmt: skip
"""Why a line is left out; where several reasons hold, the first counts."""
NOBODY = ("missing_customer_id", "placeholder_customer_id")
"""Reasons of lines that are sales, but nobody's in particular."""
USED = 99  # the rank of a line without a reason; the others have the place of their reason, from 1
PERHAPS_TOTAL = 98


def rank_of(reason: str) -> int:
    """Return the rank of a reason."""
    return REASONS.index(reason) + 1


def by_reason(rows: Frame, first: dt.date, last: dt.date) -> Frame:
    """Return the lines of some days by why they are left out: reason, n, amount, residue (what rounding took)."""
    import narwhals as nw

    sums = nw.col("amount", "residue").sum()
    return (
        rows.filter(nw.col("day").is_between(first, last))
        .group_by("reason")
        .agg(nw.len().alias("n"), sums)
        .sort("reason")
    )
