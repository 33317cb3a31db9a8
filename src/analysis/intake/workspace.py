"""The private room of one intake: a DuckDB that spills to disk, a folder for unpacked text, and the findings so far."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from analysis.facts import Facts
from analysis.intake.places import Place, Row
from analysis.scratch import scratch

if TYPE_CHECKING:
    import narwhals as nw

    Frame = nw.LazyFrame[Any]

MEMORY = "1GB"
SPILL = "20GB"


@dataclass
class Workspace:
    """Connection, folder and findings of one intake; all of it is gone afterwards, except the findings."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    today: dt.date
    tell: Callable[[str], None] = lambda _: None
    findings: list[dict[str, Any]] = field(default_factory=list)
    names_used: int = 0

    def note(self, code: str, level: str, rows: int = 0, amount: float = 0.0, **facts: object) -> None:
        """Note a finding: a code with the values that its sentence needs (`analysis.intake.say`); the same once."""
        finding = {"code": code, "level": level, "rows": int(rows), "amount": float(amount), "facts": plain(facts)}
        if finding not in self.findings:
            self.findings.append(finding)

    def warn(self, code: str, rows: int = 0, amount: float = 0.0, **facts: object) -> None:
        """Note a finding that the reader of the report has to see."""
        self.note(code, "warning", rows, amount, **facts)

    def info(self, code: str, rows: int = 0, amount: float = 0.0, **facts: object) -> None:
        """Note a finding for the data notes."""
        self.note(code, "info", rows, amount, **facts)

    def new_file(self, suffix: str = "") -> Path:
        """Return a path in the private folder that is not in use."""
        self.names_used += 1
        return self.folder / f"f{self.names_used}{suffix}"

    def linked(self, file: Path) -> Path:
        """Return a link to the file under a harmless name: DuckDB reads ``*`` and ``[`` in names as patterns."""
        link = self.new_file()
        link.symlink_to(file.resolve())
        return link

    @contextmanager
    def unordered(self) -> Iterator[None]:
        """Fill tables in any order, which several threads do faster."""
        self.con.execute("SET preserve_insertion_order = false")
        yield
        self.con.execute("SET preserve_insertion_order = true")

    def row(self, sql: str, *parameters: object) -> tuple[Any, ...]:
        """Return the first row of a query."""
        return self.rows(sql, *parameters)[0]  # a result that is not read to its end blocks the connection

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return self.con.execute(sql, list(parameters)).fetchall()

    def frame(self, sql: str) -> Frame:
        """Return the rows of a query as a lazy frame: typed values, which the rules take (`analysis.intake.rules`)."""
        import narwhals as nw

        return nw.from_native(self.con.sql(sql))

    def fetch(self, frame: Frame) -> list[tuple[Any, ...]]:
        """Return all rows of a frame."""
        rows: list[tuple[Any, ...]] = frame.to_native().fetchall()
        return rows

    def sql(self, frame: Frame) -> str:
        """Return the query that a frame stands for."""
        return str(frame.to_native().sql_query())

    def keep(self, frame: Frame, table: str) -> Frame:
        """Store the rows of a frame as a table, and return it."""
        frame.to_native().create(name(table))
        return self.frame(f"FROM {name(table)}")

    def add(self, frame: Frame, table: str) -> None:
        """Add the rows of a frame to a table of the same columns."""
        frame.to_native().insert_into(name(table))


@contextmanager
def workspace(today: dt.date, tell: Callable[[str], None] = lambda _: None) -> Iterator[Workspace]:
    """Open a workspace and remove it afterwards; ``tell`` hears what is being done."""
    with tempfile.TemporaryDirectory(dir=scratch()) as name:
        folder = Path(name)
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "memory_limit": MEMORY,
            "temp_directory": str(folder / "spill"),
            "max_temp_directory_size": SPILL,
            # a million densely numbered customers need no hash table; at 24 bits their days would fill 0.8 GB
            "perfect_ht_threshold": 20,
            "checkpoint_threshold": "1TB",  # nothing here is to survive, and it costs much
        }
        con = duckdb.connect(":memory:", config=settings)
        try:
            con.execute("SET TimeZone = 'UTC'")
            with suppress(duckdb.Error):  # in a notebook it is off, and naming it is an error
                con.execute("SET enable_progress_bar = false")
            yield Workspace(con, folder, today, tell)
        finally:
            con.close()


def plain(value: object) -> Any:
    """Return a value as JSON can hold it: exact numbers as floats, days in ISO format, places as records.

    Examples
    --------
    >>> plain({"day": dt.date(2023, 1, 31), "file": Place("a.csv"), "each": (1, 2)})
    {'day': '2023-01-31', 'file': 'a.csv', 'each': [1, 2]}
    """
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Place | Row | Facts):
        return value.plain()
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def literal(text: str) -> str:
    """Return text as an SQL string.

    Examples
    --------
    >>> literal("O'Neil")
    "'O''Neil'"
    """
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """Return text as an SQL name.

    Examples
    --------
    >>> print(name('a "b" c'))
    "a ""b"" c"
    """
    return '"' + text.replace('"', '""') + '"'
