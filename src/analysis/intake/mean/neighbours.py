"""The columns that stand beside those that a client file names, kept for the first rows together with what was read.

A row's meaning often stands in a column that nobody named: "Subtotal", "cancelled", a blank item. ``Seen`` holds these
texts beside the typed line; where they matter and the file is longer, ``whole`` reads the few columns once more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.intake.mean.tally import COUNTED
from analysis.intake.places import Place
from analysis.intake.read.beside import Beside
from analysis.intake.read.header import tidy
from analysis.intake.workspace import Workspace, name

if TYPE_CHECKING:
    from analysis.intake.mean.lines import Source

MOST_ROWS = 20_000
FEWEST_OF_A_FILE = 500
TEXTS = ("order_id", "product", "category", "channel", "status", "kind")


@dataclass
class Seen:
    """A source's lines with the texts beside them.

    Attributes
    ----------
    table
        row, customer, day, amount, reason, counted, and one text column per entry of ``titles``.
    titles
        Text column -> the header that the client knows.
    named
        The text columns that the client file names, as ours.
    complete
        Whether every row of the source is in the table.
    kept
        What was asked of the table once and holds for all who ask.
    """

    bench: Workspace
    source: Source
    table: str
    titles: dict[str, str]
    named: dict[str, str] = field(default_factory=dict)
    complete: bool = True
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> Place:
        """The file, as sentences begin with it."""
        return self.source.staged.label

    @property
    def number(self) -> int:
        """The number of the source."""
        return self.source.staged.number

    def rows(self, select: str) -> list[tuple[object, ...]]:
        """Return ``SELECT {select}`` over the table's counted rows: what follows the columns may group and order."""
        what, _, behind = select.partition(" GROUP BY ")
        grouped = f" GROUP BY {behind}" if behind else ""
        return self.bench.rows(f"SELECT {what} FROM {self.table} WHERE counted{grouped}")


def look_beside(bench: Workspace, source: Source) -> Seen:
    """Create the table of a source's first rows with the texts beside them, and return it."""
    staged = source.staged
    first = staged.beside[0].extract
    alike = [each for each in staged.beside if each.extract.names == first.names]
    cells = {k: f"c{k + 1}" for k in range(len(first.names)) if k not in staged.beside[0].named}
    titles = {cell: tidy(first.names[k]) or str(k + 1) for k, cell in cells.items()}
    most = max(FEWEST_OF_A_FILE, MOST_ROWS // len(alike))
    named = {c: c for c in staged.source.columns if c in TEXTS or c.startswith("attribute_")}
    table = f"seen_{staged.number}"
    raw = "".join(f", r.{name(ours)} AS {name(ours)}" for ours in named)
    sampled = " UNION ALL ".join(_first(each, list(cells.values()), most) for each in alike)
    bench.con.execute(
        f"CREATE OR REPLACE TABLE {table} AS WITH s AS MATERIALIZED ({sampled}) SELECT s.*{raw}, r.customer_id AS "
        f"id_text, "
        f"l.customer, l.day, l.amount, l.reason, {COUNTED} AS counted FROM s JOIN {staged.table} r ON r.rowid = s.row "
        f"JOIN (SELECT * FROM lines WHERE source = {staged.number} AND {_ranges(alike, most)}) l ON l.row = s.row "
        "ORDER BY s.row"
    )
    every = len(alike) == len(staged.beside) and all(each.rows <= most for each in alike)
    titles |= {ours: staged.headers.get(ours) or str(staged.source.columns[ours]) for ours in named}
    return Seen(bench, source, table, titles, named, complete=every)


def whole(seen: Seen, columns: list[str]) -> str:
    """Return a table like ``seen.table`` with these columns of every row; the same where it holds every row."""
    if seen.complete:
        return seen.table
    staged, table = seen.source.staged, f"whole_{seen.number}"
    cells = [column for column in columns if column not in seen.named]
    alike = [each for each in staged.beside if each.extract.names == staged.beside[0].extract.names]
    named = "".join(f", r.{name(column)}" for column in columns if column in seen.named)
    read = " UNION ALL ".join(_first(each, cells, None) for each in alike)
    seen.bench.con.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT s.*{named}, l.customer, l.day, l.amount, l.reason, "
        f"{COUNTED} AS counted FROM ({read}) s JOIN {staged.table} r ON r.rowid = s.row "
        f"JOIN lines l ON l.row = s.row WHERE l.source = {staged.number}"
    )
    return table


def _first(each: Beside, cells: list[str], most: int | None) -> str:
    """Return SQL for the number of a file's rows, as they are staged, and some of their cells."""
    if not cells:  # every row of the file that is staged
        end = each.first_rowid + min(each.rows, most or each.rows)
        return f"SELECT range::UINTEGER AS row FROM range({each.first_rowid}, {end})"
    limit = f" LIMIT {most}" if most else ""
    chosen = "".join(f", coalesce(trim({cell}), '') AS {cell}" for cell in cells)
    rows = f"SELECT * FROM ({each.extract.relation}) WHERE {each.filled}{limit}"
    return f"SELECT (row_number() OVER () - 1 + {each.first_rowid})::UINTEGER AS row{chosen} FROM ({rows})"


def _ranges(alike: list[Beside], most: int) -> str:
    return (
        "("
        + " OR ".join(
            f"row BETWEEN {each.first_rowid} AND {each.first_rowid + min(each.rows, most) - 1}" for each in alike
        )
        + ")"
    )


def mark(seen: Seen, where: str, reason: str, columns: tuple[str, ...]) -> tuple[int, float]:
    """Give the rows a reason, in the ledger and in what is seen; return how many and their money."""
    table = whole(seen, list(columns)) if columns else seen.table
    bench = seen.bench
    chosen = f"SELECT row FROM {table} WHERE counted AND {where}"
    if not columns and not seen.complete:
        chosen = f"SELECT row FROM lines WHERE source = {seen.number} AND {where}"
    bench.con.execute(f"CREATE OR REPLACE TEMP TABLE marked AS {chosen}")
    rows, amount = bench.row(
        f"SELECT count(*), coalesce(sum(amount), 0) FROM lines SEMI JOIN marked USING (row) WHERE source = "
        f"{seen.number}"
    )
    bench.con.execute(
        f"UPDATE lines SET reason = '{reason}' WHERE source = {seen.number} AND row IN (SELECT row FROM marked)"
    )
    bench.con.execute(
        f"UPDATE {seen.table} SET counted = false, reason = '{reason}' WHERE row IN (SELECT row FROM marked)"
    )
    return int(rows), float(amount)
