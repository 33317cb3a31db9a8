"""Years of other calendars: Buddhist and Minguo years are counted from elsewhere, others have other months too."""

from __future__ import annotations

from analysis.display.language import data_error
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace, literal

BUDDHIST, MINGUO = 543, 1911
FIRST_BUDDHIST = 2440
NEARLY_ALL = 0.95
FIRST_TEXTS = 1_000
MOON_AND_PERSIA = (1200, 1500)
AHEAD = 40  # years, before all dates are taken for those of a calendar that counts ahead
LONG_AGO = 45  # years, before two-digit years are doubted
IN_THAI = r"^(.*?)\b(2[45]\d\d)\b(.*)$"
IN_MINGUO = r"^(?:民國|民国|中華民國)?\s*(\d{2,3})(\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:[ T].*)?)$"
COMPACT = r"^(1\d\d)((?:0[1-9]|1[0-2])[0-3]\d)$"


def to_gregorian(bench: Workspace, table: str, label: Label) -> None:
    """Rewrite the years of texts ``t`` without a kind where nearly all are Buddhist or Minguo ones, and say so."""
    now = bench.today.year
    any_of = "|".join(f"(?:{pattern})" for pattern in (IN_THAI, IN_MINGUO, COMPACT))
    first = f"(SELECT t FROM {table} WHERE kind IS NULL LIMIT {FIRST_TEXTS})"
    if not bench.row(f"SELECT bool_or(regexp_matches(t, {literal(any_of)})) FROM {first}")[0]:
        return
    ways = (
        ("buddhist", IN_THAI, 2, "\\1{y}\\3", -BUDDHIST, FIRST_BUDDHIST, now + BUDDHIST),
        ("minguo", IN_MINGUO, 1, "{y}\\2", MINGUO, 80, now - MINGUO),
        ("minguo", COMPACT, 1, "{y}\\2", MINGUO, 100, now - MINGUO),
    )
    for calendar, pattern, group, instead, shift, least, most in ways:
        year = f"try_cast(regexp_extract(t, {literal(pattern)}, {group}) AS INTEGER)"
        every, there, largest, example = bench.row(
            f"SELECT sum(n), sum(n) FILTER ({year} BETWEEN {least} AND {most}), max({year}), "
            f"arg_min(t, at_row) FILTER ({year} IS NOT NULL) FROM {table} WHERE kind IS NULL"
        )
        if not there or there < NEARLY_ALL * every or (calendar == "minguo" and largest < 100):
            continue
        behind, before = instead.split("{y}")[::-1]
        back = [
            f"regexp_replace(t, {literal(pattern)}, {literal(part)})" if part else "''" for part in (before, behind)
        ]
        bench.con.execute(
            f"UPDATE {table} SET t = {back[0]} || ({year} + {shift})::VARCHAR || {back[1]} "
            f"WHERE kind IS NULL AND {year} BETWEEN {least} AND {most}"
        )
        bench.warn(f"date_{calendar}", int(there), file=label, example=example)
        return


def refuse_other_calendar(bench: Workspace, label: Label, first: int | None, last: int | None, example: str) -> None:
    """Refuse dates whose years belong to a calendar with months of its own: Persian, Islamic, Nepalese.

    Raises
    ------
    DataError
        With the first and the last year.
    """
    if first is None or last is None:
        return
    low, high = MOON_AND_PERSIA
    if (low <= first and last <= high) or first > bench.today.year + AHEAD:
        raise data_error(
            "{file}: the dates (as '{example}') lie in the years {first} to {last}: another calendar (Persian, "
            "Islamic, Nepalese …), whose months begin on other days. Export them as days of the Gregorian "
            "calendar, as 2026-12-31.",
            file=label,
            example=example,
            first=first,
            last=last,
        )


def refuse_long_ago(bench: Workspace, label: Label, last: int, example: str) -> None:
    """Refuse two-digit years that are all long ago: 67 is 1967, or the Buddhist year 2567.

    Raises
    ------
    DataError
        With an example and both readings.
    """
    if last < bench.today.year - LONG_AGO:
        raise data_error(
            "{file}: years have two digits (as '{example}') and all of them would lie before {last}: perhaps "
            "Buddhist years (2567 is 2024). Export dates with four-digit years.",
            file=label,
            example=example,
            last=last + 1,
        )
