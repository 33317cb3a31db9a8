"""The sheet of data notes: what was read and left out, what was noticed, and what this workbook had to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from analysis.display.cells import Column, Table
from analysis.display.language import sentence, sentences
from analysis.intake import views as intake

if TYPE_CHECKING:
    from analysis.run.run import Run


def notes_table(run: Run, said: Iterable[str], changed: Counter[str], private: Collection[str]) -> Table:
    """Return the data notes as a sheet.

    `said`: Of the files that lie beside the report.
    `changed`: What the limits of Excel took from the sheets before this one.
    `private`: Attributes of which nothing is said.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = [
        {"about": sentence("Client"), "note": run.client.client},
        {"about": sentence("Period"), "note": run.period()},
        *({"about": sentence("These files"), "note": note} for note in [*said, *_changes(changed)]),
        *_about_rows(run),
        *({"about": sentence("Noticed"), "note": repr(note)} for note in intake.noticed(run, private).parts),
        *({"about": sentence("Input"), "note": _input(entry)} for entry in run.intake.inputs),
    ]
    columns = {
        "about": Column(sentence("About")),
        "note": Column(sentence("Note"), "sentence"),
        "rows": Column(sentence("Rows"), "count"),
        "amount": Column(sentence("Amount"), "money", currency=run.currency),
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    return Table(frame, {name: column for name, column in columns.items() if frame[name].notna().any()})


def _about_rows(run: Run) -> Iterator[dict[str, Any]]:
    table = intake.ledger_of(run.data.facts, run.currency, has_amounts=run.client.has_amounts)
    for row in [*table.frame.to_dict("records"), table.total or {}]:
        yield {"about": sentence("Rows read"), "note": row.get("reason"), **{k: row.get(k) for k in ("rows", "amount")}}


def _input(entry: dict[str, Any]) -> str:
    return "; ".join(f"{name} {intake.text_of(value)}" for name, value in entry.items())


def _changes(changed: Counter[str]) -> list[str]:
    """Say what Excel's limits took."""
    cut, cleaned, rows, titles = (changed[what] for what in ("cut", "cleaned", "rows", "titles"))
    said = {
        sentences(
            cut,
            "{n} text was cut at the 32,767 signs that a cell of Excel holds.",
            "{n} texts were cut at the 32,767 signs that a cell of Excel holds.",
        ): cut,
        sentences(
            cleaned,
            "In {n} text, line breaks or control characters were replaced.",
            "In {n} texts, line breaks or control characters were replaced.",
        ): cleaned,
        sentences(
            rows,
            "{n} row is missing below the 1,048,576 that a sheet of Excel holds.",
            "{n} rows are missing below the 1,048,576 that a sheet of Excel holds.",
        ): rows,
        sentences(
            titles,
            "The title of {n} sheet was changed to one that Excel allows.",
            "The titles of {n} sheets were changed to some that Excel allows.",
        ): titles,
    }
    return [text for text, number in said.items() if number]
