"""The optional tables of a client: read after the sources, joined to the used lines, kept beside the ledger."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.client import Client
from analysis.intake.attributes import make_accounts, one_row_each
from analysis.intake.coverage import say_coverage
from analysis.intake.tables import Typed, read_table
from analysis.intake.workspace import Workspace, literal
from analysis.tables import ContactTable, CustomerTable, SubscriptionTable, SurveyTable

if TYPE_CHECKING:
    import pandas as pd

TABLES = (CustomerTable, SurveyTable, ContactTable, SubscriptionTable)
DAYS = {column for table in TABLES for column, kind in table.KINDS.items() if kind == "day"}


def read_tables(bench: Workspace, client: Client, currency: str | None) -> dict[str, Typed]:
    """Read every optional table that the client file names, by key."""
    theirs = [source.columns["customer_id"] for source in client.sources]
    usual = ["customer_id", *(column for column in theirs if isinstance(column, str))]
    tables = {
        key: read_table(bench, key, settings, usual, client.folder, currency) for key, settings in client.tables.items()
    }
    if "customers" in tables:
        one_row_each(bench, tables["customers"])
    return tables


def join_tables(bench: Workspace, tables: dict[str, Typed], ledger: Path) -> dict[str, Any]:
    """Say how far each table covers the used lines, write the tables beside the ledger, return the figures."""
    if not tables:
        return {}
    bench.con.execute(
        "CREATE TABLE bought AS SELECT id, net FROM people JOIN customers USING (customer); "
        "CREATE TABLE branches AS SELECT id, id AS root FROM bought"
    )
    if "customers" in tables:
        bench.con.execute(
            f"INSERT INTO branches SELECT id, id FROM {tables['customers'].table} ANTI JOIN branches USING (id)"
        )
        make_accounts(bench, tables["customers"])
        _write(bench, "accounts", beside(ledger, "accounts"))
    return {"tables": {key: say_coverage(bench, typed) for key, typed in tables.items()}}


def beside(ledger: Path, table: str) -> Path:
    """Return where a table lies that belongs to a ledger.

    Examples
    --------
    >>> print(beside(Path("intake-0123.ledger"), "accounts"))
    intake-0123.accounts.parquet
    """
    return ledger.with_name(f"{ledger.stem}.{table}.parquet")


def read_joined(file: Path) -> pd.DataFrame | None:
    """Return a table that lies beside a ledger, None if there is none.

    Days are datetime64, yes and no are nullable booleans, money and numbers float; accounts are indexed by
    customer_id.
    """
    if not file.is_file():
        return None
    import pandas as pd

    frame = pd.read_parquet(file)
    for column in DAYS & set(frame.columns):
        frame[column] = pd.to_datetime(frame[column])
    if "strategic" in frame:
        frame["strategic"] = frame["strategic"].astype("boolean")
    return frame.set_index("customer_id") if file.name.endswith(".accounts.parquet") else frame


def _write(bench: Workspace, relation: str, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".part")
    bench.con.execute(f"COPY (FROM {relation}) TO {literal(str(unfinished))} (FORMAT parquet)")
    os.replace(unfinished, file)
