"""Sums over months or weeks instead of sales: every row lies on the first of a month, or on one day of the week."""

from __future__ import annotations

from analysis.intake.places import Label
from analysis.intake.say.grain import LIMITS
from analysis.intake.workspace import Workspace

FEWEST_PERIODS = 4
FEWEST_WEEKS = 8
FEWEST_ROWS = 20
ONCE = 0.98  # of the customers' periods have one row only: a sum, no list of sales


def grain_of(bench: Workspace) -> str | None:
    """Return "month" or "week" where each row sums up such a period of a customer; None for single sales."""
    rows, days, months, weeks, firsts, lasts, weekdays, weekday = bench.row(
        "SELECT sum(n)::BIGINT, count(DISTINCT day), count(DISTINCT date_trunc('month', day)), count(DISTINCT "
        "date_trunc('week', day)), "
        "count(DISTINCT day) FILTER (day = date_trunc('month', day)), count(DISTINCT day) FILTER (day = "
        "last_day(day)), "
        "count(DISTINCT isodow(day)), min(isodow(day)) FROM tally WHERE reason IS NULL"
    )
    if not rows or rows < FEWEST_ROWS:
        return None
    if days in (firsts, lasts) and months >= FEWEST_PERIODS and _once(bench):
        return "month"
    if weekdays == 1 and weekday in (1, 7) and weeks >= FEWEST_WEEKS and _once(bench):
        return "week"
    return None


def _once(bench: Workspace) -> bool:
    rows, days = bench.row("SELECT coalesce(sum(n), 0), count(*) FROM days")
    return bool(days >= ONCE * rows)


def say_grain(bench: Workspace, grain: str | None) -> None:
    """Say that the rows are sums of months or weeks, and what cannot be said of them."""
    if grain is None:
        return
    rows, days, first = bench.row(
        "SELECT sum(n)::BIGINT, count(DISTINCT day), min(day) FROM tally WHERE reason IS NULL"
    )
    bench.warn(f"sums_of_{grain}s", rows, days=days, first=first)


def say_limits(bench: Workspace, parts: list[tuple[Label, int]]) -> None:
    """Say which files hold exactly as many rows as a known program exports at most."""
    for label, rows in parts:
        if rows in LIMITS:
            bench.warn("row_limit", rows, file=label)
