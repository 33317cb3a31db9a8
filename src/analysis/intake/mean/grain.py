"""Sums over months or weeks instead of sales: every row lies on the first of a month, or on one day of the week."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import joined, sentence
from analysis.intake.workspace import Workspace

FEWEST_PERIODS = 4
FEWEST_WEEKS = 8
FEWEST_ROWS = 20
ONCE = 0.98  # of the customers' periods have one row only: a sum, no list of sales
LIMITS = {
    1_000: "queries of many databases and dashboards",
    2_000: "Salesforce, Metabase",
    5_000: "Google Analytics, Lightdash, SharePoint",
    10_000: "Elasticsearch, Metabase, Shopify",
    50_000: "Salesforce, Google Ads",
    65_535: "Excel 97, with a header",
    65_536: "Excel 97",
    100_000: "Looker, BigQuery, Tableau",
    1_048_575: "Excel, with a header",
    1_048_576: "Excel",
}
"""Rows -> where exports end with so many; without a header, or with it."""


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
    if grain == "month":
        begun = sentence(
            "All {rows} rows lie on the first (or the last) day of a month ({days} different days, from {first}), "
            "one per customer and "
            "month: they are sums of months, not single sales.",
            rows=count(rows), days=count(days), first=first,
        )  # fmt: skip
    else:
        begun = sentence(
            "All {rows} rows lie on the same day of the week ({days} different days, from {first}), one per "
            "customer and week: they "
            "are sums of weeks, not single sales.",
            rows=count(rows), days=count(days), first=first,
        )  # fmt: skip
    told = sentence(
        "How often and at which intervals customers buy is hidden in them, so the chapters value and churn are "
        "closed; concentration is "
        "not touched. Export the single transactions."
    )
    bench.warn(f"sums_of_{grain}s", joined(begun, told), rows)


def say_limits(bench: Workspace, parts: list[tuple[str, int]]) -> None:
    """Say which files hold exactly as many rows as a known program exports at most."""
    for label, rows in parts:
        limit = LIMITS.get(rows)
        if limit:
            message = joined(
                sentence(
                    "{file}: exactly {rows} rows were read, which is the limit of many exports ({who}): the file "
                    "may be cut off there and "
                    "not be complete.",
                    file=label, rows=count(rows), who=limit,
                ),
                sentence("Compare it with the source's own count, or state control_totals."),
            )  # fmt: skip
            bench.warn("row_limit", message, rows)
