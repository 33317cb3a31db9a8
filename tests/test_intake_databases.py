"""Database files: read-only, one table or one query, and never a word of the URL that names them."""

from __future__ import annotations

import _thread
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from analysis.intake import read_transactions
from analysis.intake.read import archives
from analysis.schema import DataError
from tests.strategies import COLUMNS, amounts, client_of, ids

pytestmark = pytest.mark.usefixtures("only_read")

SECRET = "hunter2"


@pytest.fixture
def warehouse(tmp_path) -> Path:
    """A DuckDB file with two tables."""
    file = tmp_path / "acme.duckdb"
    with duckdb.connect(str(file)) as db:
        db.execute(
            "CREATE TABLE sales AS FROM (VALUES ('A', DATE '2023-05-01', 10.00::DECIMAL(9, 2)), "
            "('0077', DATE '2023-06-02', 20.50)) t(id, day, value); CREATE TABLE other (x INTEGER)"
        )
    return file


def taken(folder: Path, monkeypatch: pytest.MonkeyPatch, url: str, variable: str = "ACME_DB", **keys: object):
    """Return the account of a database named in the environment."""
    monkeypatch.setenv("ACME_DB", url)
    client = client_of(folder, [{"url_env": variable, "columns": COLUMNS, **keys}])
    return read_transactions(client, folder / "out.parquet")


def refused(folder: Path, monkeypatch: pytest.MonkeyPatch, url: str, **keys: object) -> str:
    """Return the sentence with which a database is refused."""
    with pytest.raises(DataError) as caught:
        taken(folder, monkeypatch, url, **keys)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_a_table_of_a_duckdb_file_is_read(tmp_path, monkeypatch, warehouse):
    intake = taken(tmp_path, monkeypatch, f"duckdb:///{warehouse}", table="sales")
    assert (ids(tmp_path), amounts(tmp_path)) == (["A", "0077"], [10.0, 20.5])
    assert (intake.inputs[0]["kind"], intake.inputs[0]["table"]) == ("duckdb", "sales")


def test_a_duckdb_file_is_read_by_its_path_too(tmp_path, warehouse):
    client = client_of(tmp_path, [{"path": warehouse.name, "columns": COLUMNS, "table": "sales"}])
    assert read_transactions(client, tmp_path / "out.parquet").facts["total"] == 30.5


def test_a_query_of_a_duckdb_file_is_run(tmp_path, monkeypatch, warehouse):
    query = "SELECT id, day, 2 * value AS value FROM sales WHERE id = 'A';"
    taken(tmp_path, monkeypatch, f"duckdb:///{warehouse}", query=query)
    assert (ids(tmp_path), amounts(tmp_path)) == (["A"], [20.0])


def test_a_query_reads_no_other_file(tmp_path, monkeypatch, warehouse):
    (tmp_path / "other.csv").write_text("id,day,value\nA,2023-05-01,1\n")
    said = refused(tmp_path, monkeypatch, f"duckdb:///{warehouse}", query=f"SELECT * FROM '{tmp_path}/other.csv'")
    assert "cannot be" in said


def test_a_query_that_is_no_select_is_refused(tmp_path, monkeypatch, warehouse):
    said = refused(tmp_path, monkeypatch, f"duckdb:///{warehouse}", query="DROP TABLE sales")
    assert "one SELECT" in said
    with duckdb.connect(str(warehouse)) as db:
        assert db.execute("SELECT count(*) FROM sales").fetchall() == [(2,)]


def test_a_column_that_the_query_misspells_is_named(tmp_path, monkeypatch, warehouse):
    said = refused(tmp_path, monkeypatch, f"duckdb:///{warehouse}", query="SELECT idd FROM sales")
    assert "idd" in said


def test_several_tables_are_an_error_that_names_them(tmp_path, monkeypatch, warehouse):
    assert "Set table to one of: other, sales" in refused(tmp_path, monkeypatch, f"duckdb:///{warehouse}")


def test_a_file_that_is_no_duckdb_database_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "x.duckdb").write_bytes(b"no database" * 400)
    assert "cannot be read" in refused(tmp_path, monkeypatch, f"duckdb:///{tmp_path / 'x.duckdb'}")


def test_a_sqlite_file_with_a_driver_in_its_url_is_read(tmp_path, monkeypatch):
    with sqlite3.connect(tmp_path / "a.db") as db:
        db.execute("CREATE TABLE sales (id, day, value)")
        db.execute("INSERT INTO sales VALUES ('A', '2023-05-01', 10), ('B', '2023-06-02', 20.5)")
    taken(tmp_path, monkeypatch, f"sqlite+pysqlite:///{tmp_path / 'a.db'}?mode=ro")
    assert amounts(tmp_path) == [10.0, 20.5]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"postgresql+psycopg2://ann:{SECRET}@db.example/acme", "PostgreSQL server"),
        (f"mysql://ann:{SECRET}@db.example/acme", "MySQL server"),
        (f"ann:{SECRET}@db.example/acme", "no database file"),
        (f"sqlite://ann:{SECRET}@db.example/acme", "no database file"),
        (f"sqlite:////nowhere/{SECRET}.db", "does not exist"),
        (f"duckdb:////nowhere/a.db?password={SECRET}", "does not exist"),
    ],
)
def test_a_url_that_names_no_database_file_is_refused_without_a_word_of_it(tmp_path, monkeypatch, url, words):
    said = refused(tmp_path, monkeypatch, url)
    assert words in said
    assert "ACME_DB" in said
    assert "db.example" not in said


