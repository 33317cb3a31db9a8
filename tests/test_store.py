"""The store: what one chapter has computed every other one reads, and nobody reads what is half there."""

import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from filelock import FileLock

from analysis.run import store as store_module
from analysis.run.store import Store, Stored, code_key, content_key, without_nan


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "acme")


def never():
    raise AssertionError("computed again")


def test_a_stop_is_made_once_and_read_from_then_on(store):
    made = Stored({"gini": 0.63}, {"curve": pd.DataFrame({"x": [0.0, 1.0], "name": ["a", "b"]})})
    first = store.fetch("concentration", "k1", lambda: made)
    second = store.fetch("concentration", "k1", never)
    assert first.numbers == second.numbers == {"gini": 0.63}
    pd.testing.assert_frame_equal(second.tables["curve"], made.tables["curve"])


def test_another_key_is_another_stop(store):
    for key in ("k1", "k2"):
        store.fetch("value", key, lambda key=key: Stored({"key": key}))
    assert [store.fetch("value", key, never).numbers["key"] for key in ("k1", "k2")] == ["k1", "k2"]


def test_first_and_later_reading_give_the_same(store):
    """Numbers come back as JSON knows them on the first reading too, so that no run depends on the cache."""
    made = Stored({"n": np.int64(3), "share": np.float64(0.5), "day": pd.Timestamp("1997-09-30").date(), 1: (1, 2)})
    first = store.fetch("holdout", "k", lambda: made).numbers
    assert first == store.fetch("holdout", "k", never).numbers
    assert first == {"n": 3, "share": 0.5, "day": "1997-09-30", "1": [1, 2]}


def test_what_failed_is_computed_again(store):
    with pytest.raises(ZeroDivisionError):
        store.fetch("value", "k", lambda: 1 / 0)
    assert store.fetch("value", "k", lambda: Stored({"n": 1})).numbers == {"n": 1}


def test_a_table_without_its_numbers_is_not_taken_for_done(store):
    store.folder.mkdir()
    pd.DataFrame({"x": [1]}).to_parquet(store.path("value", "k", ".curve.parquet"))
    store.path("value", "k", ".draft").write_text('{"numbers": {"n"')
    assert store.fetch("value", "k", lambda: Stored({"n": 2})).numbers == {"n": 2}


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_know_is_refused_and_nothing_is_kept(store, wrong):
    with pytest.raises(ValueError, match="JSON"):
        store.fetch("value", "k", lambda: Stored({"total": wrong}))
    assert not store.path("value", "k", ".json").exists()


def test_what_is_no_number_text_or_day_does_not_belong_into_results(store):
    with pytest.raises(TypeError, match="object does not belong into results"):
        store.fetch("value", "k", lambda: Stored({"model": object()}))


def test_who_needs_what_another_is_computing_waits_for_it(tmp_path):
    started, finish, made, read = threading.Event(), threading.Event(), [], []

    def slowly():
        made.append(1)
        started.set()
        finish.wait(20)
        return Stored({"n": 1})

    def fetch():
        read.append(Store(tmp_path / "acme").fetch("value", "k", slowly).numbers["n"])

    threads = [threading.Thread(target=fetch) for _ in range(3)]
    threads[0].start()
    assert started.wait(20)
    for thread in threads[1:]:
        thread.start()
    finish.set()
    for thread in threads:
        thread.join(20)
    assert (read, made) == ([1, 1, 1], [1])


def test_the_stops_that_were_used_longest_ago_are_forgotten_with_all_their_parts(store, monkeypatch):
    monkeypatch.setattr(store_module, "STOPS_KEPT", 2)
    table = {"t": pd.DataFrame({"x": [1]})}
    for age, key in enumerate(("read again", "forgotten")):
        store.fetch("value", key, lambda: Stored({}, table))
        os.utime(store.path("value", key, ".json"), (1000 + age, 1000 + age))
    store.fetch("value", "read again", never)
    store.fetch("value", "new", lambda: Stored({}, table))
    assert {path.name.split(".")[0] for path in store.folder.iterdir()} == {"value-read again", "value-new"}


# ---------------------------------------------------------------- damaged, read-only, held


def kept(store):
    """Store one stop that holds a table and a file beside it."""

    def make():
        store.path("value", "k", ".ledger").write_bytes(b"rows")
        return Stored({"total": 10.5}, {"t": pd.DataFrame({"x": [1, 2]})})

    return store.fetch("value", "k", make)


def altered(file):
    file.write_bytes(file.read_bytes().replace(b"10.5", b"99.5").replace(b"rows", b"row2"))


def a_folder(file):
    file.unlink()
    file.mkdir()


DAMAGES = {
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-3]),
    "empty": lambda file: file.write_bytes(b""),
    "noise": lambda file: file.write_bytes(bytes(range(256))),
    "longer": lambda file: file.write_bytes(file.read_bytes() + b"x"),
    "a folder": a_folder,
}
CASES = [(part, how) for part in (".json", ".t.parquet", ".ledger") for how in DAMAGES.values()]
CASES += [(".json", altered), (".ledger", altered)]
CASES += [(part, os.unlink) for part in (".json", ".t.parquet", ".ledger")]


