"""The past held as days says what the engine says."""

import datetime as dt

import narwhals as nw
import pandas as pd
import pytest

from analysis.ledger.customer_days import read_days
from analysis.ledger.customers import summarise_customers

ROWS = [("b", 3, 1.0), ("a", 5, 2.5), ("b", 3, 4.0), ("b", 0, -5.0), ("c", 2, 0.0), ("a", 7, 10.0)]


def lazy(rows):
    table = pd.DataFrame(rows, columns=["customer_id", "day", "amount"])
    table["date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(table["day"], unit="D")
    return nw.from_native(table[["customer_id", "date", "amount"]]).lazy("duckdb")


@pytest.mark.parametrize(("number", "zero"), [(2, True), (4, False), (9, True)])
def test_customers_of_any_day_are_those_of_the_engine(number, zero):
    until = dt.date(2024, 1, 1) + dt.timedelta(days=number)
    theirs = summarise_customers(lazy(ROWS), until, zero_is_purchase=zero).dropna(subset=["T"]).reset_index(drop=True)
    ours = read_days(lazy(ROWS), zero_is_purchase=zero).customers_at(until)
    pd.testing.assert_frame_equal(ours, theirs[list(ours.columns)], check_dtype=False)


def test_days_are_sorted_by_customer_and_a_day_is_one_row():
    days = read_days(lazy([("b", 3, 1.0), ("a", 5, 2.0), ("b", 3, 4.0), ("b", 0, -1.0)]))
    assert days.customer_id.tolist() == ["a", "b"]
    assert list(zip(days.customer.tolist(), days.day.tolist(), days.net.tolist(), strict=True)) == [
        (0, 5, 2.0),
        (1, 0, -1.0),
        (1, 3, 5.0),
    ]
    assert days.bought.tolist() == [True, False, True]
    assert days.customers_at(dt.date(2024, 1, 4))["revenue"].tolist() == pytest.approx([4.0])


def test_before_anybody_came_there_is_nobody():
    days = read_days(lazy([("a", 5, 2.0)]))
    assert len(days.customers_at(dt.date(2023, 12, 31))) == 0
    assert len(days.observe(dt.date(2023, 1, 1), dt.date(2023, 12, 31))) == 0
