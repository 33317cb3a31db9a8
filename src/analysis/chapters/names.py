"""Names beside ids, wherever customers are listed and the client has told their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from analysis.display import Column, Table

if TYPE_CHECKING:
    from analysis.run import Run

View = Callable[..., Any]


def named(view: View) -> View:
    """Put a column of names behind the ids of the table that a view shows."""

    @wraps(view)
    def with_names(run: Run, *args: Any, **kwargs: Any) -> Any:
        shown = view(run, *args, **kwargs)
        return add_names(run, shown) if isinstance(shown, Table) and "customer_id" in shown.columns else shown

    return with_names


def add_names(run: Run, table: Table) -> Table:
    """Return a table with the names of its customers; as it is where no name is known."""
    if run.accounts is None or "name" not in run.accounts or run.accounts["name"].isna().all():
        return table
    frame = table.frame.assign(name=table.frame["customer_id"].map(run.accounts["name"]))
    columns: dict[str, Column] = {}
    for key, column in table.columns.items():
        columns[key] = column
        if key == "customer_id":
            columns["name"] = Column("Name")
    return replace(table, frame=frame, columns=columns)
