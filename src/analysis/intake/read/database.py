"""Tables of database files, SQLite and DuckDB, also where an environment variable names the file by its URL."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import duckdb

from analysis.client.parameters import Source
from analysis.display.formats import count
from analysis.display.language import data_error, joined, sentence
from analysis.intake.read.blocks import keep
from analysis.intake.read.columnar import NUMBERS
from analysis.intake.read.digest import sha256
from analysis.intake.read.extract import Extract
from analysis.intake.workspace import MEMORY, Workspace, name
from analysis.schema import DataError

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 50_000
OPERATIONS = 10**6
SERVERS = {
    "postgres": "PostgreSQL", "postgresql": "PostgreSQL", "mysql": "MySQL", "mariadb": "MariaDB", "oracle": "Oracle",
    "mssql": "SQL Server", "sqlserver": "SQL Server", "snowflake": "Snowflake", "bigquery": "BigQuery",
    "redshift": "Redshift",
}  # fmt: skip


def extract_url(bench: Workspace, source: Source) -> Extract:
    """Read from the database file whose URL an environment variable holds; the URL itself is never shown.

    Raises
    ------
    DataError
        If the variable is not set, or if it names no SQLite or DuckDB file.
    """
    variable = source.url_env or ""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", variable):
        raise data_error(
            "url_env should be the name of an environment variable, such as ACME_DB; the URL itself, with its "
            "password, belongs into that variable and not into the client file."
        )
    url = os.environ.get(variable)
    if not url:
        raise data_error(
            "url_env: the environment variable '{variable}' is not set; set it to the database URL, or give a path.",
            variable=variable,
        )
    scheme, separator, rest = url.strip().partition("://")
    reader = {"sqlite": extract_sqlite, "duckdb": extract_duckdb}.get(scheme.split("+")[0].lower())
    if reader is None or not separator or not rest.startswith("/") or not rest.strip("/"):
        raise DataError(_no_database_file(variable, SERVERS.get(scheme.split("+")[0].lower()) if separator else None))
    path = Path(unquote(rest[1:].partition("?")[0]))
    if not path.is_file():
        raise data_error("url_env: the database file named in '{variable}' does not exist.", variable=variable)
    return reader(bench, path, variable, source)


def _no_database_file(variable: str, server: str | None) -> str:
    values = {"variable": variable, "server": server}
    return joined(
        sentence("url_env: the URL in '{variable}' names a {server} server.", **values)
        if server
        else sentence("url_env: the URL in '{variable}' names no database file.", **values),
        sentence(
            "Only database files are read, as sqlite:///file.db or duckdb:///file.duckdb. Export the table as Parquet "
            "or csv and give its path."
        ),
    )


def extract_duckdb(bench: Workspace, path: Path, label: str, source: Source) -> Extract:
    """Copy one table, or the result of one query, of a DuckDB file; it is opened read-only and reads no other file.

    Raises
    ------
    DataError
        If the table is not there, if several could be meant, or if the file cannot be opened.
    """
    import pyarrow as pa

    shut: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": False,
        "autoinstall_known_extensions": False,
        "memory_limit": MEMORY,
        "temp_directory": str(bench.new_file()),
    }
    target = f"duckdb_{bench.names_used}"
    try:
        with closing(duckdb.connect(str(bench.linked(path)), read_only=True, config=shut)) as db:
            found = db.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name"
            )
            statement, table = _chosen(source, [row[0] for row in found.fetchall()])
            described = db.execute(f"DESCRIBE {statement}").fetchall()
            cells = ", ".join(f"CAST({name(row[0])} AS VARCHAR) AS c{k}" for k, row in enumerate(described, 1))
            blocks = db.sql(f"SELECT {cells} FROM ({statement})").to_arrow_reader(BLOCK)
            keep(bench, target, len(described), map(pa.Table.from_batches, ([block] for block in blocks)), path)
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
        raise data_error("the query cannot be run: {said}.", said=str(error).splitlines()[0]) from None
    except duckdb.Error:
        raise data_error(
            "the DuckDB database cannot be read: it is damaged, in use by another program, or of a newer version."
        ) from None
    numbers = frozenset(k for k, row in enumerate(described) if str(row[1]).startswith(NUMBERS))
    written = {"sha256": sha256(path), "kind": "duckdb", "table": table}
    names = [str(row[0]) for row in described]
    return Extract(label, f"SELECT * FROM {target}", names, counted="row", written=written, numbers=numbers)


def extract_sqlite(bench: Workspace, path: Path, label: str, source: Source) -> Extract:
    """Copy one table, or the result of one query, of a SQLite file; the file is opened read-only.

    Raises
    ------
    DataError
        If the table is not there, if several could be meant, or if the file is damaged.
    """
    link = bench.linked(path)
    try:
        with closing(sqlite3.connect(f"file:{link}?mode=ro", uri=True)) as db:
            db.execute("PRAGMA query_only = ON")
            db.set_progress_handler(lambda: 0, OPERATIONS)  # Python hears of an interrupt only when it is called
            _refuse_damaged(db)
            found = db.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY 1"
            )
            statement, table = _chosen(source, [row[0] for row in found])
            names = _copy(bench, db, statement, f"sqlite_{bench.names_used}", path)
    except sqlite3.Error as error:
        if str(error) == "interrupted":
            raise KeyboardInterrupt from None
        raise data_error(
            "the database cannot be read: {said} (a damaged, locked or truncated file, or a query at fault).",
            said=error,
        ) from None
    written = {"sha256": sha256(path), "kind": "sqlite", "table": table}
    return Extract(label, f"SELECT * FROM sqlite_{bench.names_used}", names, counted="row", written=written)


def _refuse_damaged(db: sqlite3.Connection) -> None:
    """Refuse a file whose pages do not hold together; rows that break a rule of their table are rows all the same."""
    for (said,) in db.execute("PRAGMA quick_check(100)"):
        if said != "ok" and not re.search(r"^(NULL|NUMERIC|non-\w+|\w+) value in |^CHECK constraint failed", said):
            raise sqlite3.DatabaseError("database disk image is malformed")


def _chosen(source: Source, tables: list[str]) -> tuple[str, str]:
    """Return the one SELECT that is meant, and the name of its table."""
    if source.query:
        if not source.query.lstrip().lower().startswith(("select", "with")):
            raise data_error("query should be one SELECT; nothing else is run on a client's database.")
        return source.query.rstrip().removesuffix(";"), "query"
    table = source.table
    if table is None and len(tables) == 1:
        table = tables[0]
    if table is None or table not in tables:
        raise DataError(_which_table(table, tables))
    return f"SELECT * FROM {name(table)}", table


def _which_table(asked: str | None, tables: list[str]) -> str:
    return joined(
        sentence("the database has no table '{asked}'.", asked=asked)
        if asked
        else sentence("the database has {n} tables, and it is not said which is meant.", n=count(len(tables))),
        sentence("Set table to one of: {tables}.", tables=", ".join(tables[:20])) if tables else "",
    )


def _copy(bench: Workspace, db: sqlite3.Connection, statement: str, target: str, path: Path) -> list[str]:
    """Copy the rows in blocks, as text; numbers are written the way SQLite writes them."""
    import pyarrow as pa

    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    cursor = db.execute(statement)
    names = [column[0] for column in cursor.description]
    cells = [f"c{k + 1}" for k in range(len(names))]

    def blocks() -> Iterator[pa.Table]:
        while rows := cursor.fetchmany(BLOCK):
            columns = [[_text(value) for value in column] for column in zip(*rows, strict=True)]
            yield pa.table([pa.array(column, pa.string()) for column in columns], names=cells)

    keep(bench, target, len(names), blocks(), path)
    return names


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
