"""What intake promises about plain files: what is read, what is left out and why, and what it says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from analysis.client.client import read_client
from analysis.intake import Intake, read_transactions
from analysis.schema import DataError
from tests.strategies import THREE, codes, left_out, make, refusal, take, written

REPOSITORY = Path(__file__).parents[1]


def test_the_demo_client_is_read_to_the_published_totals(tmp_path):
    intake = read_transactions(read_client(REPOSITORY / "data/cdnow"), tmp_path / "out.parquet")
    facts = {key: intake.facts[key] for key in ("rows", "customers", "total", "first", "last")}
    assert facts == {
        "rows": 6919,
        "customers": 2357,
        "total": 244091.94,
        "first": "1997-01-01",
        "last": "1998-06-30",
    }
    assert intake.ledger == []


def test_a_row_is_a_customer_a_day_and_exact_money(tmp_path):
    take(tmp_path, THREE)
    kinds = duckdb.sql(f"DESCRIBE FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert [row[:2] for row in kinds] == [
        ("customer_id", "VARCHAR"),
        ("date", "DATE"),
        ("amount", "DECIMAL(18,2)"),
    ]
    assert [(row[0], row[1], float(row[2])) for row in written(tmp_path)] == [
        ("A", dt.date(2023, 5, 1), 10.0),
        ("B", dt.date(2023, 6, 2), 20.5),
        ("A", dt.date(2023, 7, 3), -1.25),
    ]


def test_the_account_survives_json(tmp_path):
    intake = take(tmp_path, THREE)
    assert Intake.from_dict(intake.as_dict()) == intake


def test_no_path_is_in_the_account(tmp_path):
    assert str(tmp_path) not in str(take(tmp_path, THREE).as_dict())


def test_observation_end_is_the_last_day_unless_stated(tmp_path):
    assert take(tmp_path, THREE).observation_end == dt.date(2023, 7, 3)
    stated = take(tmp_path, THREE, observation_end=dt.date(2023, 12, 31))
    assert stated.observation_end == dt.date(2023, 12, 31)


def test_rows_after_observation_end_are_counted_and_left_out(tmp_path):
    intake = take(tmp_path, THREE, observation_end=dt.date(2023, 6, 30))
    assert left_out(intake) == {"after_observation_end": (1, -1.25)}
    assert intake.facts["total"] == 30.5
    assert "after_observation_end" in codes(intake)


def test_an_observation_end_before_the_first_row_is_an_error(tmp_path):
    said = refusal(tmp_path, THREE, observation_end=dt.date(2022, 1, 1))
    assert "2022-01-01" in said
    assert "2023-05-01" in said


def test_a_missing_customer_id_leaves_the_row_out_with_its_money(tmp_path):
    intake = take(tmp_path, THREE + ",2023-07-04,5.00\nNULL,2023-07-05,2.00\n")
    assert left_out(intake) == {"missing_customer_id": (2, 7.0)}
    assert intake.facts["customers"] == 2


def test_a_missing_file_names_the_nearest(tmp_path):
    make(tmp_path, THREE, name="orders.csv")
    client = make(tmp_path, THREE, name="other.csv", path="order.csv")
    with pytest.raises(DataError, match=r"No file 'order.csv'.*did you mean 'orders.csv'"):
        read_transactions(client, tmp_path / "out.parquet")


def test_an_empty_file_is_an_error(tmp_path):
    assert "empty" in refusal(tmp_path, "")


def test_a_header_without_rows_is_an_error(tmp_path):
    assert "no rows" in refusal(tmp_path, "id,day,value\n")


def test_a_missing_column_lists_those_present(tmp_path):
    said = refusal(tmp_path, THREE.replace("value", "amount"))
    assert "no column 'value'" in said
    assert "id, day, amount" in said


def test_unreadable_dates_name_file_column_rows_count_and_remedy(tmp_path):
    said = refusal(tmp_path, THREE.replace("2023-06-02", "soon"))
    assert "orders.csv" in said
    assert "'day'" in said
    assert "1 of 3" in said
    assert "line 3 ('soon')" in said
    assert "date_format" in said


def test_unreadable_amounts_name_file_column_rows_count_and_remedy(tmp_path):
    said = refusal(tmp_path, THREE.replace("20.50", "twenty"))
    assert "orders.csv: column 'value'" in said
    assert "1 of 3" in said
    assert "line 3 ('twenty')" in said
