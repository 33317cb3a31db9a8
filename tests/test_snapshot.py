"""What is read once stays what was read: the chapters of a report see one state of the client, or it is not made."""

from __future__ import annotations

import json
import sqlite3

import pytest

from analysis.client.client import read_client
from analysis.intake import fingerprint
from analysis.questions import open_client, open_run
from analysis.report import execute as executing
from analysis.report.render import render_report
from analysis.run.snapshot import VARIABLE, opened, snapshot_of
from analysis.schema import DataError, RunError
from tests.conftest import SIX_ROWS

MORE = SIX_ROWS + "E,2023-04-01,9000\n"


@pytest.fixture
def client(small_client, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "cache"))
    return small_client()


def test_a_snapshot_opens_the_client_as_it_was_read(client):
    read = read_client(client, {"horizon_days": 90})
    again, key = opened(snapshot_of(read, "abc"))
    assert (again.parameters, again.sources, again.folder, key) == (read.parameters, read.sources, read.folder, "abc")


def test_a_kernel_sees_the_rows_that_its_report_was_begun_with(client, monkeypatch):
    run = open_client(read_client(client))
    customers = run.data.facts.customers
    monkeypatch.setenv("WORKBOOK_CLIENT", str(client / "client.yml"))
    monkeypatch.setenv("WORKBOOK_PARAMETERS", "{}")
    monkeypatch.setenv(VARIABLE, snapshot_of(run.client, run.base.read))
    (client / "orders.csv").write_text(MORE)
    (client / "client.yml").write_text("client: Somebody else\n")
    seen = open_run()
    assert (seen.data.facts.customers, seen.client.client) == (customers, "Acme")


def test_a_kernel_whose_rows_are_damaged_does_not_read_what_stands_there_now(client, monkeypatch):
    run = open_client(read_client(client))
    assert run.data.facts.customers == 4
    monkeypatch.setenv("WORKBOOK_CLIENT", str(client / "client.yml"))
    monkeypatch.setenv(VARIABLE, snapshot_of(run.client, run.base.read))
    (client / "orders.csv").write_text(MORE)
    for ledger in run.store.folder.glob("intake-*.ledger*"):
        ledger.write_bytes(b"damaged")
    with pytest.raises(RunError, match="The rows that were read of 'Acme' are damaged in the cache, or gone"):
        open_run().intake  # noqa: B018


def test_rows_that_are_appended_during_a_report_end_it_and_the_earlier_one_stays(client, tmp_path, monkeypatch, server):
    first = render_report(client, output=tmp_path / "reports", chapters=["intake"], server=server)
    before = first.page.read_bytes()

    def execute(*arguments, **settings):
        executed = genuine(*arguments, **settings)
        (client / "orders.csv").write_text(MORE)
        return executed

    genuine = executing.execute
    monkeypatch.setattr(executing, "execute", execute)
    with pytest.raises(DataError, match="The exports of 'Acme' changed while they were read"):
        render_report(
            client, output=tmp_path / "reports", chapters=["intake"], parameters={"horizon_days": 30}, server=server
        )
    assert first.page.read_bytes() == before


def test_rows_that_are_appended_between_two_looks_poison_no_cache(client, monkeypatch):
    run = open_client(read_client(client))

    class Reader:
        def __getattr__(self, name):
            from analysis import intake

            return getattr(intake, name)

        def read_transactions(self, *arguments):
            from analysis import intake

            account = intake.read_transactions(*arguments)
            (client / "orders.csv").write_text(MORE)
            return account

    run.base._reader = Reader()
    with pytest.raises(DataError, match="changed while they were read"):
        run.data  # noqa: B018
    assert open_client(read_client(client)).data.facts.customers == 5


def test_what_a_database_keeps_in_its_log_counts(tmp_path):
    file = tmp_path / "shop.db"
    with sqlite3.connect(file) as shop:
        shop.execute("PRAGMA journal_mode = WAL")
        shop.execute("CREATE TABLE orders (id TEXT, day TEXT, value REAL)")
        shop.execute("INSERT INTO orders VALUES ('A', '2023-01-01', 5)")
        shop.commit()
        columns = {"customer_id": "id", "date": "day", "amount": "value"}
        keys = {"client": "Shop", "currency": "EUR", "sources": [{"path": "shop.db", "columns": columns}]}
        (tmp_path / "client.yml").write_text(json.dumps(keys))
        before = fingerprint(read_client(tmp_path))
        shop.execute("INSERT INTO orders VALUES ('B', '2023-02-01', 7)")
        shop.commit()
        assert fingerprint(read_client(tmp_path)) != before
