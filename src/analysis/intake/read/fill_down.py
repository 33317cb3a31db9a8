"""The head of a document, written in its first row only, holds for the rows below it: where the client file says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.intake.mean.words import is_total
from analysis.intake.workspace import name

if TYPE_CHECKING:
    from analysis.intake.read.staging import Staged
    from analysis.intake.workspace import Workspace


def fill_down(bench: Workspace, staged: Staged) -> None:
    """Fill the blank cells of the columns that the client file names with the last text above them, file by file.

    A row that is blank in all of them and calls itself a total is filled too, and told from the others later.
    """
    columns = staged.source.filled
    if not columns:
        return
    texts = {
        c: f"CASE WHEN trim({name(c)}) <> '' AND NOT {is_total(f'trim({name(c)})')} THEN {name(c)} END" for c in columns
    }
    above = ", ".join(f"last_value({text} IGNORE NULLS) OVER w AS {name(c)}" for c, text in texts.items())
    bench.con.execute(
        f"CREATE OR REPLACE TEMP TABLE above AS SELECT rowid AS at, {above} FROM {staged.table} "
        "WINDOW w AS (PARTITION BY part ORDER BY rowid)"
    )
    blank = " OR ".join(f"trim({staged.table}.{name(c)}) = ''" for c in columns)
    kept = ", ".join(
        f"{name(c)} = CASE WHEN trim({staged.table}.{name(c)}) = '' THEN coalesce(above.{name(c)}, '') ELSE "
        f"{staged.table}.{name(c)} END"
        for c in columns
    )
    bench.con.execute(
        f"UPDATE {staged.table} SET {kept} FROM above WHERE above.at = {staged.table}.rowid AND ({blank})"
    )
    bench.con.execute("DROP TABLE above")
