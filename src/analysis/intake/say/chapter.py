"""Sentences on what was read, used and left out, and on the client's books."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.display.days import month
from analysis.display.formats import compact_money, count
from analysis.display.language import joined, later, sentence, sentences

TITLES = {
    "concentration": later("Concentration"),
    "value": later("Value"),
    "forecast": later("Forecast"),
    "churn": later("Churn"),
}
"""Chapters that the data may close."""


def books(totals: Sequence[Any]) -> str:
    """Say how many of the stated totals the rows explain."""
    n, agree = len(totals), sum(total.difference == 0 for total in totals)
    if agree == n:
        return sentences(
            n,
            "**The control total agrees** with the client's books to the cent.",
            "**All {n} control totals agree** with the client's books to the cent.",
        )
    return sentences(
        n - agree,
        "**{off} of {n} control totals** differs from the client's books.",
        "**{off} of {n} control totals** differ from the client's books.",
        off=count(n - agree),
        n=count(n),
    )


def months(months: Any, currency: str | None) -> str:
    """Return the title of the revenue by month; a month without any revenue is told as such."""
    if months.least == 0:
        return sentence(
            "Revenue by month reaches {most} ({then}), and some months hold none, such as {when}",
            when=month(months.least_month),
            most=compact_money(months.most, currency),
            then=month(months.most_month),
        )
    if months.earlier is not None and months.later is not None:
        return sentence(
            "A month brought {earlier} on average in the first {n} months and {later} in the last {n}; "
            "most in {then}: {most}",
            earlier=compact_money(months.earlier, currency),
            later=compact_money(months.later, currency),
            n=count(months.half),
            most=compact_money(months.most, currency),
            then=month(months.most_month),
        )
    return sentence(
        "Revenue by month runs from {least} ({when}) to {most} ({then})",
        least=compact_money(months.least, currency),
        when=month(months.least_month),
        most=compact_money(months.most, currency),
        then=month(months.most_month),
    )


def books_note() -> str:
    """Say how the columns of the books add up."""
    return joined(
        sentence(
            "Books = used + sales left out (without a customer, or after the observation end) + rounding + unexplained."
        ),
        sentence("Both days are included; “–”: from the first day, or up to the last."),
    )


def noticed(level: str, message: str) -> str:
    """Return what was noticed, with its level."""
    if level == "warning":
        return sentence("**Warning.** {message}", message=message)
    return sentence("**Info.** {message}", message=message)


INPUTS = {
    "name": later("name"),
    "sha256": later("SHA-256 (first 12)"),
    "rows": later("rows"),
    "encoding": later("encoding"),
    "delimiter": later("delimiter"),
    "decimal": later("decimal"),
    "date_format": later("date format"),
    "header_row": later("header row"),
    "sheet": later("sheet"),
    "table": later("table"),
    "query": later("query"),
    "columns": later("columns"),
}


def input_label(name: str) -> str:
    """Return what a column of the table of inputs is called."""
    return sentence(INPUTS[name]) if name in INPUTS else name.replace("_", " ")
