"""Small clients for tests of intake, and random ledgers for its properties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import strategies as st

from analysis.client.client import Client
from analysis.intake import Intake, read_transactions, say
from analysis.schema import DataError

COLUMNS = {"customer_id": "id", "date": "day", "amount": "value"}
HEAD = "id,day,value\n"
THREE = HEAD + "A,2023-05-01,10.00\nB,2023-06-02,20.50\nA,2023-07-03,-1.25\n"
CLIENT_KEYS = ("observation_end", "today", "currency", "rates", "parameters", "customers", "subscriptions")


def client_of(folder: Path, sources: Sequence[dict[str, object]], **keys: object) -> Client:
    """Return a client with these sources; files lie in the folder."""
    settings = {
        "client": "Test",
        "currency": "EUR",
        "today": dt.date(2026, 1, 1),
        "sources": list(sources),
        **keys,
    }
    return Client.model_validate({**settings, "folder": folder})


def make(folder: Path, content: str | bytes, name: str = "orders.csv", **keys: object) -> Client:
    """Return a client whose one source holds the content; other keys go to the source, or to the client."""
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    of_client = {key: keys.pop(key) for key in CLIENT_KEYS if key in keys}
    return client_of(folder, [{"path": name, "columns": COLUMNS, **keys}], **of_client)


def take(folder: Path, content: str | bytes, **keys: object) -> Intake:
    """Return the account of one file."""
    return read_transactions(make(folder, content, **keys), folder / "out.parquet")


def refusal(folder: Path, content: str | bytes, **keys: object) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(DataError) as caught:
        take(folder, content, **keys)
    return str(caught.value)


def codes(intake: Intake) -> set[str]:
    """Return the codes of the warnings."""
    return {finding["code"] for finding in intake.findings if finding["level"] == "warning"}


def message(intake: Intake, code: str) -> str:
    """Return what a finding says."""
    return next(say.message(finding) for finding in intake.findings if finding["code"] == code)


def left_out(intake: Intake) -> dict[str, tuple[int, float]]:
    """Return rows and money left out, by reason."""
    return {entry["reason"]: (entry["rows"], entry["amount"]) for entry in intake.ledger}


def written(folder: Path) -> list[tuple[object, ...]]:
    """Return the rows of the Parquet file."""
    return duckdb.sql(f"FROM '{folder / 'out.parquet'}'").fetchall()


def days(folder: Path) -> list[str]:
    """Return the days of the Parquet file, in its order."""
    return [row[1].isoformat() for row in written(folder)]  # type: ignore[attr-defined]


def amounts(folder: Path) -> list[float]:
    """Return the amounts of the Parquet file, in its order."""
    return [float(row[2]) for row in written(folder)]  # type: ignore[arg-type]


def ids(folder: Path) -> list[str]:
    """Return the customer ids of the Parquet file, in its order."""
    return [str(row[0]) for row in written(folder)]


def column(kind: str, values: Sequence[str]) -> str:
    """Return a file of which one column is given: the ids, the days or the values."""
    rows = []
    for k, value in enumerate(values):
        cells = {"id": f"K{k}", "day": f"2023-01-{k + 1:02d}", "value": "10.50"} | {kind: value}
        rows.append(";".join(cells[name] for name in ("id", "day", "value")))
    return "id;day;value\n" + "\n".join(rows) + "\n"


@st.composite
def ledgers(draw: st.DrawFn) -> list[tuple[str, dt.date, Decimal]]:
    """Return two to thirty transactions; ids are words, money has two decimals, one amount is positive."""
    ids_ = st.text(st.sampled_from("ABCdef019äß客"), min_size=1, max_size=5).map("K".__add__)
    dates = st.dates(dt.date(2020, 1, 1), dt.date(2024, 12, 31))
    money = st.integers(-99_999, 999_999).map(lambda cents: Decimal(cents) / 100)
    rows = draw(st.lists(st.tuples(ids_, dates, money), min_size=1, max_size=29))
    return [*rows, ("K", draw(dates), Decimal("1234.56"))]


def as_text(rows: Sequence[tuple[str, dt.date, Decimal]], delimiter: str = ",", quote: str = "") -> str:
    """Return transactions as delimited text."""
    lines = [["id", "day", "value"]] + [[i, d.isoformat(), f"{a:.2f}"] for i, d, a in rows]
    return "\n".join(delimiter.join(quote + cell + quote for cell in line) for line in lines) + "\n"
