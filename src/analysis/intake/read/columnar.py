"""Parquet: typed columns, read as text like everything else."""

from __future__ import annotations

from pathlib import Path

from analysis.client.parameters import Source
from analysis.display.language import data_error
from analysis.intake.read.digest import sha256
from analysis.intake.read.extract import Extract
from analysis.intake.read.parquet_trial import is_sound
from analysis.intake.workspace import Workspace, literal, name

NUMBERS = ("DECIMAL", "DOUBLE", "FLOAT", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "U")


def extract_parquet(bench: Workspace, path: Path, label: str, source: Source) -> Extract:
    """Return the relation that reads a Parquet file.

    Raises
    ------
    DataError
        If the file is damaged.
    """
    link = bench.linked(path)
    if not is_sound(link):
        raise data_error("the Parquet file is damaged or truncated; copy or export it again.")
    file = f"read_parquet({literal(str(link))})"
    described = bench.rows(f"DESCRIBE SELECT * FROM {file}")
    columns = ", ".join(f"CAST({name(row[0])} AS VARCHAR) AS c{k}" for k, row in enumerate(described, 1))
    numbers = frozenset(k for k, row in enumerate(described) if str(row[1]).startswith(NUMBERS))
    written = {"sha256": sha256(path), "kind": "parquet"}
    return Extract(
        label,
        f"SELECT {columns} FROM {file}",
        [str(row[0]) for row in described],
        counted="row",
        written=written,
        numbers=numbers,
    )
