"""The head of a document, written in its first row only, holds for the rows below it: where the client file says so."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.intake.mean.words import DITTO, is_total, sql_list
from analysis.intake.workspace import Workspace, name

BLANK = sql_list(("", *DITTO))


def fill_down(bench: Workspace, table: str, columns: Sequence[str]) -> None:
    """Fill the blank cells of these columns of a staged table with the last text above them, file by file.

    A row that is blank in all of them and calls itself a total is filled too, and told from the others later.
    """
    if not columns:
        return
    texts = {
        c: f"CASE WHEN trim({name(c)}) NOT IN {BLANK} AND NOT {is_total(f'trim({name(c)})')} THEN {name(c)} END"
        for c in columns
    }
    above = ", ".join(f"last_value({text} IGNORE NULLS) OVER w AS {name(c)}" for c, text in texts.items())
    bench.con.execute(
        f"CREATE OR REPLACE TEMP TABLE above AS SELECT rowid AS at, {above} FROM {table} "
        "WINDOW w AS (PARTITION BY part ORDER BY rowid)"
    )
    blank = " OR ".join(f"trim({table}.{name(c)}) IN {BLANK}" for c in columns)
    kept = ", ".join(
        f"{name(c)} = CASE WHEN trim({table}.{name(c)}) IN {BLANK} THEN coalesce(above.{name(c)}, '') ELSE "
        f"{table}.{name(c)} END"
        for c in columns
    )
    bench.con.execute(f"UPDATE {table} SET {kept} FROM above WHERE above.at = {table}.rowid AND ({blank})")
    bench.con.execute("DROP TABLE above")
