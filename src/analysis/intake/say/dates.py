"""How the days were found to be written, where that may be doubted."""

from __future__ import annotations

from analysis.display.language import sentence
from analysis.intake.say.values import Say, Values, printed, says


def _time_zone(f: Values) -> str:
    if f["utc"]:
        return sentence(
            "{file}: {dates} dates carry a time zone (as '{example}'); the local day as written is kept, in UTC for "
            "some; set timezone if the business is elsewhere.",
            **printed(f),
        )
    return sentence(
        "{file}: {dates} dates carry a time zone (as '{example}'); the local day as written is kept; set timezone to "
        "convert.",
        **printed(f),
    )


SENTENCES: dict[str, Say] = {
    "date_two_digit_year": lambda f: sentence(
        "{file}: years have two digits (date format as in '{example}'); they were read as the years {first_year} to "
        "{last_year}.",
        **printed(f, first_year=f["first_year"], last_year=f["last_year"]),
    ),
    "date_day_first": says(
        "{file}: no date tells day from month (as '{example}'); with dots they were read day first. Set date_format "
        "to '{other_format}' if that is wrong."
    ),
    "date_iso_week": says("{file}: dates are written as ISO weeks with a day (2022-W05-3) and were converted."),
    "date_serial": says(
        "{file}: dates are Excel serial numbers (such as {example}) and were counted from {counted_from}; check the "
        "first and last day."
    ),
    "date_unix": says("{file}: dates are Unix times and were read as UTC; check the first and last day."),
    "date_buddhist": says(
        "{file}: the years are Buddhist (as '{example}'); 543 were taken off. Check the first and last day."
    ),
    "date_minguo": says(
        "{file}: the years count from 1911, as in Taiwan (as '{example}'); 1911 were added. Check the first and last "
        "day."
    ),
    "date_time_zone": _time_zone,
}