def test_a_url_in_place_of_the_name_of_a_variable_is_not_repeated(tmp_path, monkeypatch):
    said = refused(tmp_path, monkeypatch, "x", variable=f"postgres://ann:{SECRET}@db.example/acme")
    assert "the name of an environment variable" in said


def test_a_url_in_place_of_a_path_is_not_repeated(tmp_path):
    client = client_of(tmp_path, [{"path": f"https://ann:{SECRET}@db.example/a.csv", "columns": COLUMNS}])
    with pytest.raises(DataError) as caught:
        read_transactions(client, tmp_path / "out.parquet")
    assert "nothing is fetched from a network" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_nothing_of_the_url_is_in_the_account(tmp_path, monkeypatch, warehouse):
    secret = tmp_path / SECRET
    secret.mkdir()
    warehouse.rename(secret / "a.duckdb")
    intake = taken(tmp_path, monkeypatch, f"duckdb:///{secret / 'a.duckdb'}", table="sales")
    assert SECRET not in str(intake.as_dict())
    assert str(tmp_path) not in str(intake.as_dict())


# ---------------------------------------------------------------- damaged, and without end

ENDLESS = "CREATE VIEW sales AS WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n) {}"
PADDED = "SELECT 'A' AS id, '2023-05-01' AS day, 10.5 AS value, printf('%100d', k) AS more FROM n"


@pytest.fixture
def small_ratio(monkeypatch):
    """Let ten megabytes out of a small file be too much already."""
    monkeypatch.setattr(archives, "RATIO_COUNTS_FROM", 10 * 2**20)


def test_a_view_without_end_is_refused_before_it_fills_the_disk(tmp_path, small_ratio):
    with closing(sqlite3.connect(tmp_path / "acme.db")) as db:
        db.execute(ENDLESS.format(PADDED))
    client = client_of(tmp_path, [{"path": "acme.db", "columns": COLUMNS}])
    with pytest.raises(DataError, match=r"acme.db: refused: a database of 0.0 MB gives \d\d MB or more; does the"):
        read_transactions(client, None)


def test_a_view_that_never_yields_a_row_can_be_interrupted(tmp_path):
    with closing(sqlite3.connect(tmp_path / "acme.db")) as db:
        db.execute(ENDLESS.format(PADDED + " WHERE k < 0"))
    client = client_of(tmp_path, [{"path": "acme.db", "columns": COLUMNS}])
    threading.Timer(0.5, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        read_transactions(client, None)


def test_a_query_without_end_of_a_duckdb_file_is_refused_too(tmp_path, warehouse, small_ratio):
    query = "SELECT 'A' AS id, '2023-05-01' AS day, 10.5 AS value FROM range(1000000000)"
    client = client_of(tmp_path, [{"path": warehouse.name, "columns": COLUMNS, "query": query}])
    with pytest.raises(DataError, match=r"acme.duckdb: refused: a database of .* MB gives \d+ MB or more"):
        read_transactions(client, None)


def test_a_sqlite_file_whose_pages_do_not_hold_together_is_damaged(tmp_path):
    """Without a look at its pages the rows of one that was overwritten are lost without a word."""
    with closing(sqlite3.connect(tmp_path / "acme.db")) as db:
        db.execute("CREATE TABLE sales (id TEXT, day TEXT, value REAL)")
        db.executemany("INSERT INTO sales VALUES (?, '2023-05-01', 10.5)", [(f"K{k}",) for k in range(2000)])
        db.commit()
    content = bytearray((tmp_path / "acme.db").read_bytes())
    content[5 * 4096 + 3 : 5 * 4096 + 5] = b"\0\7"  # a page that says it holds 7 rows
    (tmp_path / "acme.db").write_bytes(content)
    client = client_of(tmp_path, [{"path": "acme.db", "columns": COLUMNS}])
    with pytest.raises(DataError, match=r"acme.db: the database cannot be read: database disk image is malformed"):
        read_transactions(client, None)


def test_rows_that_break_a_rule_of_their_table_are_no_damage(tmp_path):
    with closing(sqlite3.connect(tmp_path / "acme.db")) as db:
        db.execute("CREATE TABLE sales (id TEXT, day TEXT, value REAL CHECK (value < 10))")
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("INSERT INTO sales VALUES ('A', '2023-05-01', 10.5)")
        db.commit()
    client = client_of(tmp_path, [{"path": "acme.db", "columns": COLUMNS}])
    assert read_transactions(client, None).facts["total"] == 10.5
