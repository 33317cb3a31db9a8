"""Targets by manager or customer and period, read from the CSV file beside the client file."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING

from analysis.client.client import Client
from analysis.display.language import sentence
from analysis.schema import DataError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?")


def days_of(period: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of a year or month; None if the text is neither.

    Examples
    --------
    >>> days_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> days_of("2024"), days_of("soon")
    ((datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)), None)
    """
    found = _PERIOD.fullmatch(period.strip())
    if found is None or (found[2] and not 1 <= int(found[2]) <= 12):
        return None
    year, month = int(found[1]), int(found[2] or 0)
    first = dt.date(year, month or 1, 1)
    after = dt.date(year + 1, 1, 1) if month in (0, 12) else dt.date(year, month + 1, 1)
    return first, after - dt.timedelta(days=1)


def _path(client: Client) -> Path | None:
    return None if client.targets is None else client.folder / client.targets.path


def targets_digest(client: Client) -> str | None:
    """Return the digest of the targets' bytes; None where there are none."""
    path = _path(client)
    return None if path is None or not path.is_file() else hashlib.sha256(path.read_bytes()).hexdigest()


def read_targets(client: Client) -> pd.DataFrame | None:
    """Return the targets: manager or customer_id, first and last (days), amount; None where there are none.

    Raises
    ------
    DataError
        If the file or a column is not there, or a period or amount cannot be read.
    """
    path = _path(client)
    if path is None or client.targets is None:
        return None
    import pandas as pd

    if not path.is_file():
        raise DataError(sentence("targets: there is no file '{file}' beside the client file.", file=path.name))
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=None, engine="python")
    for theirs in client.targets.columns.values():
        if theirs not in table:
            raise DataError(
                sentence(
                    "targets: {file} has no column '{column}'; it has {columns}.",
                    file=path.name,
                    column=theirs,
                    columns=", ".join(table),
                )
            )
    named = pd.DataFrame({ours: table[theirs].str.strip() for ours, theirs in client.targets.columns.items()})
    periods = named["period"].map(days_of)
    amounts = pd.to_numeric(named["amount"], errors="coerce")
    for column, bad in (("period", periods.isna()), ("amount", amounts.isna())):
        if bad.any():
            raise DataError(
                sentence(
                    "targets: row {row} of {file} has '{value}' as {column}, which cannot be read; a period is a year "
                    "(2024) or a month (2024-05), an amount a plain number.",
                    row=int(bad.idxmax()) + 2,
                    file=path.name,
                    value=named.loc[bad.idxmax(), column],
                    column=column,
                )
            )
    return named.assign(first=[days[0] for days in periods], last=[days[1] for days in periods], amount=amounts).drop(
        columns="period"
    )
