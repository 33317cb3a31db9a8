"""One date format per column: recognised by its shape, decided by its values, never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from analysis.client.parameters import Source
from analysis.display.formats import count
from analysis.display.language import data_error, sentence
from analysis.intake.mean.amounts import repeat
from analysis.intake.mean.calendar_words import speak
from analysis.intake.mean.date_order import clock_of, day_of, order_of_parts
from analysis.intake.mean.date_shapes import FAMILIES, TIMELESS, WEEKDAY, plain_moment
from analysis.intake.mean.other_calendars import (
    BUDDHIST,
    FIRST_BUDDHIST,
    refuse_long_ago,
    refuse_other_calendar,
    to_gregorian,
)
from analysis.intake.mean.time_zones import check_zone, say_zones
from analysis.intake.mean.words import EXCEL_ERRORS, MISSING, is_total, sql_list, western
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace, literal

NO_DATE = sql_list(MISSING + EXCEL_ERRORS + ("unknown", "tbd", "open"))
PLAIN = "year first"  # the family of plain ISO texts
FEW = 0.01
SAMPLE = 20_000


@dataclass(frozen=True)
class Dates:
    """How to read a column of dates.

    Attributes
    ----------
    table
        Map from text to kind, moment and zone; with ``plain`` it lacks the plain ISO texts, and is "" if all are.
    plain
        Whether plain ISO texts are read as they stand.
    fractions
        Whether there may be fractions of seconds behind plain texts.
    format
        How dates were found to be written.
    earliest
        First moment from 1970-01-02 on; None if there is none.
    """

    table: str
    plain: bool
    fractions: bool
    format: str
    earliest: dt.datetime | None

    def of(self, text: str, alias: str) -> tuple[str, str, str]:
        """Return SQL for kind (ok, missing, unreadable, total, header) and moment of a text, and the join they need."""
        if not self.table:
            return "'ok'", f"left({text}, 19)::TIMESTAMP" if self.fractions else f"{text}::TIMESTAMP", ""
        join = f"JOIN {self.table} AS {alias} ON {alias}.v = {text}"
        if not self.plain:
            return f"{alias}.kind", f"{alias}.moment", join
        moment = f"CASE WHEN {alias}.kind IS NULL THEN {plain_moment(text)} ELSE {alias}.moment END"
        return f"coalesce({alias}.kind, 'ok')", moment, f"LEFT {join}"


def read_dates(
    bench: Workspace, raw: str, source: Source, label: Label, *, header: str, typed: bool, shift: int
) -> Dates:
    """Find out how the texts in the column ``date`` of a table are to be read.

    Raises
    ------
    DataError
        If the order of day and month cannot be told, if two formats are mixed, if more than 1 % of the values are no
        dates, or if a time zone is stated that does not exist.
    """
    check_zone(bench, source, label)
    table = raw.replace("raw", "dates")
    if source.date_format:
        _collect(bench, raw, table, header)
        written = _stated(bench, table, source.date_format, label, typed)
        say_zones(bench, table, source, label)
        return Dates(table, False, False, written, _earliest(bench, table))
    texts = f"(SELECT DISTINCT date FROM {raw})" if repeat(bench, raw, "date") else raw
    late = "min(moment) FILTER (moment >= DATE '1970-01-02')"
    every, plain, longest, earliest, first, last, example = bench.row(
        f"SELECT count(*), count(moment), coalesce(max(strlen(date)), 0), {late}, year(min(moment)), "
        f"year(max(moment)), min(date) FILTER (moment IS NOT NULL) "
        f"FROM (SELECT date, {plain_moment('date')} AS moment FROM {texts})"
    )
    if first and first >= FIRST_BUDDHIST and last <= bench.today.year + BUDDHIST:
        plain, earliest = 0, None
    elif plain == every:
        refuse_other_calendar(bench, label, first, last, example)
        return Dates("", True, longest > 19, PLAIN, earliest)
    _collect(bench, raw, table, header, f"{plain_moment('date')} IS NULL" if plain else "true")
    to_gregorian(bench, table, label)
    speak(bench, table, label)
    hits = _families(bench, table)
    if plain and set(hits) - {PLAIN}:  # a mixture, perhaps: then all texts have to be weighed
        _collect(bench, raw, table, header)
        speak(bench, table, label)
        plain, earliest, hits = 0, None, _families(bench, table)
    written = _recognised(bench, table, {PLAIN: 0} | hits if plain else hits, label, shift)
    say_zones(bench, table, source, label)
    if not plain:
        span = f"year(min(moment)), year(max(moment)), arg_min(v, at_row) FROM {table} WHERE moment IS NOT NULL"
        refuse_other_calendar(bench, label, *bench.row(f"SELECT {span}"))
    earliest = min(filter(None, (earliest, _earliest(bench, table))), default=None)
    return Dates(table, plain > 0, True, written, earliest)


def _earliest(bench: Workspace, table: str) -> dt.datetime | None:
    first: dt.datetime | None = bench.row(f"SELECT min(moment) FROM {table} WHERE moment >= DATE '1970-01-02'")[0]
    return first


def _collect(bench: Workspace, raw: str, table: str, header: str, which: str = "true") -> None:
    """Create the table of distinct texts (v, t: trimmed, n, at_row) with kind: missing, total, header, or NULL."""
    bench.con.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT *, CASE WHEN {is_total('t')} THEN 'total' "
        f"WHEN {literal(header)} <> '' AND lower(t) = lower({literal(header)}) THEN 'header' "
        f"WHEN lower(t) IN {NO_DATE} OR regexp_full_match(t, '0+([-/. ]0+)*([ T].*)?') THEN 'missing' END AS kind "
        f"FROM (SELECT date AS v, count(*) AS n, min(rowid) AS at_row, "
        f"regexp_replace(ltrim({western('date')}, '`''’'), {literal(WEEKDAY)}, '') AS t FROM {raw} "
        f"WHERE {which} GROUP BY date)"
    )


def _stated(bench: Workspace, table: str, pattern: str, label: Label, typed: bool) -> str:
    moment = f"try_strptime(t, {literal(pattern)})"
    if typed:
        moment = f"coalesce({moment}, try_cast(t AS TIMESTAMP))"
    try:
        _settle(bench, table, f"SELECT *, CASE WHEN kind IS NULL THEN {moment} END AS moment, '' AS zone FROM {table}")
    except Exception as error:  # DuckDB has no narrower class for a format that it does not know
        raise data_error(
            "{file}: date_format '{pattern}' is not a format: {said}.",
            file=label,
            pattern=pattern,
            said=str(error).splitlines()[0],
        ) from None
    total, bad, first = bench.row(
        f"SELECT sum(n), coalesce(sum(n) FILTER (kind = 'unreadable'), 0), arg_min(v, at_row) FILTER "
        f"(kind = 'unreadable') FROM {table} WHERE kind IN ('ok', 'unreadable')"
    )
    if bad and bad > FEW * total:
        raise data_error(
            "{file}: date_format '{pattern}' does not fit {bad} of {total} dates, the first is '{first}'; correct "
            "it, or leave it out to have the format recognised.",
            file=label,
            pattern=pattern,
            bad=count(bad),
            total=count(total),
            first=first,
        )
    return pattern


def _settle(bench: Workspace, table: str, texts: str) -> None:
    """Replace the table by texts with moments: those without a kind are ok, or unreadable if there is no moment."""
    bench.con.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT v, t, n, at_row, zone, moment, coalesce(kind, CASE WHEN moment IS "
        f"NULL THEN 'unreadable' ELSE 'ok' END) AS kind FROM ({texts})"
    )


def _families(bench: Workspace, table: str) -> dict[str, int]:
    """Return how many of a sample of the texts each family fits, without those that fit none."""
    counts = ", ".join(f"count(*) FILTER (regexp_matches(t, {literal(p)}))" for p, _ in FAMILIES.values())
    sample = f"(SELECT t FROM {table} WHERE kind IS NULL ORDER BY hash(v) LIMIT {SAMPLE})"
    hits = zip(FAMILIES, bench.row(f"SELECT {counts} FROM {sample}"), strict=True)
    return {family: found for family, found in hits if found}


def _recognised(bench: Workspace, table: str, hits: dict[str, int], label: Label, shift: int) -> str:
    if not hits:
        open_ = bench.row(f"SELECT count(*) FROM {table} WHERE kind IS NULL")[0]
        _settle(bench, table, f"SELECT *, NULL::TIMESTAMP AS moment, NULL AS zone FROM {table}")
        return "unknown" if open_ else "none"
    family = max(hits, key=lambda name: hits[name])
    pattern, order = FAMILIES[family]
    others = {name: found for name, found in hits.items() if name != family}
    if others and max(others.values()) > FEW * sum(hits.values()):
        _refuse_mixture(bench, table, label, family, max(others, key=lambda name: others[name]))
    groups = "['a','b','c']" if order in TIMELESS else "['a','b','c','half','h','mi','s','ap','z']"
    bench.con.execute(
        f"CREATE OR REPLACE TABLE parts AS SELECT *, CASE WHEN kind IS NULL AND regexp_matches(t, {literal(pattern)}) "
        f"THEN regexp_extract(t, {literal(pattern)}, {groups}) END AS p FROM {table}"
    )
    first, short = "SELECT arg_min(t, at_row) FROM parts WHERE p IS NOT NULL", False
    if order == "no day":
        raise data_error(
            "{file}: the dates name a {period} but no day (date format as in '{example}'); purchases need days. Export "
            "the day of each transaction.",
            file=label,
            period=sentence(family),
            example=bench.row(first)[0],
        )
    if order == "week":
        day = "try_cast(strptime(p.a || ' ' || p.b || ' ' || p.c, '%G %V %u') AS TIMESTAMP)"
        bench.warn("date_iso_week", file=label)
    elif order == "serial":
        day = f"DATE '1899-12-30' + INTERVAL (try_cast(p.a AS INTEGER) + {shift}) DAY"
        bench.warn(
            "date_serial",
            file=label,
            example=bench.row(first)[0],
            counted_from="1904-01-01" if shift else "1899-12-30",
        )
    elif order == "unix":
        day = "epoch_ms(try_cast(p.a AS BIGINT)" + ("" if "ms" in family else " * 1000") + ")"
        bench.warn("date_unix", file=label)
    else:
        short = order == "abc"
        if order in {"abY", "abc"}:
            order, family = order_of_parts(bench, label, order)
        day = f"{day_of(order, bench)} + {clock_of()}"
    zone = "''" if order in TIMELESS else "p.z"
    _settle(bench, table, f"SELECT *, CASE WHEN p IS NOT NULL THEN {day} END AS moment, {zone} AS zone FROM parts")
    if short and (latest := bench.row(f"SELECT year(max(moment)) FROM {table}")[0]):
        refuse_long_ago(bench, label, latest, bench.row(first)[0])
    bench.con.execute("DROP TABLE parts")
    return family


def _refuse_mixture(bench: Workspace, table: str, label: Label, family: str, other: str) -> None:
    examples = [
        bench.row(
            f"SELECT arg_min(t, at_row), sum(n) FROM {table} WHERE kind IS NULL AND regexp_matches(t, "
            f"{literal(FAMILIES[name][0])})"
        )
        for name in (family, other)
    ]
    (one, rows), (two, other_rows) = examples
    raise data_error(
        "{file}: two date formats are mixed in one column: '{one}' ({family}, {rows} rows) and '{two}' ({other}, "
        "{other_rows} rows). Programs that swap day and month leave such a mixture; export dates as 2026-12-31, or "
        "read the two parts as two sources.",
        file=label,
        one=one,
        family=sentence(family),
        rows=count(rows),
        two=two,
        other=sentence(other),
        other_rows=count(other_rows),
    )
