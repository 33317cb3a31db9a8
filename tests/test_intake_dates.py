"""Dates: one format per column, recognised by its values; what cannot be told apart is asked for."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.mean.date_order import clock_of, day_of
from analysis.intake.mean.date_shapes import FAMILIES, plain_moment
from analysis.intake.workspace import literal, workspace
from tests.strategies import codes, column, days, left_out, message, refusal, take

pytestmark = pytest.mark.usefixtures("only_read")


@pytest.mark.parametrize(
    "values",
    [
        ["2023-01-31", "2023-02-01"],
        ["2023/1/31", "2023/2/1"],
        ["20230131", "20230201"],
        ["31/01/2023", "01/02/2023"],
        ["01/31/2023", "02/01/2023"],
        ["1/31/2023 11:30 PM", "2/1/2023 1:05 AM"],
        ["31.01.2023 23:59", "01.02.2023 00:00"],
        ["31.01.2023. 23:59", "01.02.2023. 00:00"],
        ["31.01.2023 - 23:59", "01.02.2023 - 00:00"],
        ["2023-01-31 23:59:00 +0200 EET", "2023-02-01 00:05:00 +0200 EET"],
        ["31-Jan-2023", "01-Feb-2023"],
        ["Jan 31, 2023", "February 1, 2023"],
        ["31. Januar 2023", "1. Februar 2023"],
        ["31 janv. 2023", "1 févr. 2023"],
        ["Tue, 31 Jan 2023 10:00:00", "Wed, 01 Feb 2023 10:00:00"],
        ["2023年1月31日", "2023年2月1日"],
        ["２０２３年１月３１日", "２０２３－０２－０１"],
        ["2023-01-31 下午 3:05", "2023-02-01 上午 9:00"],
        ["2023-01-31T23:30:00+08:00", "2023-02-01T00:10:00+08:00"],
        ["2023-01-31 10:00:00.123", "2023-02-01 10:00:00"],
        ["31/01/23", "01/02/23"],
        ["01/31/23", "02/01/23"],
        ["2023-W05-2", "2023-W05-3"],
        ["44957", "44958"],
        ["1675123200", "1675209600"],
        ["31-JAN-23", "01-FEB-23"],
        [" 2023-01-31 ", "2023-02-01\u00a0"],
    ],
)
def test_a_format_is_recognised_from_the_whole_column(tmp_path, values):
    take(tmp_path, column("day", values))
    assert days(tmp_path) == ["2023-01-31", "2023-02-01"]


@pytest.mark.parametrize("values", [["01/02/2023", "03/04/2023"], ["1-2-2023", "12-12-2023"], ["01/02/23", "02/11/23"]])
def test_day_or_month_first_without_evidence_is_an_error_that_names_both(tmp_path, values):
    said = refusal(tmp_path, column("day", values))
    assert "ambiguous" in said
    assert "%d/%m/" in said
    assert "%m/%d/" in said or "%y/%m/%d" in said


def test_a_stated_format_settles_an_ambiguity(tmp_path):
    take(tmp_path, column("day", ["01/02/2023", "03/04/2023"]), date_format="%d/%m/%Y")
    assert days(tmp_path) == ["2023-02-01", "2023-04-03"]


def test_a_stated_format_that_does_not_fit_is_an_error(tmp_path):
    said = refusal(tmp_path, column("day", ["2023-01-31"]), date_format="%d/%m/%Y")
    assert "'%d/%m/%Y' does not fit 1 of 1" in said
    assert "2023-01-31" in said


def test_a_stated_format_that_is_none_is_an_error(tmp_path):
    assert "date_format" in refusal(tmp_path, column("day", ["2023-01-31"]), date_format="%Q")


def test_dates_with_points_are_day_first_and_that_is_said(tmp_path):
    intake = take(tmp_path, column("day", ["01.02.2023", "03.04.2023"]))
    assert days(tmp_path) == ["2023-02-01", "2023-04-03"]
    assert "date_day_first" in codes(intake)


def test_a_column_that_changes_between_day_and_month_first_is_an_error(tmp_path):
    assert "mixed" in refusal(tmp_path, column("day", ["31/01/2023", "01/31/2023"]))


def test_two_formats_in_one_column_are_an_error(tmp_path):
    said = refusal(tmp_path, column("day", ["2023-01-31", "13/02/2023"]))
    assert "2023-01-31" in said
    assert "13/02/2023" in said


@pytest.mark.parametrize(
    ("value", "word"),
    [("2023-W05", "week"), ("2023-05", "month"), ("May 2023", "month"), ("202305", "month"), ("2023-T2", "quarter")],
)
def test_a_week_or_a_month_is_no_day(tmp_path, value, word):
    said = refusal(tmp_path, column("day", [value]))
    assert word in said
    assert value in said


@pytest.mark.parametrize("code", ["date_serial", "date_unix", "date_iso_week", "date_two_digit_year"])
def test_what_was_converted_is_said(tmp_path, code):
    value = {"date_serial": "44957", "date_unix": "1675123200", "date_iso_week": "2023-W05-2"}.get(code, "31/01/23")
    assert code in codes(take(tmp_path, column("day", [value, value])))


def test_a_stamp_keeps_its_local_day(tmp_path):
    intake = take(tmp_path, column("day", ["2023-01-31T23:30:00Z"]))
    assert days(tmp_path) == ["2023-01-31"]
    assert "UTC" in message(intake, "date_time_zone")


def test_a_stated_time_zone_moves_stamps_with_an_offset(tmp_path):
    take(tmp_path, column("day", ["2023-01-31T23:30:00Z", "2023-06-30T22:30:00+00:00"]), timezone="Europe/Berlin")
    assert days(tmp_path) == ["2023-02-01", "2023-07-01"]


def test_an_unknown_time_zone_is_an_error(tmp_path):
    for day in ("2023-01-31T10:00Z", "2023-01-31"):
        assert "Mars/Base" in refusal(tmp_path, column("day", [day]), timezone="Mars/Base")


def test_a_missing_date_leaves_the_row_out(tmp_path):
    missing = ["", "NULL", "0000-00-00", "00/00/0000", "n/a", "未知", "NaT"]
    intake = take(tmp_path, column("day", [*["2023-01-31"] * 7, *missing]))
    assert left_out(intake) == {"missing_date": (7, 73.5)}
    assert "missing_date" in codes(intake)


def test_a_system_s_word_for_no_date_leaves_the_row_out(tmp_path):
    words = ["1900-01-01", "1899-12-30", "1970-01-01", "0001-01-01"]
    assert left_out(take(tmp_path, column("day", ["2023-01-31", *words]))) == {"date_placeholder": (4, 42.0)}


def test_a_date_in_the_future_leaves_the_row_out(tmp_path):
    intake = take(tmp_path, column("day", ["2023-01-31", "2026-01-01", "2099-12-31", "9999-12-31", "2026-01-02"]))
    assert left_out(intake) == {"date_future": (3, 31.5)}
    assert intake.facts["last"] == "2026-01-01"
    assert "2099-12-31" in message(intake, "date_future")


def test_few_impossible_dates_are_left_out_and_named(tmp_path):
    text = column("day", ["2023-01-31"] * 150 + ["2023-02-30"])
    intake = take(tmp_path, text)
    assert left_out(intake) == {"unreadable_date": (1, 10.5)}
    assert "line 152 ('2023-02-30')" in message(intake, "unreadable_date")


def test_an_observation_end_in_the_future_is_an_error(tmp_path):
    import datetime as dt

    assert "future" in refusal(tmp_path, column("day", ["2023-01-31"]), observation_end=dt.date(2027, 1, 1))


@given(st.integers())
@settings(max_examples=20)
def test_what_is_plain_is_read_as_its_parts_say(seed):
    draw = random.Random(seed)
    shapes = ["2022-12-31", "2022-12-31 23:59", "2022-12-31T23:59:59", "1999-02-28 12:00:60.123", "9999-01-01 00:00Z"]
    texts = [
        "".join(draw.choice("0123456789-: T+Z.") if draw.random() < 0.15 else sign for sign in draw.choice(shapes))
        for _ in range(2_000)
    ]
    pattern, order = FAMILIES["year first"]
    fits = f"regexp_matches(t, {literal(pattern)})"
    parts = f"regexp_extract(t, {literal(pattern)}, ['a', 'b', 'c', 'half', 'h', 'mi', 's', 'ap', 'z'])"
    with workspace(dt.date(2026, 1, 1)) as bench:
        bench.con.execute("CREATE TABLE texts AS SELECT unnest(?::VARCHAR[]) AS t", [texts])
        bench.con.execute(f"CREATE TABLE parts AS SELECT t, CASE WHEN {fits} THEN {parts} END AS p FROM texts")
        found = bench.rows(
            f"SELECT t, plain IS NOT DISTINCT FROM by_parts AND p.z = '' AS alike FROM (SELECT *, {plain_moment('t')} "
            f"AS plain, {day_of(order, bench)} + {clock_of()} AS by_parts FROM parts) WHERE plain IS NOT NULL"
        )
    assert found
    assert [text for text, alike in found if not alike] == []


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-01-31", dt.datetime(2023, 1, 31)),
        ("2023-01-31 23:59", dt.datetime(2023, 1, 31, 23, 59)),
        ("2023-01-31T23:59:58.999", dt.datetime(2023, 1, 31, 23, 59, 58)),
        ("2023-02-29", None),
        ("2023-01-31 24:00", None),
        ("2023-01-31 12: 0:00", None),
        ("2023-01-31 12:00:00Z", None),
    ],
)
def test_a_plain_date_is_one_that_every_program_reads_alike(text, moment):
    with workspace(dt.date(2026, 1, 1)) as bench:
        assert bench.row(f"SELECT {plain_moment('t')} FROM (SELECT '{text}' AS t)")[0] == moment


def test_odd_dates_among_plain_ones_are_read_or_said_one_by_one(tmp_path):
    plain = [f"2023-01-{k % 28 + 1:02} {k % 24:02}:{k % 60:02}:00" for k in range(400)]
    intake = take(tmp_path, column("day", [*plain, "2023-1-9 7:05", "", "2023-02-30"]))
    assert intake.facts["rows"] == 401
    assert {reason: rows for reason, (rows, _) in left_out(intake).items()} == {"missing_date": 1, "unreadable_date": 1}


def test_a_second_format_among_plain_dates_is_a_mixture(tmp_path):
    plain = [f"2023-01-{k + 1:02}" for k in range(28)]
    assert "mixed in one column" in refusal(tmp_path, column("day", [*plain, "31/01/2023", "30/01/2023"]))
