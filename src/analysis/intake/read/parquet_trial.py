"""Read a whole Parquet file as a trial, in a process of its own: a damaged one can end the process that reads it.

The pages must be readable and hold what the footer says of each column: how many values, none below its smallest
number or day and none above its greatest.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

FRACTIONS = ("DOUBLE", "FLOAT")
ORDERED = (*FRACTIONS, "DECIMAL", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "U", "DATE", "TIMESTAMP")


def is_sound(path: Path) -> bool:
    """Return whether a process of its own can read all of a Parquet file, and finds it whole."""
    return subprocess.run([sys.executable, "-P", __file__, path], capture_output=True, check=False).returncode == 0


def _agrees(file: str) -> bool:
    """Return whether the columns of a file hold what its footer says; what cannot be read at all is raised."""
    con = duckdb.connect()
    # without this optimizer the answers come from the pages, not from the footer
    con.execute("SET disabled_optimizers = 'statistics_propagation'")
    columns = [(row[0], row[1]) for row in con.execute("DESCRIBE FROM read_parquet(?)", [file]).fetchall()]
    asked = ", ".join(_seen(column, kind) for column, kind in columns)
    rows, *found = con.execute(f"SELECT count(*), {asked} FROM read_parquet(?)", [file]).fetchall()[0]
    for place, (column, kind) in enumerate(columns):
        values, least, most = found[3 * place : 3 * place + 3]
        low, high, said = _said(con, file, column, kind)
        if said not in (values, None) or _outside(least, most, low, high):
            return False
    return rows == con.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [file]).fetchall()[0][0]


def _seen(column: str, kind: str) -> str:
    """Return SQL for how many values a column has, the least and the greatest; of texts, that they are texts."""
    cells = '"' + column.replace('"', '""') + '"'
    if not kind.startswith(ORDERED) or kind.endswith("]"):
        return f"count({cells}), {f'sum(strlen({cells}))' if kind == 'VARCHAR' else 'NULL'}, NULL"
    known = f" FILTER (NOT isnan({cells}))" if kind in FRACTIONS else ""
    return f"count({cells}), min({cells}){known}, max({cells}){known}"


def _said(con: duckdb.DuckDBPyConnection, file: str, column: str, kind: str) -> tuple:
    """Return the least, the greatest and the number of values by the footer; None where it is silent."""
    ordered = kind.startswith(ORDERED) and not kind.endswith("]")
    ends = f"min(try_cast(stats_min_value AS {kind})), max(try_cast(stats_max_value AS {kind}))"
    return con.execute(
        f"SELECT {ends if ordered else 'NULL, NULL'}, "
        "CASE WHEN bool_and(stats_null_count IS NOT NULL) THEN sum(num_values - stats_null_count) END "
        "FROM parquet_metadata(?) WHERE path_in_schema = ?",
        [file, column],
    ).fetchall()[0]


def _outside(least: Any, most: Any, low: Any, high: Any) -> bool:
    return (low is not None and least < low) or (high is not None and most > high)


if __name__ == "__main__":
    sys.exit(0 if _agrees(sys.argv[1]) else 1)
