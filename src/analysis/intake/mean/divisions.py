"""How the columns beside the sales divide the rows: by few values, by blanks, and into documents of several rows."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.client.private import is_private
from analysis.intake.mean.neighbours import Seen
from analysis.intake.workspace import name

MOST_VALUES = 60


@dataclass(frozen=True)
class Division:
    """A text column: how many values it has, in how many rows it is blank, and in how many it is filled."""

    column: str
    title: str
    distinct: int
    blank: int
    filled: int

    @property
    def few(self) -> bool:
        """Whether its values divide the rows into few kinds."""
        return 1 <= self.distinct <= MOST_VALUES and self.distinct + bool(self.blank) > 1

    @property
    def parts(self) -> str | None:
        """SQL for the kind of a row; None where every row is of one kind, or of its own."""
        if self.few and self.filled > self.distinct:
            return f"trim({name(self.column)})"
        return f"CASE WHEN trim({name(self.column)}) = '' THEN '' ELSE '*' END" if self.blank and self.filled else None


def divisions(seen: Seen) -> list[Division]:
    """Return every text column of the counted rows."""
    if "divisions" not in seen.kept:
        seen.kept["divisions"] = _divided(seen) if seen.titles else []
    return list(seen.kept["divisions"])


def _divided(seen: Seen) -> list[Division]:
    tests = ", ".join(
        f"count(DISTINCT nullif(trim({name(c)}), '')), count(*) FILTER (trim({name(c)}) = '')" for c in seen.titles
    )
    rows, *counts = [int(str(n)) for n in seen.rows(f"count(*), {tests}")[0]]
    pairs = zip(seen.titles.items(), counts[::2], counts[1::2], strict=True)
    found = [Division(column, title, n, blank, rows - blank) for (column, title), n, blank in pairs if n]
    return [division for division in found if not is_private(division.title)]  # its values would be printed


def documents(seen: Seen, every: list[Division]) -> list[str]:
    """Return the columns whose values stand in several rows each, always of one customer: orders, invoices."""
    several = [d for d in every if d.distinct > 2 and 1.2 * d.distinct <= d.filled]
    if not several:
        return []
    tests = ", ".join(
        f"count(DISTINCT (trim({name(d.column)}), customer)) FILTER (trim({name(d.column)}) <> '')" for d in several
    )
    paired = seen.rows(tests)[0]
    customers = int(str(seen.rows("count(DISTINCT customer)")[0][0]))
    return [
        d.column
        for d, n in zip(several, paired, strict=True)
        if int(str(n)) <= 1.02 * d.distinct and d.distinct > 1.2 * customers
    ]
