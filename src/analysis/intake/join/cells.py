"""One column of an optional table: where its texts are, how it was written, and the error where it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.client.parameters import Source
from analysis.intake.places import Place, Row
from analysis.intake.say.cells import cannot_be
from analysis.intake.workspace import Workspace, name
from analysis.schema import DataError

Read = tuple[dict[str, str], str]
"""SQL by column of the result, and the join that it needs."""


@dataclass(frozen=True)
class Cells:
    """One column of texts, and what is known of how it was written.

    Attributes
    ----------
    raw, column
        Table and column of the texts.
    where
        File and column as messages name them.
    source
        How the file is said to be written: decimal, date_format, timezone.
    numbers, days
        True where the file stores numbers, or days, as such.
    shift
        Days to add to serial dates.
    currency
        ISO code of the report's money; "" if unknown.
    levels
        Words of an answer, the best first; None where they are numbers.
    """

    bench: Workspace
    raw: str
    column: str
    where: Place
    source: Source
    numbers: bool
    days: bool
    shift: int
    currency: str
    levels: list[str] | None

    @property
    def text(self) -> str:
        """SQL for the text as it stands."""
        return f"{self.raw}.{name(self.column)}"

    @property
    def alias(self) -> str:
        """SQL name of the column's map from text to value."""
        return name(f"{self.column}_map")

    def alone(self, ours: str) -> str:
        """Return a table of this column only, under the name that its reader looks for."""
        table = f"{self.raw}_{self.column}"
        self.bench.con.execute(f"CREATE TABLE {table} AS SELECT {name(self.column)} AS {ours} FROM {self.raw}")
        return table

    def refuse(self, condition: str, needed: str, join: str = "", **scale: object) -> None:
        """Raise if the condition holds for any row; ``needed`` and ``scale`` say what is needed (`say.cells`).

        Raises
        ------
        DataError
            With column, count and the first rows.
        """
        found = self.bench.rows(
            f"SELECT {self.raw}.rowid, {self.text}, count(*) OVER () FROM {self.raw} {join} "
            f"WHERE {condition} ORDER BY 1 LIMIT 3"
        )
        if found:
            shown = ", ".join(f"{Row('data row', row + 1)} ('{str(text)[:40]}')" for row, text, _ in found)
            raise DataError(cannot_be(needed, found[0][2], file=self.where, shown=shown, **scale))
