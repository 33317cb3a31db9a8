"""Tables of databases: SQLite files, and databases whose URL stands in the environment."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlparse

from analysis.intake.extract import Extract
from analysis.intake.staging import sha256
from analysis.intake.workspace import Workspace
from analysis.schema import DataError
from analysis.settings import Source

BLOCK = 50_000


def extract_url(bench: Workspace, source: Source) -> Extract:
    """Read from the database whose URL an environment variable holds; the URL itself is never shown.

    Raises
    ------
    DataError
        If the variable is not set, or if it names no SQLite file.
    """
    variable = source.url_env or ""
    url = os.environ.get(variable)
    if not url:
        raise DataError(
            f"url_env: the environment variable '{variable}' is not set; set it to the database URL, or give a path."
        )
    parsed = urlparse(url)
    if parsed.scheme.split("+")[0] != "sqlite" or not parsed.path.strip("/"):
        raise DataError(
            f"url_env: the database URL in '{variable}' is not of the kind sqlite:///file.db, the only one that is "
            f"read so far; export the table as Parquet or csv and give its path."
        )
    path = Path(unquote(parsed.path[1:]))
    if not path.is_file():
        raise DataError(f"url_env: the database file named in '{variable}' does not exist.")
    return extract_sqlite(bench, path, variable, source)


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
            statement, table = _statement(db, source)
            names = _copy(bench, db, statement, f"sqlite_{bench.names_used}")
    except sqlite3.Error as error:
        what = "query" if source.query else "database"
        raise DataError(
            f"the {what} cannot be read: {error} (a damaged, locked or truncated file, or a query at fault)."
        ) from None
    written = {"sha256": sha256(path), "kind": "sqlite", "table": table}
    return Extract(label, f"SELECT * FROM sqlite_{bench.names_used}", names, counted="row", written=written)


def _statement(db: sqlite3.Connection, source: Source) -> tuple[str, str]:
    if source.query:
        if not source.query.lstrip().lower().startswith(("select", "with")):
            raise DataError("query should be one SELECT; nothing else is run on a client's database.")
        return source.query, "query"
    tables = [
        row[0]
        for row in db.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    table = source.table
    if table is None and len(tables) == 1:
        table = tables[0]
    if table is None or table not in tables:
        asked = f"no table '{table}'" if table else f"{len(tables)} tables, and it is not said which is meant"
        raise DataError(f"the database has {asked}; set table to one of: {', '.join(tables[:20]) or 'none there'}.")
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({_quoted(table)})")]
    return f"SELECT {', '.join(_quoted(column) for column in columns)} FROM {_quoted(table)}", table


def _copy(bench: Workspace, db: sqlite3.Connection, statement: str, target: str) -> list[str]:
    """Copy the rows in blocks, as text; numbers are written the way SQLite writes them."""
    import pyarrow as pa

    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    cursor = db.execute(statement)
    names = [column[0] for column in cursor.description]
    cells = ", ".join(f"c{k + 1} VARCHAR" for k in range(len(names)))
    bench.con.execute(f"CREATE TABLE {target} ({cells})")
    schema = pa.schema([(f"c{k + 1}", pa.string()) for k in range(len(names))])
    while rows := cursor.fetchmany(BLOCK):
        columns = [[_text(value) for value in column] for column in zip(*rows, strict=True)]
        block = pa.table([pa.array(column, pa.string()) for column in columns], schema=schema)
        bench.con.register("block", block)
        bench.con.execute(f"INSERT INTO {target} SELECT * FROM block")
        bench.con.unregister("block")
    return names


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
