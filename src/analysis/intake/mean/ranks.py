"""Why a line is left out, in SQL: of several reasons the first counts."""

from __future__ import annotations

import datetime as dt

from analysis.intake.mean.dates import Dates
from analysis.intake.rules.reasons import PERHAPS_TOTAL, USED, rank_of


def rank_of_line(dates: Dates, today: dt.date, end: dt.date | None) -> str:
    """Return SQL for the rank of a line: the first of the reasons of its amount, its date and its id.

    It stays SQL: one long condition of every line, which took 4 % of a check longer as an expression.
    """
    late = f"WHEN day > DATE '{end}' THEN {rank_of('after_observation_end')} " if end else ""
    dated = (
        f"CASE WHEN kind = 'header' THEN {rank_of('repeated_header')} WHEN kind = 'total' THEN {rank_of('total_row')} "
        f"WHEN kind = 'missing' THEN {rank_of('missing_date')} "
        f"WHEN kind = 'unreadable' THEN {rank_of('unreadable_date')} "
        f"WHEN day < DATE '{first_plausible(dates)}' THEN {rank_of('date_placeholder')} "
        f"WHEN day > DATE '{today}' THEN {rank_of('date_future')} {late}ELSE {USED} END"
    )
    last = min(today, end) if end else today
    return (  # nearly every line is used: one test of all is quicker than each of its own
        f"CASE WHEN id_rank = {USED} AND kind = 'ok' AND exact IS NOT NULL AND NOT absent AND NOT dropped AND NOT "
        f"came_back AND day BETWEEN DATE '{first_plausible(dates)}' AND DATE '{last}' THEN {USED} ELSE "
        f"least(CASE WHEN absent THEN {rank_of('missing_amount')} "
        f"WHEN exact IS NULL THEN {rank_of('unreadable_amount')} "
        f"ELSE {USED} END, {dated}, CASE WHEN id_rank <> {PERHAPS_TOTAL} THEN id_rank WHEN kind IN "
        f"('missing', 'unreadable') THEN {rank_of('total_row')} ELSE {USED} END, "
        f"CASE WHEN dropped THEN {rank_of('rule')} WHEN came_back THEN {rank_of('returned')} ELSE {USED} END) END"
    )


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
