"""Rows of a database as a table of text, as long as they are not more than its file can hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.display.formats import count, number
from analysis.display.language import data_error
from analysis.intake.read.archives import swells
from analysis.intake.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa


def keep(bench: Workspace, target: str, width: int, blocks: Iterable[pa.Table], path: Path) -> None:
    """Write blocks of text into a table.

    Raises
    ------
    DataError
        If they are far more than the file can hold: a view or a query that yields rows without end.
    """
    bench.con.execute(f"CREATE TABLE {target} ({', '.join(f'c{k + 1} VARCHAR' for k in range(width))})")
    size = 0
    for block in blocks:
        size += block.nbytes
        if swells(path.stat().st_size, size):
            raise data_error(
                "refused: a database of {packed} MB gives {unpacked} MB or more; does the view or the query end? "
                "Export its rows as Parquet or csv and give their path.",
                packed=number(path.stat().st_size / 2**20, 1),
                unpacked=count(size / 2**20),
            )
        bench.con.register("block", block)
        bench.con.execute(f"INSERT INTO {target} SELECT * FROM block")
        bench.con.unregister("block")
