"""Surveys, contacts, subscriptions, receivables: rows with a day, several per customer, checked and kept."""

from __future__ import annotations

from analysis.intake.join.tables import Typed
from analysis.intake.workspace import Workspace, name

DAY = {"surveys": "date", "contacts": "date", "subscriptions": "start", "receivables": "invoice"}


def check_records(bench: Workspace, typed: Typed) -> None:
    """Leave out rows without a day or with an end before their start, and say what repeats or overlaps."""
    day = DAY[typed.key]
    _leave_out(bench, typed, f"{name(day)} IS NULL", f"{typed.key}_without_day")
    if "end" in typed.columns:
        _leave_out(bench, typed, '"end" < start', "subscriptions_end_before_start")
    if "paid" in typed.columns:
        _leave_out(bench, typed, "paid < invoice", "receivables_paid_before_invoice")
    if typed.key == "receivables":
        _leave_out(bench, typed, "amount IS NULL", "receivables_without_amount")
    _say_repeats(bench, typed)
    if typed.key == "subscriptions":
        _say_overlaps(bench, typed)


def _leave_out(bench: Workspace, typed: Typed, condition: str, code: str) -> None:
    rows, first, id_ = bench.row(f"SELECT count(*), min(row), arg_min(id, row) FROM {typed.table} WHERE {condition}")
    if rows:
        bench.con.execute(f"DELETE FROM {typed.table} WHERE {condition}")
        bench.warn(code, rows, file=typed.place, first=first + 1, customer=id_)


def _say_repeats(bench: Workspace, typed: Typed) -> None:
    rows, first = bench.row(
        f"SELECT coalesce(sum(n - 1), 0), min(id) FROM (SELECT id, count(*) AS n FROM {typed.table} "
        f"GROUP BY id, {', '.join(name(column) for column in typed.columns)} HAVING count(*) > 1)"
    )
    if rows:
        bench.warn(f"{typed.key}_duplicates", rows, file=typed.place, first=first)


def _say_overlaps(bench: Workspace, typed: Typed) -> None:
    """Say whose periods overlap; a new one may begin on the day on which the last ends."""
    end = '"end"' if "end" in typed.columns else "NULL::DATE"
    rows, customers, first = bench.row(
        f"SELECT count(*), count(DISTINCT id), min(id) FROM (SELECT id, start, max(coalesce({end}, DATE '9999-12-31')) "
        f"OVER (PARTITION BY id ORDER BY start, {end} NULLS LAST, row "
        f"ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until FROM {typed.table}) WHERE start < until"
    )
    if rows:
        bench.warn("subscriptions_overlap", rows, file=typed.place, customers=customers, first=first)
