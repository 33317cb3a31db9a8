"""Whether rows are single sales and all of them are there: sums of months or weeks, row limits, endings, encodings."""

from __future__ import annotations

from analysis.display.language import joined, later, sentence
from analysis.intake.say.values import Say, Values, percent, printed, says

LIMITS = {
    1_000: later("queries of many databases and dashboards"),
    2_000: later("Salesforce, Metabase"),
    5_000: later("Google Analytics, Lightdash, SharePoint"),
    10_000: later("Elasticsearch, Metabase, Shopify"),
    50_000: later("Salesforce, Google Ads"),
    65_535: later("Excel 97, with a header"),
    65_536: later("Excel 97"),
    100_000: later("Looker, BigQuery, Tableau"),
    1_048_575: later("Excel, with a header"),
    1_048_576: later("Excel"),
}
"""Rows -> where exports end with so many; without a header, or with it."""


def _closed() -> str:
    return sentence(
        "How often and at which intervals customers buy is hidden in them, so the chapters value and churn are closed; "
        "concentration is not touched. Export the single transactions."
    )


def _months(f: Values) -> str:
    return joined(
        sentence(
            "All {rows} rows lie on the first (or the last) day of a month ({days} different days, from {first}), one "
            "per customer and month: they are sums of months, not single sales.",
            **printed(f),
        ),
        _closed(),
    )


def _years(f: Values) -> str:
    return joined(
        sentence(
            "All {rows} rows lie on the first (or the last) day of a year ({days} different days, from {first}), one "
            "per customer and year: they are sums of years, not single sales.",
            **printed(f),
        ),
        _closed(),
    )


def _weeks(f: Values) -> str:
    return joined(
        sentence(
            "All {rows} rows lie on the same day of the week ({days} different days, from {first}), one per customer "
            "and week: they are sums of weeks, not single sales.",
            **printed(f),
        ),
        _closed(),
    )


def _limit(f: Values) -> str:
    return sentence(
        "{file}: exactly {rows} rows were read, which is the limit of many exports ({who}): the file may be cut "
        "off there and not be complete. Compare it with the source's own count, or state control_totals.",
        **printed(f, who=sentence(LIMITS[f["rows"]])),
    )


def _deposits(f: Values) -> str:
    said = printed(f, share=percent(f["share"]))
    what = sentence(
        "{file}: {rows} rows with {amount} are each {share} of a later row of the same customer, to the cent, as "
        "deposits are of a final invoice.",
        **said,
    )
    if f["word"]:
        return joined(
            what,
            sentence(
                "If the final invoice holds the whole, they count twice: all have '{word}' in column '{column}'; name "
                "it as kind and let the source drop '{word}'.",
                **said,
            ),
        )
    return joined(
        what, sentence("If the final invoice holds the whole, they count twice: export them apart, or not at all.")
    )


SENTENCES: dict[str, Say] = {
    "sums_of_months": _months,
    "sums_of_weeks": _weeks,
    "sums_of_years": _years,
    "row_limit": _limit,
    "cut_off": says(
        "{file}: the file ends inside its last line ('{line}'), without a line end: it was cut off, and what "
        "followed is missing. Export or copy it again, and compare the number of rows."
    ),
    "encodings_mixed": says(
        "{file}: two encodings in one file: {rows} lines are UTF-8 (the first is line {first}), {other} others "
        "are not. All were read as {encoding}, so names in the UTF-8 lines are garbled, and one customer may "
        "count as two. Export the parts again in one encoding, or give each as a source of its own."
    ),
    "prepaid": says(
        "{file}: {rows} rows with {amount} sell vouchers, top-ups or deposits (column '{column}': {words}): money that "
        "is spent or given back later, and would count twice. Leave them out (kind: drop) unless they count as sales."
    ),
    "deposits_in_wholes": _deposits,
    "instalments": says(
        "{file}: {rows} rows with {amount} are instalments (column '{column}', up to {most} for one contract): each "
        "counts as a purchase of its day. Export the contracts, or name them under subscriptions."
    ),
    "units_mixed": says(
        "{file}: column '{column}' says that quantities are in '{small}' ({rows} rows) and in '{large}', but the "
        "prices do not differ as these units do (median {low} and {high}): quantity times price is wrong for one of "
        "them. Name the column of the line's amount, or convert the quantities."
    ),
}
