"""Why a line is left out, in SQL: of several reasons the first counts."""

from __future__ import annotations

import datetime as dt

from analysis.intake.mean.dates import Dates

REASONS = (
    "repeated_header", "total_row", "balance_row", "second_table", "rule", "returned", "missing_date",
    "unreadable_date", "missing_amount", "unreadable_amount", "date_placeholder", "date_future",
    "after_observation_end", "missing_customer_id", "placeholder_customer_id", "overlap",
)  # fmt: skip
"""Why a line is left out; where several reasons hold, the first counts."""
USED = 99  # the rank of a line without a reason; the others have the place of their reason, from 1
PERHAPS_TOTAL = 98


def _rank(reason: str) -> int:
    return REASONS.index(reason) + 1


def rank_of_line(dates: Dates, today: dt.date, end: dt.date | None) -> str:
    """Return SQL for the rank of a line: the first of the reasons of its amount, its date and its id."""
    late = f"WHEN day > DATE '{end}' THEN {_rank('after_observation_end')} " if end else ""
    dated = (
        f"CASE WHEN kind = 'header' THEN {_rank('repeated_header')} WHEN kind = 'total' THEN {_rank('total_row')} "
        f"WHEN kind = 'missing' THEN {_rank('missing_date')} WHEN kind = 'unreadable' THEN {_rank('unreadable_date')} "
        f"WHEN day < DATE '{_first_plausible(dates)}' THEN {_rank('date_placeholder')} "
        f"WHEN day > DATE '{today}' THEN {_rank('date_future')} {late}ELSE {USED} END"
    )
    last = min(today, end) if end else today
    return (  # nearly every line is used: one test of all is quicker than each of its own
        f"CASE WHEN id_rank = {USED} AND kind = 'ok' AND exact IS NOT NULL AND NOT absent AND NOT dropped AND NOT "
        f"came_back AND day BETWEEN DATE '{_first_plausible(dates)}' AND DATE '{last}' THEN {USED} ELSE "
        f"least(CASE WHEN absent THEN {_rank('missing_amount')} WHEN exact IS NULL THEN {_rank('unreadable_amount')} "
        f"ELSE {USED} END, {dated}, CASE WHEN id_rank <> {PERHAPS_TOTAL} THEN id_rank WHEN kind IN "
        f"('missing', 'unreadable') THEN {_rank('total_row')} ELSE {USED} END, "
        f"CASE WHEN dropped THEN {_rank('rule')} WHEN came_back THEN {_rank('returned')} ELSE {USED} END) END"
    )


def ranked_customers(source: int) -> str:
    """Return SQL for the number of the customer and the rank of its reason, by the text of the id, in a source."""
    kinds = {
        "header": _rank("repeated_header"),
        "total": _rank("total_row"),
        "carried": _rank("balance_row"),
        "maybe_total": PERHAPS_TOTAL,
        "missing": _rank("missing_customer_id"),
        "placeholder": _rank("placeholder_customer_id"),
    }
    cases = " ".join(f"WHEN '{kind}' THEN {rank}" for kind, rank in kinds.items())
    return (
        f"(SELECT v, customer, CASE kind {cases} ELSE {USED} END::UTINYINT AS rank "
        f"FROM numbered WHERE source = {source})"
    )


def _first_plausible(dates: Dates) -> dt.date:
    """Return the first day that is no system's word for "no date": 1900-01-01, and a lonely 1970-01-01."""
    others = dates.earliest
    if others and others.date() > dt.date(1975, 1, 1):
        return dt.date(1970, 1, 2)
    return dt.date(1901, 1, 2)
