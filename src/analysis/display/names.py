"""Names beside ids, wherever customers are listed and the client has told their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from analysis.display.cells import Column, Table
from analysis.display.language import sentence

if TYPE_CHECKING:
    import pandas as pd


View = Callable[..., Any]


def named(view: View) -> View:
    """Put a column of names behind the ids of the table that a view shows."""
    return _changed(view, add_names)


def called(view: View) -> View:
    """Put names in the place of ids, as far as they are known, where a table has no room for both."""
    return _changed(view, use_names)


def labels(run: Any, ids: pd.Series) -> pd.Series:
    """Return names where the client has told them, two of one name told apart, else ids."""
    names = run.attributes
    return ids if names is None or "name" not in names else ids.map(told_apart(names["name"])).fillna(ids)


def _changed(view: View, change: Callable[[Table, pd.Series], Table]) -> View:
    @wraps(view)
    def with_names(run: Any, *args: Any, **kwargs: Any) -> Any:
        shown = view(run, *args, **kwargs)
        return _with(run, shown, change) if isinstance(shown, Table) else shown

    return with_names


def beside(run: Any, table: Table) -> Table:
    """Return a table with the names that the client has told behind its ids, if they are not in it yet."""
    return table if "name" in table.columns else _with(run, table, add_names)


def in_one(run: Any, table: Table) -> Table:
    """Return a table with names and ids in one column, where it has no room for two."""
    return _with(run, table, merge_names)


def names_of(run: Any, ids: list[str]) -> list[str]:
    """Return the names of some customers; who has none is called by the id."""
    if run.attributes is None or "name" not in run.attributes:
        return ids
    names = run.attributes["name"].reindex(ids)
    return [*names.where(names.notna(), ids)]


def _with(run: Any, shown: Table, change: Callable[[Table, pd.Series], Table]) -> Table:
    if "customer_id" not in shown.columns:
        return shown
    if run.attributes is None or "name" not in run.attributes or run.attributes["name"].isna().all():
        return shown
    names = told_apart(run.attributes["name"]) if change is use_names else run.attributes["name"]
    return change(shown, shown.frame["customer_id"].map(names))


def told_apart(names: pd.Series) -> pd.Series:
    """Return names by id, with the id behind those that several customers bear: an unknown one must not be called.

    Examples
    --------
    >>> import pandas as pd
    >>> told_apart(pd.Series(["Ann", "Bob", "Ann"], ["1", "2", "3"])).tolist()
    ['Ann (1)', 'Bob', 'Ann (3)']
    """
    several = names.notna() & names.duplicated(keep=False)
    return names.where(~several, names.astype("str") + " (" + names.index.astype("str") + ")")


def add_names(table: Table, names: pd.Series) -> Table:
    """Return a table with a column of names behind the ids."""
    columns: dict[str, Column] = {}
    for key, column in table.columns.items():
        columns[key] = column
        if key == "customer_id":
            columns["name"] = Column(sentence("Name"))
    return replace(table, frame=table.frame.assign(name=names), columns=columns)


def use_names(table: Table, names: pd.Series) -> Table:
    """Return a table with names for ids; who has no name is called by the id."""
    return replace(table, frame=table.frame.assign(customer_id=names.fillna(table.frame["customer_id"])))


def merge_names(table: Table, names: pd.Series) -> Table:
    """Return a table with each name and its id as one text; who has no name is called by the id."""
    ids = table.frame["customer_id"]
    both = [sentence("{name} ({id})", name=n, id=i) for n, i in zip(names, ids, strict=True)]
    shown = {"customer" if key == "customer_id" else key: column for key, column in table.columns.items()}
    return replace(table, frame=table.frame.assign(customer=ids.where(names.isna(), both)), columns=shown)
