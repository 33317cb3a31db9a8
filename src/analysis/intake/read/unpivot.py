"""A table with a column for each month: each filled cell becomes a row of its month, where the client file says so."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace

from analysis.client.parameters import Source
from analysis.display.language import data_error
from analysis.intake.read.extract import Extract
from analysis.intake.workspace import Workspace, literal

NAMES = ("jan", "feb", "mar|mär|mrz", "apr", "may|mai", "jun", "jul", "aug", "sep", "oct|okt", "nov", "dec|dez")
SHAPES = (
    *((rf"(?:{name})[a-zäé]*[ .'/_-]*(?P<year>\d{{4}}|\d\d)", month) for month, name in enumerate(NAMES, 1)),
    *((rf"(?P<year>\d{{4}})[ .'/_-]*(?:{name})[a-zäé]*", month) for month, name in enumerate(NAMES, 1)),
    (r"(?P<year>\d{4})[ ./_年-]?(?P<month>0?[1-9]|1[0-2])月?(?:[ ./_-]\d\d(?: 00:00:00)?)?", 0),
    (r"(?:\d\d[./])?(?P<month>0?[1-9]|1[0-2])[./_-](?P<year>\d{4})", 0),
)
FEWEST = 3
DAY, VALUE = "(month)", "(value)"
"""What the columns are called that stand for the names of the months and for their cells."""


def months_of(names: Sequence[str]) -> dict[int, str]:
    """Return the positions of the columns that are named after a month of a year, with its last day.

    Examples
    --------
    >>> months_of(["id", "Jan 2024", "Feb-24", "2024-03", "Total", "2023"])
    {1: '2024-01-31', 2: '2024-02-29', 3: '2024-03-31'}
    """
    found = {}
    for place, name in enumerate(names):
        for shape, month in SHAPES:
            told = re.fullmatch(shape, name.strip().casefold())
            if told:
                year, nth = int(f"20{told['year']}"[-4:]), month or int(told["month"])
                found[place] = f"{year}-{nth:02d}-{monthrange(year, nth)[1]}"
                break
    return found if len(found) >= FEWEST else {}


def unpivot(bench: Workspace, source: Source, extracts: list[Extract]) -> tuple[Source, list[Extract]]:
    """Return the source and its tables with a row for each cell of a month that holds more than a blank or a nought."""
    if not source.unpivot:
        return source, extracts
    columns = {**source.columns, "date": DAY, "amount": VALUE}
    return source.model_copy(update={"columns": columns}), [_long(bench, extract) for extract in extracts]


def _long(bench: Workspace, wide: Extract) -> Extract:
    months = months_of(wide.names)
    if not months:
        raise data_error(
            "{file}: unpivot needs at least {n} columns that are named after a month of a year, as 'Jan 2024' or "
            "'2024-01'; rename them in the export.",
            file=wide.label,
            n=FEWEST,
        )
    table = f"wide_{bench.new_file().name}"
    bench.con.execute(f"CREATE TABLE {table} AS {wide.relation}")
    if wide.finish:
        filled = " OR ".join(f"trim(c{k + 1}) <> ''" for k in range(len(wide.names)))
        wide.finish(wide, bench.row(f"SELECT count(*) FROM {table} WHERE {filled}")[0])
    rest = [k for k in range(len(wide.names)) if k not in months]
    cells = [f"c{k + 1} AS c{place}" for place, k in enumerate(rest, 1)]
    days, values = (", ".join(texts) for texts in (map(literal, months.values()), (f"c{k + 1}" for k in months)))
    day, value = f"c{len(rest) + 1}", f"c{len(rest) + 2}"
    pairs = f"SELECT {', '.join([*cells, f'unnest([{days}]) AS {day}', f'unnest([{values}]) AS {value}'])} FROM {table}"
    typed = {place for place, k in enumerate(rest) if k in wide.numbers}
    return replace(
        wide,
        relation=f"SELECT * FROM ({pairs}) WHERE regexp_matches({value}, '[^\\s0.,-]')",
        names=[*(wide.names[k] for k in rest), DAY, VALUE],
        numbers=frozenset(typed | ({len(rest) + 1} if wide.numbers >= months.keys() else set())),
        first_line=1,
        counted="cell",
        finish=None,
    )
