"""Segments of an analyst's own, as the client file lists them: their labels, and what is to be said of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.classes.labels import Labeller, labels_of
from analysis.display.language import data_error

FUNCTION = "segment"


def own_labels(sources: dict[str, str], table: pd.DataFrame) -> pd.DataFrame:
    """Return one column of labels per segment.

    `sources`: Name -> source of the Python file, which has one function `segment`: a table of customers in, labels out.
    `table` (DataFrame indexed by customer_id): As ``run.table()`` gives it, as far as it is known before the grades.
    Raises DataError if a file has no such function, or the function fails.
    """
    found = pd.DataFrame(index=table.index)
    for name, source in sources.items():
        if name in table:
            raise data_error("segments.{name}: the customers have a column of this name; choose another.", name=name)
        found[name] = labels_of(name, function_of(name, source), table)
    return found


def function_of(name: str, source: str) -> Labeller:
    """Return the function of a segment's file.

    Raises DataError if the file cannot be run, or has no function of the name `segment`.
    """
    space: dict[str, Any] = {"__name__": f"segment_{name}"}
    try:
        exec(compile(source, f"segments.{name}", "exec"), space)
    except Exception as error:
        raise data_error("segments.{name}: its file fails: {error}", name=name, error=repr(error)) from error
    found = space.get(FUNCTION)
    if not callable(found):
        raise data_error(
            "segments.{name}: its file should have a function `segment(customers)` that returns a label for each "
            "row of the table; it has none.",
            name=name,
        )
    segment: Labeller = found
    return segment
