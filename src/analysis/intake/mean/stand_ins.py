"""What a source does not hold, and what stands in for it: a day for a summary, nothing for money that is not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.display.formats import count
from analysis.display.language import sentences
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace, literal, name
from analysis.schema import DataError

if TYPE_CHECKING:
    from analysis.client.client import Client
    from analysis.intake.read.staging import Staged


def stand_in(bench: Workspace, staged: Staged, client: Client) -> None:
    """Give a staged source the columns it lacks: the observation end as every row's day, 0 as every row's amount."""
    lacking = {}
    if not client.has_days:
        lacking["date"] = str(client.observation_end)
    if not client.has_amounts:
        lacking["amount"] = "0"
    for column, text in lacking.items():
        bench.con.execute(f"ALTER TABLE {staged.table} ADD COLUMN {name(column)} VARCHAR DEFAULT {literal(text)}")
    if lacking:
        columns = {ours: theirs for ours, theirs in staged.source.columns.items() if ours != "currency"}
        written = {"decimal": ".", "date_format": None if "date" in lacking else staged.source.date_format}
        staged.source = staged.source.model_copy(
            update={"columns": columns | dict.fromkeys(lacking, "(none)"), **written}
        )


def refuse_repeated_ids(bench: Workspace, label: Label, *, grouped: bool) -> None:
    """Raise where rows without days are no summary: a customer, or a branch where they are grouped, has several.

    Raises
    ------
    DataError
        With the first such id and how many there are.
    """
    each = "SELECT branch_id AS id, count(*) AS n FROM lines WHERE reason IS NULL GROUP BY ALL"
    if not grouped:
        each = "SELECT id, n FROM people JOIN customers USING (customer)"
    repeated, first, times = bench.row(f"SELECT count(*), min(id), min_by(n, id) FROM ({each}) WHERE n > 1")
    if repeated:
        raise DataError(
            sentences(
                repeated,
                "{file}: without a date column each row must be one customer, but {n} id stands in several rows, the "
                "first is '{first}' ({times} rows); name the date column if the rows are transactions, or export one "
                "row per customer.",
                "{file}: without a date column each row must be one customer, but {n} ids stand in several rows, the "
                "first is '{first}' ({times} rows); name the date column if the rows are transactions, or export one "
                "row per customer.",
                file=label,
                first=first,
                times=count(times),
            )
        )


def say_stand_ins(bench: Workspace, client: Client) -> None:
    """Say what is not known, and what stands in for it."""
    if not client.has_days:
        bench.warn("no_dates", end=client.observation_end)
    if not client.has_amounts:
        bench.warn("no_amounts")
