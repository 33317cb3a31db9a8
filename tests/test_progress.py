"""Progress goes to stderr: at once to a terminal, and without one only about what takes long."""

from __future__ import annotations

import time

import pytest

from analysis import progress
from analysis.intake import read_transactions
from analysis.progress import Progress, Steps
from tests.strategies import THREE, make


def test_the_steps_of_an_intake_are_told_in_their_order(tmp_path):
    told: list[str] = []
    read_transactions(make(tmp_path, THREE), None, told.append)
    assert told[0] == "reading orders.csv (1 kB)"
    assert [step.split()[0] for step in told] == ["reading", "understanding", "sorting", "summing"]


def test_nothing_is_written_without_a_destination(tmp_path):
    client = make(tmp_path, THREE)
    assert read_transactions(client, None) == read_transactions(client, tmp_path / "out.parquet")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["orders.csv", "out.parquet"]


def test_a_quick_check_says_nothing_without_a_terminal(capsys):
    with Steps("acme") as steps:
        steps.tell("reading orders.csv (1 kB)")
    steps.done(3)
    assert capsys.readouterr().err == ""


def test_a_long_check_says_where_it_is_and_how_many_rows_it_read(capsys, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.01)
    with Steps("acme") as steps:
        steps.tell("reading orders.csv (277 MB)")
        while not steps.spoken:
            time.sleep(0.01)
    steps.done(10_000_000)
    first, last = capsys.readouterr().err.splitlines()
    assert first == "acme: reading orders.csv (277 MB)"
    assert last.startswith("acme: 10,000,000 rows read in ")
    assert last.endswith(" s")


def test_what_steers_a_terminal_is_not_in_what_is_told(capsys, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.01)
    with Steps("\x1b[31mac\nme") as steps:
        steps.tell("reading or\x1b[2Jders\n.csv")
        while not steps.spoken:
            time.sleep(0.01)
    with Progress("ac\nm\x1be"):
        pass
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert [line.split(":")[0] for line in said.splitlines()] == ["\ufffd[31mac me", "ac m\ufffde", "ac m\ufffde"]
