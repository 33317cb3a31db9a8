"""Sums over years, months or weeks instead of sales: every row lies on the first of one, or on one day of the week."""

from __future__ import annotations

import datetime as dt

from analysis.intake.places import Label
from analysis.intake.say.grain import LIMITS
from analysis.intake.workspace import Workspace

FEWEST_PERIODS = 4
FEWEST_WEEKS = 8
FEWEST_YEARS = 2
FEWEST_ROWS = 20
ONCE = 0.98  # of the customers' periods have one row only: a sum, no list of sales


def grain_of(bench: Workspace, rows: int, days: list[dt.date]) -> str | None:
    """Return "year", "month" or "week" where each row sums up such a period of a customer; None for single sales."""
    if rows < FEWEST_ROWS:
        return None
    if {(day.month, day.day) for day in days} in ({(1, 1)}, {(12, 31)}):
        return "year" if len(days) >= FEWEST_YEARS and _once(bench, rows) else None
    monthly = all(day.day == 1 for day in days) or all((day + dt.timedelta(1)).day == 1 for day in days)
    if monthly and len(days) >= FEWEST_PERIODS and _once(bench, rows):
        return "month"
    if {day.isoweekday() for day in days} in ({1}, {7}) and len(days) >= FEWEST_WEEKS and _once(bench, rows):
        return "week"
    return None


def _once(bench: Workspace, rows: int) -> bool:
    return bool(bench.row("SELECT count(*) FROM days")[0] >= ONCE * rows)


def say_grain(bench: Workspace, grain: str | None, rows: int, days: list[dt.date]) -> None:
    """Say that the rows are sums of months or weeks, and what cannot be said of them."""
    if grain is not None:
        bench.warn(f"sums_of_{grain}s", rows, days=len(days), first=days[0])


def say_limits(bench: Workspace, parts: list[tuple[Label, int]]) -> None:
    """Say which files hold exactly as many rows as a known program exports at most."""
    for label, rows in parts:
        if rows in LIMITS:
            bench.warn("row_limit", rows, file=label)
