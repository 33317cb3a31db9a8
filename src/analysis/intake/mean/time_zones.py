"""Time zones behind the moments of a column: the local day as written is kept, or moved into the zone stated."""

from __future__ import annotations

from analysis.client.parameters import Source
from analysis.display.language import data_error
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace, literal


def check_zone(bench: Workspace, source: Source, label: Label) -> None:
    """Refuse a stated time zone that does not exist.

    Raises
    ------
    DataError
        With its name and an example.
    """
    zones = "SELECT count(*) FROM pg_timezone_names() WHERE name = ?"
    if source.timezone and not bench.row(zones, source.timezone)[0]:
        raise data_error(
            "{file}: timezone '{timezone}' is unknown; write for example Europe/Berlin.",
            file=label,
            timezone=source.timezone,
        )


def say_zones(bench: Workspace, table: str, source: Source, label: Label) -> None:
    """Keep the local day as written, or move stamps with an offset into the time zone stated."""
    zoned, utc, example = bench.row(
        f"SELECT coalesce(sum(n) FILTER (zone <> ''), 0), coalesce(sum(n) FILTER (zone IN ('Z', 'UTC', 'GMT') OR "
        f"regexp_matches(zone, '^[+-]00')), 0), arg_min(t, at_row) FILTER (zone <> '') FROM {table}"
    )
    if source.timezone:
        minutes = (
            "CASE WHEN zone IN ('Z', 'UTC', 'GMT') THEN 0 ELSE (CASE WHEN left(zone, 1) = '-' THEN -1 ELSE 1 END) * "
            "(60 * substr(zone, 2, 2)::INT + coalesce(try_cast(right(replace(zone, ':', ''), -3) AS INT), 0)) END"
        )
        bench.con.execute(
            f"UPDATE {table} SET moment = timezone({literal(source.timezone)}, "
            f"timezone('UTC', moment - to_minutes({minutes}))) WHERE zone <> '' AND moment IS NOT NULL"
        )
    elif zoned:
        bench.warn("date_time_zone", file=label, dates=zoned, example=example, utc=bool(utc))
