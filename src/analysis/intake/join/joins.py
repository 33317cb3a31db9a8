"""The optional tables of a client: read after the sources, joined to the used lines, kept beside the ledger."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.client.client import Client
from analysis.client.surveys import SurveyTable
from analysis.client.tables import ContactTable, CustomerTable, ReceivableTable, SubscriptionTable
from analysis.intake.join.attributes import last_row_each, make_accounts, one_row_each
from analysis.intake.join.coverage import say_coverage
from analysis.intake.join.groups import say_groups, sum_branches
from analysis.intake.join.name_twins import say_name_twins
from analysis.intake.join.records import check_records
from analysis.intake.join.tables import Typed, read_table
from analysis.intake.join.value_twins import say_value_twins
from analysis.intake.workspace import Workspace, literal, name

if TYPE_CHECKING:
    import pandas as pd

TABLES = (CustomerTable, SurveyTable, ContactTable, SubscriptionTable, ReceivableTable)
FLAGS = {column for column, kind in CustomerTable.KINDS.items() if kind == "flag"}
DAYS = {column for table in TABLES for column, kind in table.KINDS.items() if kind == "day"}


def read_tables(bench: Workspace, client: Client, currency: str | None) -> dict[str, Typed]:
    """Read and check every optional table that the client file names, by key."""
    theirs = [source.columns["customer_id"] for source in client.sources]
    usual = ["customer_id", *(column for column in theirs if isinstance(column, str))]
    tables = {}
    for key, settings in client.tables.items():
        tables[key] = read_table(bench, key, settings, usual, client.folder, currency)
        if key == "customers" and settings.path in [source.path for source in client.sources]:
            last_row_each(bench, tables[key])
        else:
            (one_row_each if key == "customers" else check_records)(bench, tables[key])
    return tables


def join_tables(bench: Workspace, tables: dict[str, Typed], ledger: Path | None, *, grouped: bool) -> dict[str, Any]:
    """Say how far each table covers the used lines, write them beside the ledger (if there is one), return the figures.

    `group_customers` must have made ``branches``, and `sum_up` the sums by customer.
    """
    if not tables:
        return {}
    sum_branches(bench, grouped)
    figures: dict[str, Any] = {"tables": {key: say_coverage(bench, typed) for key, typed in tables.items()}}
    written = {key: _records(typed, grouped) for key, typed in tables.items() if key != "customers"}
    if "customers" in tables:
        make_accounts(bench, tables["customers"])
        say_name_twins(bench, tables["customers"])
        say_value_twins(bench, tables["customers"])
        written["accounts"] = "FROM accounts"
        if grouped:
            figures["groups"] = say_groups(bench, tables["customers"])
            written["groups"] = "FROM groups"
    for key, relation in written.items():
        _write(bench, relation, ledger, key)
    return figures


def _records(typed: Typed, grouped: bool) -> str:
    """Return SQL for a table's rows by paying customer, in their order; numbers are floats."""
    measured = [
        column for table in TABLES for column, kind in table.KINDS.items() if kind in {"money", "number", "order"}
    ]
    values = [
        f"{name(column)}::DOUBLE AS {name(column)}" if column in {*measured, "recommend_score"} else name(column)
        for column in typed.columns
    ]
    branch = ["t.id AS branch_id"] if grouped else []
    chosen = ", ".join(["coalesce(b.root, t.id) AS customer_id", *branch, *values])
    return f"SELECT {chosen} FROM {typed.table} t LEFT JOIN branches b USING (id) ORDER BY t.row"


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
    for column in FLAGS & set(frame.columns):
        frame[column] = frame[column].astype("boolean")
    return frame.set_index("customer_id") if file.name.endswith(".accounts.parquet") else frame


def _write(bench: Workspace, relation: str, ledger: Path | None, table: str) -> None:
    if ledger is None:
        return
    file = beside(ledger, table)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".part")
    bench.con.execute(f"COPY ({relation}) TO {literal(str(unfinished))} (FORMAT parquet)")
    os.replace(unfinished, file)
