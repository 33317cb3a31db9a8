"""The sheet of parameters and definitions: what every column, parameter and word of the workbook means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analysis.client.described import described, effective
from analysis.display.cells import Column, Table
from analysis.display.language import joined, plain, sentence
from analysis.report.customers import Customers
from analysis.report.manifest import TERMS

if TYPE_CHECKING:
    from analysis.run.run import Run

Row = dict[str, str]


def definitions(run: Run, customers: Customers, sheets: Sequence[tuple[str, Table]]) -> Table:
    """Return one row per sheet, column of the customers, parameter and word."""
    import pandas as pd

    rows = [*_sheets(sheets), *_columns(customers), *_parameters(run), *_words()]
    columns = {
        "kind": Column(sentence("What")),
        "name": Column(sentence("Name")),
        "key": Column(sentence("Name in customers.csv and the client file")),
        "value": Column(sentence("Value")),
        "unit": Column(sentence("Unit")),
        "meaning": Column(sentence("Meaning"), "sentence"),
    }
    return Table(pd.DataFrame(rows, columns=list(columns)), columns)


def _sheets(sheets: Sequence[tuple[str, Table]]) -> Iterator[Row]:
    for title, table in sheets:
        meaning = ". ".join(plain(text).rstrip(".") for text in (table.caption, table.sort_note) if text)
        yield {"kind": sentence("Sheet"), "name": title, "meaning": f"{meaning}." if meaning else ""}


def _columns(customers: Customers) -> Iterator[Row]:
    shown = customers.table().columns
    for key, (unit, meaning) in customers.meanings.items():
        if key in shown:
            name = shown[key].label
        else:
            name, meaning = "", joined(f"{meaning};", sentence("holds nothing here"))
        yield {"kind": sentence("Column"), "name": name, "key": key, "unit": unit, "meaning": meaning}


def _parameters(run: Run) -> Iterator[Row]:
    meanings = {row[0]: row[-1] for row in described()[1:]}
    for name, value, origin, unit, _ in effective(run.client)[1:]:
        shown = f"{value} ({origin})"
        yield {"kind": sentence("Parameter"), "key": name, "value": shown, "unit": unit, "meaning": meanings[name]}


def _words() -> Iterator[Row]:
    for word, meaning in TERMS.items():
        yield {"kind": sentence("Word"), "name": sentence(word), "meaning": plain(sentence(meaning))}
