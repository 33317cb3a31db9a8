"""One date format per column: recognised by its shape, decided by its values, never guessed."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.intake.date_order import clock_of, day_of, order_of_parts
from analysis.intake.words import EXCEL_ERRORS, MISSING, TOTALS, sql_list, trimmed
from analysis.intake.workspace import Workspace, literal
from analysis.schema import DataError
from analysis.settings import Source

TIME = (
    r"(?:[ T,]*(?:(上午|下午|凌晨|早上|中午|晚上)\s*)?(\d{1,2})[:.时點点h](\d{1,2})"
    r"(?:[:.分](\d{1,2})(?:[.,]\d+)?)?[分秒]?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?(?:\[[A-Za-z/_]+\])?)?$"
)
WORD = r"([A-Za-zÀ-ÿ]{3,12})"
# family -> (pattern, the order of its parts); a, b, c are three numbers whose order the values must tell
FAMILIES = {
    "year first": (r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?" + TIME, "ymd"),
    "compact": (r"^(\d{4})(\d{2})(\d{2})(?:[T ]?(x)?(\d{2}):?(\d{2}):?(\d{2})?(x)?(Z)?)?$", "ymd"),
    "three parts": (r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})" + TIME, "abY"),
    "two-digit year": (r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2})" + TIME, "abc"),
    "month name": (
        r"^(\d{1,2})(?:st|nd|rd|th|\.)?[-/. ]*(?:de )?" + WORD + r"\.?[-/., ]*(?:de )?'?(\d{4}|\d{2})" + TIME, "dny",
    ),
    "month name first": (r"^" + WORD + r"\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?[-/., ]+'?(\d{4}|\d{2})" + TIME, "ndy"),
    "year, month name": (r"^(\d{4})[-/. ]*" + WORD + r"\.?[-/. ]*(\d{1,2})" + TIME, "ynd"),
    "ISO week day": (r"^(\d{4})-?W(\d{2})-?([1-7])$", "week"),
    "serial": (r"^([2-6]\d{4})()()(?:[.,]\d+)?$", "serial"),
    "Unix time": (r"^(1\d{9})()()(?:\.\d+)?$", "unix"),
    "Unix time in ms": (r"^(1\d{12})()()$", "unix"),
    "week": (r"^()()()\d{4}[-/ ]?(?:W|KW|CW|wk|Week|第)[-/ ]?\d{1,2}周?$", "no day"),
    "month": (r"^()()()(?:\d{4}[-/.年]\d{1,2}月?|\d{1,2}[-/.]\d{4}|[A-Za-zÀ-ÿ]{3,12}[-/. ]*\d{2,4})$", "no day"),
}  # fmt: skip
WEEKDAY = (
    r"(?i)^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:mo|di|mi|do|fr|sa|so))[.,]*\s+"
    r"|\s*(?:星期|周|礼拜)[一二三四五六日天]\s*$"
)
TIMELESS = {"week", "serial", "unix", "no day"}
FEW = 0.01
SAMPLE = 20_000


@dataclass(frozen=True)
class Dates:
    """The map from text to time that was made, and how dates were found to be written."""

    table: str
    format: str


def read_dates(
    bench: Workspace, raw: str, source: Source, label: str, *, header: str, typed: bool, shift: int
) -> Dates:
    """Map every distinct text of the date column to a day.

    The table has v (text), kind (ok, missing, unreadable, total, header) and moment (local time).

    Raises
    ------
    DataError
        If the order of day and month cannot be told, if two formats are mixed, or if more than 1 % of
        the values are no dates.
    """
    table = raw.replace("raw", "dates")
    bench.con.execute(
        f"CREATE TABLE {table} AS SELECT date AS v, count(*) AS n, min(rowid) AS at_row, "
        f"regexp_replace({trimmed('date')}, {literal(WEEKDAY)}, '') AS t FROM {raw} GROUP BY date"
    )
    bench.con.execute(
        f"ALTER TABLE {table} ADD COLUMN kind VARCHAR; ALTER TABLE {table} ADD COLUMN moment TIMESTAMP; "
        f"ALTER TABLE {table} ADD COLUMN zone VARCHAR"
    )
    absent = sql_list(MISSING + EXCEL_ERRORS + ("unknown", "tbd", "open"))
    bench.con.execute(
        f"UPDATE {table} SET kind = 'missing' WHERE lower(t) IN {absent} OR regexp_full_match(t, "
        f"'0+([-/. ]0+)*([ T].*)?')"
    )
    bench.con.execute(
        f"UPDATE {table} SET kind = CASE WHEN rtrim(lower(t), ' :：') IN {sql_list(TOTALS)} THEN 'total' "
        f"ELSE 'header' END "
        f"WHERE rtrim(lower(t), ' :：') IN {sql_list(TOTALS)} OR ({literal(header)} <> '' AND lower(t) = "
        f"lower({literal(header)}))"
    )
    if source.date_format:
        written = _stated(bench, table, source.date_format, label, typed)
    else:
        written = _recognised(bench, table, label, shift)
    bench.con.execute(
        f"UPDATE {table} SET kind = CASE WHEN moment IS NULL THEN 'unreadable' ELSE 'ok' END WHERE kind IS NULL"
    )
    _zones(bench, table, source, label)
    return Dates(table, written)


def _stated(bench: Workspace, table: str, pattern: str, label: str, typed: bool) -> str:
    try:
        bench.con.execute(f"UPDATE {table} SET moment = try_strptime(t, {literal(pattern)}) WHERE kind IS NULL")
    except Exception as error:  # DuckDB has no narrower class for a format that it does not know
        raise DataError(f"{label}: date_format '{pattern}' is not a format: {str(error).splitlines()[0]}.") from None
    if typed:
        bench.con.execute(f"UPDATE {table} SET moment = try_cast(t AS TIMESTAMP) WHERE kind IS NULL AND moment IS NULL")
    total, bad, first = bench.row(
        f"SELECT sum(n), coalesce(sum(n) FILTER (moment IS NULL), 0), arg_min(v, at_row) FILTER (moment IS NULL) "
        f"FROM {table} WHERE kind IS NULL"
    )
    if bad and bad > FEW * total:
        raise DataError(
            f"{label}: date_format '{pattern}' does not fit {bad:,} of {total:,} dates, the first is '{first}'; "
            f"correct it, or leave it out to have the format recognised."
        )
    return pattern


def _recognised(bench: Workspace, table: str, label: str, shift: int) -> str:
    counts = ", ".join(f"count(*) FILTER (regexp_matches(t, {literal(p)}))" for p, _ in FAMILIES.values())
    sample = f"(SELECT t FROM {table} WHERE kind IS NULL ORDER BY hash(v) LIMIT {SAMPLE})"
    hits = dict(zip(FAMILIES, bench.row(f"SELECT {counts} FROM {sample}"), strict=True))
    family = max(hits, key=lambda name: hits[name])
    if not hits[family]:
        if bench.row(f"SELECT count(*) FROM {table} WHERE kind IS NULL")[0]:
            return "unknown"
        return "none"
    pattern, order = FAMILIES[family]
    others = {name: count for name, count in hits.items() if name != family and count}
    if others and max(others.values()) > FEW * sum(hits.values()):
        _refuse_mixture(bench, table, label, family, max(others, key=lambda name: others[name]))
    groups = "['a','b','c']" if order in TIMELESS else "['a','b','c','half','h','mi','s','ap','z']"
    bench.con.execute(
        f"CREATE OR REPLACE TABLE parts AS SELECT v, n, at_row, t, regexp_extract(t, "
        f"{literal(pattern)}, {groups}) AS p "
        f"FROM {table} WHERE kind IS NULL AND regexp_matches(t, {literal(pattern)})"
    )
    if order == "no day":
        example = bench.row("SELECT arg_min(t, at_row) FROM parts")[0]
        raise DataError(
            f"{label}: the dates name a {family} but no day (date format as in '{example}'); purchases need days. "
            f"Export the day of each transaction."
        )
    if order == "week":
        day = "try_cast(strptime(p.a || ' ' || p.b || ' ' || p.c, '%G %V %u') AS TIMESTAMP)"
        bench.warn(
            "date_iso_week", f"{label}: dates are written as ISO weeks with a day (2022-W05-3) and were converted."
        )
    elif order == "serial":
        day = f"DATE '1899-12-30' + INTERVAL (try_cast(p.a AS INTEGER) + {shift}) DAY"
        bench.warn(
            "date_serial",
            f"{label}: dates are Excel serial numbers (such as {bench.row('SELECT arg_min(t, at_row) FROM parts')[0]}) "
            f"and were counted from {'1904-01-01' if shift else '1899-12-30'}; check the first and last day.",
        )
    elif order == "unix":
        day = "epoch_ms(try_cast(p.a AS BIGINT)" + ("" if "ms" in family else " * 1000") + ")"
        bench.warn(
            "date_unix",
            f"{label}: dates are Unix times and were read as UTC; check the first and last day.",
        )
    else:
        if order in {"abY", "abc"}:
            order, family = order_of_parts(bench, label, order)
        day = f"{day_of(order, bench)} + {clock_of()}"
    zone = "''" if order in TIMELESS else "p.z"
    bench.con.execute(
        f"UPDATE {table} SET moment = x.day, zone = x.zone FROM (SELECT v, {day} AS day, {zone} AS zone FROM parts) x "
        f"WHERE {table}.v = x.v"
    )
    bench.con.execute("DROP TABLE parts")
    return family


def _refuse_mixture(bench: Workspace, table: str, label: str, family: str, other: str) -> None:
    examples = [
        bench.row(
            f"SELECT arg_min(t, at_row), sum(n) FROM {table} WHERE kind IS NULL AND regexp_matches(t, "
            f"{literal(FAMILIES[name][0])})"
        )
        for name in (family, other)
    ]
    raise DataError(
        f"{label}: two date formats are mixed in one column: '{examples[0][0]}' ({family}, "
        f"{examples[0][1]:,} rows) and "
        f"'{examples[1][0]}' ({other}, {examples[1][1]:,} rows). Programs that swap day and month leave such a "
        f"mixture; export dates as 2026-12-31, or read the two parts as two sources."
    )


def _zones(bench: Workspace, table: str, source: Source, label: str) -> None:
    """Keep the local day as written, or move stamps with an offset into the time zone stated."""
    zoned, utc, example = bench.row(
        f"SELECT coalesce(sum(n) FILTER (zone <> ''), 0), coalesce(sum(n) FILTER (zone IN ('Z', 'UTC', 'GMT') OR "
        f"regexp_matches(zone, '^[+-]00')), 0), arg_min(t, at_row) FILTER (zone <> '') FROM {table}"
    )
    if source.timezone:
        if not bench.row("SELECT count(*) FROM pg_timezone_names() WHERE name = ?", source.timezone)[0]:
            raise DataError(f"{label}: timezone '{source.timezone}' is unknown; write for example Europe/Berlin.")
        minutes = (
            "CASE WHEN zone IN ('Z', 'UTC', 'GMT') THEN 0 ELSE (CASE WHEN left(zone, 1) = '-' THEN -1 ELSE 1 END) * "
            "(60 * substr(zone, 2, 2)::INT + coalesce(try_cast(right(replace(zone, ':', ''), -3) AS INT), 0)) END"
        )
        bench.con.execute(
            f"UPDATE {table} SET moment = timezone({literal(source.timezone)}, "
            f"timezone('UTC', moment - to_minutes({minutes}))) WHERE zone <> '' AND moment IS NOT NULL"
        )
    elif zoned:
        bench.warn(
            "date_time_zone",
            f"{label}: {zoned:,} dates carry a time zone (as '{example}'); the local day as written is kept"
            + (
                ", in UTC for some; set timezone if the business is elsewhere." if utc else "; set timezone to convert."
            ),
        )
