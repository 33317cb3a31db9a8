"""Targets by manager or customer and period, read from the table beside the client file."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from analysis.client.client import Client
from analysis.client.periods import days_of
from analysis.display.language import data_error

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from analysis.client.targets import Targets

NONE = ("", "null", "none", "nan", "n/a", "-", "–")
"""Cells of a table with one column per period that hold no target."""


def _path(client: Client) -> Path | None:
    return None if client.targets is None else client.folder / client.targets.path


def targets_digest(client: Client) -> str | None:
    """Return the digest of the targets' bytes; None where there are none."""
    path = _path(client)
    return None if path is None or not path.is_file() else hashlib.sha256(path.read_bytes()).hexdigest()


def read_targets(client: Client) -> pd.DataFrame | None:
    """Return the targets: manager or customer_id, first and last (days), amount; None where there are none.

    Raises DataError if the file or a column is not there, or a period or amount cannot be read.
    """
    path = _path(client)
    if path is None or client.targets is None:
        return None
    import pandas as pd

    if not path.is_file():
        raise data_error("targets: there is no file '{file}' beside the client file.", file=path.name)
    named = _named(_table(path), client.targets, path.name)
    periods = named["period"].map(days_of)
    amounts = pd.to_numeric(named["amount"], errors="coerce")
    for column, bad in (("period", periods.isna()), ("amount", amounts.isna())):
        if bad.any():
            raise data_error(
                "targets: row {row} of {file} has '{value}' as {column}, which cannot be read; a period is a year "
                "(2024), a quarter (2024-Q1) or a month (2024-05), an amount a plain number.",
                row=int(named.loc[bad, "row"].iloc[0]),
                file=path.name,
                value=named.loc[bad, column].iloc[0],
                column=column,
            )
    found = named.assign(
        first=[days[0] for days in periods],
        last=[days[1] for days in periods],
        amount=amounts * client.targets.unit,
    )
    return found.drop(columns=["period", "row", "year"], errors="ignore").reset_index(drop=True)


def _table(path: Path) -> pd.DataFrame:
    import pandas as pd

    if path.suffix.lower() in (".xlsx", ".xls"):
        table = pd.read_excel(path, dtype=str, keep_default_na=False, engine="calamine")
        return table.rename(columns=str)
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=None, engine="python")


def _named(table: pd.DataFrame, said: Targets, file: str) -> pd.DataFrame:
    """Return the table in our names, one row per target, with the row of the file; who has none is left out if wide."""
    import pandas as pd

    head, _, tail = said.columns["amount"].partition("*")
    inside = re.compile(f"{re.escape(head)}(.+){re.escape(tail)}")
    named = [theirs for ours, theirs in said.columns.items() if ours != "amount" or not said.is_wide]
    year = "2000-" if "period" in said.columns else ""
    heads = {name: found[1].strip() for name in table if name not in named and (found := inside.fullmatch(name))}
    heads = {name: part for name, part in heads.items() if days_of(year + part)}
    for theirs in named if heads or not said.is_wide else [*named, said.columns["amount"]]:
        if theirs not in table:
            raise data_error(
                "targets: {file} has no column '{column}'; it has {columns}.",
                file=file,
                column=theirs,
                columns=", ".join(table),
            )
    ours = {ours: table[theirs].str.strip() for ours, theirs in said.columns.items() if theirs in named}
    long = pd.DataFrame(ours).assign(row=range(2, len(table) + 2))
    if said.is_wide:
        long = long.rename(columns={"period": "year"}).join(table[[*heads]])
        long = long.melt([name for name in long if name not in heads], var_name="period", value_name="amount")
        parts = long["period"].map(heads)
        long["period"] = long["year"] + "-" + parts if "year" in long else parts
        long = long[~long["amount"].str.strip().str.lower().isin(NONE)]
    whose = "manager" if "manager" in long else "customer_id"
    return long.assign(**{whose: long[whose].replace(said.names)})
