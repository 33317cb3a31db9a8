"""The store: what one chapter has computed every other one reads, and nobody reads what is half there."""

import json
import os
import threading

import numpy as np
import pandas as pd
import pytest

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
