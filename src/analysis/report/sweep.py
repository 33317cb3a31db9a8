"""One parameter at several values: a report of its own, with the headline facts side by side."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.display.language import data_error, sentence
from analysis.display.leave import Facts, leave
from analysis.report.choice import Chosen
from analysis.report.page import TEMPLATE

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.cells import Table
    from analysis.run.run import Run

VARIABLE = "WORKBOOK_SWEEP"
NAME = "sweep"


def swept(parameters: Mapping[str, Any]) -> tuple[str, Sequence[Any]] | None:
    """Return the parameter that is given several values, and these; None if none is.

    Raises DataError if there are two such parameters.
    """
    several = {name: value for name, value in parameters.items() if isinstance(value, list)}
    if len(several) > 1:
        raise data_error(
            "One parameter can be tried at several values, not two at once; got {names}.", names=", ".join(several)
        )
    return next(iter(several.items()), None)


def variable(tried: tuple[str, Sequence[Any]] | None) -> dict[str, str]:
    """Return what the kernels' environment holds of it."""
    return {VARIABLE: json.dumps(tried)} if tried else {}


def chapter() -> Chosen:
    """Return the chapter that shows them."""
    return Chosen(NAME, TEMPLATE / "sweep.ipynb")


def values_of(run: Run) -> pd.DataFrame:
    """Return the headline facts, a row per value that the report was asked to try."""
    name, values = json.loads(os.environ[VARIABLE])
    return run.sweep(name, values)


def table_of(swept: pd.DataFrame) -> Table:
    """Show the facts side by side, a column per value."""
    from analysis.display.cells import Column, Table

    name = swept.index.name
    frame = swept.select_dtypes("number").T.rename_axis("fact").reset_index()
    frame.columns = ["fact", *map(str, swept.index)]
    columns = {"fact": Column(sentence("Fact"))}
    columns |= {value: Column(f"{name} {value}", "number") for value in frame.columns[1:]}
    return Table(frame, columns, caption=sentence("What changes with {name}", name=name))


def facts_of(swept: pd.DataFrame) -> Facts:
    """Leave the same for results.json."""
    facts = {name: column.tolist() for name, column in swept.astype(object).where(swept.notna(), None).items()}
    return leave(parameter=swept.index.name, values=swept.index.tolist(), facts=facts)
