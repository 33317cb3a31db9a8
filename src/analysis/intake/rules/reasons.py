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
USED = 99  # the rank of a line without a reason; the others have the place of their reason, from 1
PERHAPS_TOTAL = 98


def rank_of(reason: str) -> int:
    """Return the rank of a reason."""
    return REASONS.index(reason) + 1


def ranked(rows: Frame, first: dt.date, today: dt.date, end: dt.date | None) -> Frame:
    """Add to each line the rank of the first of the reasons of its amount, its date, its id and its state.

    Parameters
    ----------
    rows : LazyFrame
        exact (money, None if it cannot be read), absent (no money is written), kind (of the date: ok, header, total,
        missing, unreadable), day, id_rank (of the customer's id), dropped and came_back (true or false).
    first
        The first day that is no system's word for "no date".
    end
        The last day of the analysis, where the client file states it.
    """
    import narwhals as nw

    def where(condition: nw.Expr, reason: str, otherwise: nw.Expr) -> nw.Expr:
        return nw.when(condition).then(nw.lit(rank_of(reason))).otherwise(otherwise)

    day, kind, used = nw.col("day"), nw.col("kind"), nw.lit(USED)
    dated = where(day > today, "date_future", where(day > end, "after_observation_end", used) if end else used)
    dated = where(day < first, "date_placeholder", dated)
    for told, reason in (("unreadable", "unreadable_date"), ("missing", "missing_date"), ("total", "total_row")):
        dated = where(kind == told, reason, dated)
    dated = where(kind == "header", "repeated_header", dated)
    money = where(nw.col("absent"), "missing_amount", where(nw.col("exact").is_null(), "unreadable_amount", used))
    total = where((kind == "missing") | (kind == "unreadable"), "total_row", used)
    named = nw.when(nw.col("id_rank") != PERHAPS_TOTAL).then("id_rank").otherwise(total)
    state = where(nw.col("dropped"), "rule", where(nw.col("came_back"), "returned", used))
    # nearly every line is used: one test of all is quicker than each of its own
    whole = (nw.col("id_rank") == USED) & (kind == "ok") & ~nw.col("exact").is_null() & ~nw.col("absent")
    fair = whole & ~nw.col("dropped") & ~nw.col("came_back") & day.is_between(first, min(today, end) if end else today)
    return rows.with_columns(rank=nw.when(fair).then(used).otherwise(nw.min_horizontal(money, dated, named, state)))


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