@pytest.mark.parametrize(("part", "damage"), CASES)
def test_a_stop_that_is_not_as_it_was_written_is_made_again(store, part, damage, capfd, caplog):
    kept(store)
    damage(store.path("value", "k", part))
    caplog.set_level(logging.DEBUG, "analysis")
    assert kept(store).numbers == {"total": 10.5}
    assert store.fetch("value", "k", never).tables["t"]["x"].tolist() == [1, 2]
    assert store.path("value", "k", ".ledger").read_bytes() == b"rows"
    said = ["What was computed of 'value' is damaged; it is computed again."]
    assert caplog.messages == ([] if (part, damage) == (".json", os.unlink) else said)
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def read_only(monkeypatch, tmp_path):
    """Let nothing be written into the cache, whoever runs the tests; return where it is kept instead."""

    def refuse(*_, dir, **__):
        if "spare" not in str(dir):
            raise PermissionError(dir)
        return io.BytesIO()

    (tmp_path / "spare").mkdir()
    monkeypatch.setenv("WORKBOOK_SPARE", str(tmp_path / "spare"))
    return lambda: monkeypatch.setattr(tempfile, "TemporaryFile", refuse)


def test_a_cache_that_cannot_be_written_to_is_read_and_what_is_new_is_kept_elsewhere(store, read_only, tmp_path):
    kept(store)
    before = sorted(store.folder.iterdir())
    read_only()
    assert store.fetch("value", "k", never).numbers == {"total": 10.5}
    assert store.fetch("churn", "k", lambda: Stored({"n": 1})).numbers == {"n": 1}
    assert store.path("churn", "k", ".json") == tmp_path / "spare" / "acme" / "churn-k.json"
    assert Store(store.folder).fetch("churn", "k", never).numbers == {"n": 1}
    assert sorted(store.folder.iterdir()) == before


def test_a_damaged_stop_in_a_cache_that_cannot_be_written_to_is_made_elsewhere(store, read_only):
    kept(store)
    altered(store.path("value", "k", ".json"))
    read_only()
    assert store.fetch("value", "k", lambda: Stored({"total": 10.5})).numbers == {"total": 10.5}


def test_a_report_of_a_client_whose_cache_cannot_be_written_to_reads_its_ledger_from_where_it_is(small_run, read_only):
    read_only()
    assert len(small_run(today="2026-01-02").customers) == 4  # with a cache of its own


def test_a_lock_that_another_run_holds_is_said_and_waited_for(store, monkeypatch, capsys):
    monkeypatch.setattr(store_module, "SECONDS_WITHOUT_A_WORD", 0.1)
    store.folder.mkdir()
    held, done = threading.Event(), threading.Event()

    def hold():
        with FileLock(store.path("value", "k", ".lock")):
            held.set()
            done.wait(0.5)

    threading.Thread(target=hold).start()
    assert held.wait(20)
    assert store.fetch("value", "k", lambda: Stored({"n": 1})).numbers == {"n": 1}
    assert capsys.readouterr().err == "Another run computes 'value' of this client; waiting for it.\n"


# ---------------------------------------------------------------- keys


def test_key_changes_with_every_part_and_with_nothing_else():
    keys = [content_key({"a": 1, "b": 2}), content_key({"b": 2, "a": 1}), content_key({"a": 1, "b": 3}), content_key()]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert content_key(1, "a") != content_key("1", "a")


def test_key_of_the_code_is_the_same_all_the_time_it_runs():
    assert code_key() == code_key()
    assert len(code_key()) == 16


# ---------------------------------------------------------------- results without NaN


def test_what_is_not_finite_becomes_null_at_any_depth_and_the_rest_stays():
    record = {"a": [np.float64("nan"), 1.5, {"b": -np.inf}], 2: np.int64(4), "c": None, "d": "nan", "e": True}
    clean = without_nan(record)
    assert clean == {"a": [None, 1.5, {"b": None}], "2": 4, "c": None, "d": "nan", "e": True}
    assert json.dumps(clean, allow_nan=False)


def test_what_could_not_be_kept_in_the_cache_goes_with_the_process_that_computed_it():
    code = "from analysis import places; f = places.spare(); assert places.spare() == f; print(f)"
    settings = {name: value for name, value in os.environ.items() if name != "WORKBOOK_SPARE"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=settings)
    assert not os.path.exists(done.stdout.strip())


def test_what_a_killed_run_left_among_the_temporary_files_goes_with_the_next_one(tmp_path):
    code = "from analysis.scratch import scratch; import os; print(scratch(), flush=True); os.kill(os.getpid(), 9)"
    settings = os.environ | {"TMPDIR": str(tmp_path)}
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=settings)
    left = Path(killed.stdout.strip())
    (left / "unpacked.csv").write_text("client data")
    (tmp_path / ".workbook-notes").mkdir()  # of somebody else: nobody ever held it
    told = "print(scratch() != sys.argv[1], os.listdir(sys.argv[2]))"
    code = f"import os, sys; from analysis.scratch import scratch; {told}"
    command = [sys.executable, "-c", code, left, tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=settings)
    assert not left.exists()
    assert [path.name for path in tmp_path.iterdir()] == [".workbook-notes"]
    assert done.stdout.startswith("True")
