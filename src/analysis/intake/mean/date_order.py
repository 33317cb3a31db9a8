"""Which of three numbers is the day, and how the parts of a date become a day and a time."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import data_error
from analysis.intake.mean.words import sql_list
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace

FEW = 0.01  # of the values may contradict the others
MONTHS = [
    "jan january januar janvier enero gennaio januari ene gen janv",
    "feb february februar février febrero febbraio februari fev fevr févr fevrier",
    "mar march märz mars marzo maart mrz maerz mär mrt marz",
    "apr april avril abril aprile avr abr",
    "may mai mayo maggio mei mag maj",
    "jun june juni juin junio giugno giu",
    "jul july juli juillet julio luglio lug juil",
    "aug august août agosto augustus aou ago aout",
    "sep september septembre septiembre settembre sept set",
    "oct october oktober octobre octubre ottobre okt ott",
    "nov november novembre noviembre",
    "dec december dezember décembre diciembre dicembre dez dic déc decembre",
]


def day_of(order: str, bench: Workspace) -> str:
    """Return SQL that puts the parts a, b, c together as a day; NULL if there is no such day."""
    letter = dict(zip(order.lower(), "abc", strict=True))
    year = f"p.{letter['y']}"
    pivot = (bench.today.year + 20) % 100
    year = (
        f"CASE WHEN length({year}) = 2 THEN CASE WHEN {year}::INTEGER > {pivot} THEN '19' ELSE '20' END || {year} "
        f"ELSE {year} END"
    )
    if "n" in letter:
        cases = " ".join(
            f"WHEN lower(p.{letter['n']}) IN {sql_list(tuple(names.split()))} THEN '{k}'"
            for k, names in enumerate(MONTHS, 1)
        )
        month = f"CASE {cases} END"
    else:
        month = f"p.{letter['m']}"
    return f"try_cast({year} || '-' || {month} || '-' || p.{letter['d']} AS TIMESTAMP)"


def clock_of() -> str:
    """Return SQL for the time of day as an interval; NULL if there is no such time."""
    hour = "coalesce(try_cast(p.h AS INTEGER), 0)"
    later = "(lower(left(p.ap, 1)) = 'p' OR p.half IN ('下午', '晚上', '午後', '오후', 'PM'))"
    twelve = "(p.ap <> '' OR p.half <> '')"
    full = (
        f"CASE WHEN {later} AND {hour} < 12 THEN {hour} + 12 "
        f"WHEN {twelve} AND NOT {later} AND {hour} = 12 AND p.half <> '中午' THEN 0 ELSE {hour} END"
    )
    return (
        f"CASE WHEN {hour} <= 23 AND coalesce(try_cast(p.mi AS INTEGER), 0) <= 59 "
        f"AND coalesce(try_cast(p.s AS INTEGER), 0) <= 60 THEN to_seconds(3600 * ({full}) "
        f"+ 60 * coalesce(try_cast(p.mi AS INTEGER), 0) + coalesce(try_cast(p.s AS INTEGER), 0)) END"
    )


def order_of_parts(bench: Workspace, label: Label, order: str) -> tuple[str, str]:
    """Return which of three numbers is the day: what exceeds 12 is no month."""
    first, second, total, example, dots, a, b, c = bench.row(
        "SELECT coalesce(sum(n) FILTER (p.a::INT > 12 AND p.b::INT <= 12), 0), "
        "coalesce(sum(n) FILTER (p.b::INT > 12 AND p.a::INT <= 12), 0), sum(n), arg_min(t, at_row), "
        "bool_and(regexp_matches(t, '^\\d+\\.\\d+\\.')), "
        "count(DISTINCT p.a), count(DISTINCT p.b), count(DISTINCT p.c) FROM parts WHERE p IS NOT NULL"
    )
    if order == "abc":
        bench.warn(
            "date_two_digit_year",
            file=label,
            example=example,
            first_year=bench.today.year - 79,
            last_year=bench.today.year + 20,
        )
        first_year, last_year = _where_the_year_is(bench, a, c)
        if first_year and not last_year:
            return "ymd", "two-digit year first"
        if first_year and not dots:
            raise data_error(
                "{file}: the date format is ambiguous: in '{example}' the year may stand first or last; set "
                "date_format, for example '%d/%m/%y' or '%y/%m/%d'.",
                file=label,
                example=example,
            )
    year = "%y" if order == "abc" else "%Y"
    if first and second and min(first, second) > FEW * (first + second):
        raise data_error(
            "{file}: dates are mixed: {first} can only be day first (dd/mm), {second} only month first (mm/dd); "
            "the date format changes within the column. Export dates as 2026-12-31.",
            file=label,
            first=count(first),
            second=count(second),
        )
    if not first and not second:
        if dots:
            bench.warn("date_day_first", file=label, example=example, other_format=f"%m.%d.{year}")
            return "dmy", "day first"
        raise data_error(
            "{file}: the date format is ambiguous: '{example}' may be day first (dd/mm) or month first (mm/dd), "
            "and no value of {total} is above 12 to tell; set date_format to '%d/%m/{year}' or '%m/%d/{year}'.",
            file=label,
            example=example,
            total=count(total),
            year=year,
        )
    return ("dmy", "day first") if first >= second else ("mdy", "month first")


def _where_the_year_is(bench: Workspace, first_values: int, last_values: int) -> tuple[bool, bool]:
    """Return whether a two-digit year may stand first, and whether it may stand last.

    What exceeds 31 is no day; a year later than today is none; and years take fewer values than days.
    """
    now = bench.today.year % 100
    first_is_no_day, last_is_no_day, first_is_late, last_is_late = bench.row(
        "SELECT bool_or(p.a::INT NOT BETWEEN 1 AND 31), bool_or(p.c::INT NOT BETWEEN 1 AND 31), "
        f"bool_or(p.a::INT BETWEEN {now + 1} AND 31), bool_or(p.c::INT BETWEEN {now + 1} AND 31) FROM parts "
        "WHERE p IS NOT NULL"
    )
    if first_is_no_day or last_is_no_day:
        return bool(first_is_no_day), bool(last_is_no_day)
    if first_is_late != last_is_late:
        return bool(last_is_late), bool(first_is_late)
    return first_values <= last_values, last_values <= first_values
