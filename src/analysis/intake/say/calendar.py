"""What was noticed about the calendar: gaps, unfinished ends, the left edge, and days that are not known."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import sentence, sentences
from analysis.intake.say.values import Say, Values, printed, says

SHOWN = 6


def _left_edge(f: Values) -> str:
    if f["acquired_on"]:
        return sentence(
            "{rows} of {customers} customers are first seen within {days} days of the first row (within which "
            "customers usually buy again): they may be older than the data, history unknown, unless the customers "
            "table says when they were acquired.",
            **printed(f),
        )
    return sentence(
        "{rows} of {customers} customers are first seen within {days} days of the first row (within which customers "
        "usually buy again): they may be older than the data, history unknown.",
        **printed(f),
    )


SENTENCES: dict[str, Say] = {
    "calendar_gap": lambda f: sentences(
        len(f["months"]),
        "There is a gap in the calendar: no rows in {n} month (missing: {months}). Is an export missing? Silence that "
        "did not happen looks like lost customers.",
        "There is a gap in the calendar: no rows in {n} months (missing: {months}). Is an export missing? Silence "
        "that did not happen looks like lost customers.",
        **printed(f, n=count(len(f["months"])), months=", ".join(month[:7] for month in f["months"][:SHOWN])),
    ),
    "isolated_dates": says(
        "There is a gap of {days} days without a row between {before} and {after} ({customer_days_before} customer "
        "days before it): are the dates right, or is an export missing?"
    ),
    "last_month_incomplete": lambda f: sentence(
        "The last month, {month}, is visibly incomplete: {rows} rows up to {end}, where the months before suggest "
        "{expected} (late posting?). Set observation_end to the last complete day.",
        **printed(f, month=f["month"][:7]),
    ),
    "last_month_partial": lambda f: sentence(
        "The last month, {month}, is incomplete: the data end on {end}, {days} days before the end of the month. Do "
        "not compare it with whole months.",
        **printed(f, month=f["end"][:7]),
    ),
    "silence_before_end": says(
        "The last row is {days} days before the observation end {end}: an export that ends early would look like lost "
        "customers. Set observation_end to the last day that the exports cover."
    ),
    "left_edge": _left_edge,
    "one_day": says(
        "All rows fall on one day (the same day, a period of 0 days): nothing can be said about repeat purchases; "
        "check the date column."
    ),
    "no_dates": says(
        "The sources have no dates: each row is taken as one customer, already summarised, and the observation end "
        "{end} stands in for its day."
    ),
}
