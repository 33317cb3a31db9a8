"""Accounts: sustained or at once, still buying or gone, and a verdict on each, by hand and as properties."""

from __future__ import annotations

import datetime as dt

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.accounts.dependency import top_accounts
from analysis.accounts.history import buying_history, by_purchases, still_buys
from analysis.accounts.payback import margin_needed, years_needed
from analysis.accounts.profit import account_margin, cross_classes, turned, whale_curve
from analysis.accounts.say import silence
from analysis.accounts.table import account_table
from analysis.accounts.verdict import judged, large_number
from analysis.classes.leaving import left_by
from analysis.intake import say
from analysis.ledger.customer_days import Days, read_days
from analysis.questions import open_client
from tests.conftest import PROJECT
from tests.strategies import client_of

END = dt.date(2023, 12, 31)


def days_of(*rows: tuple[str, str, float]) -> Days:
    """Return the days of (customer, ISO day, amount)."""
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "amount"])
    frame["date"] = pd.to_datetime(frame["date"])
    return read_days(nw.from_native(duckdb.from_df(frame)))


def quarterly(customer: str, amount: float = 100.0, until: int = 8) -> list[tuple[str, str, float]]:
    """Return a purchase in each of the first `until` quarters of 2022 and 2023."""
    months = [f"{2022 + k // 4}-{3 * (k % 4) + 2:02d}-15" for k in range(until)]
    return [(customer, month, amount) for month in months]


def row_of(**known: object) -> pd.DataFrame:
    """Return one account that is key, but for what is said otherwise."""
    usual = {
        "size": 100.0,
        "purchases": 8,
        "quarters": 8,
        "active_quarter_share": 1.0,
        "largest_purchase_share": 0.2,
        "last_year": 50.0,
        "change": 0.0,
        "still_buys": "yes",
        "account_margin": 10.0,
        "strategic": False,
        "wallet_share": float("nan"),
        "long_past_due": False,
        "has_left": pd.NA,
    }
    return pd.DataFrame([{**usual, **known}])


def verdict_of(**known: object) -> tuple[str, str]:
    found = judged(row_of(**known)).iloc[0]
    return found["account_verdict"], found["account_reason"]


# ---------------------------------------------------------------- how an account has bought


def test_steadiness_is_the_share_of_quarters_since_the_first_purchase():
    found = buying_history(days_of(("A", "2022-02-01", 10), ("A", "2022-03-31", 10), ("A", "2022-07-01", 20)), END)
    row = found.loc["A"]
    assert (row["quarters"], row["active_quarters"], row["active_quarter_share"]) == (8, 2, 0.25)
    assert (row["largest_purchase"], row["largest_purchase_share"]) == (20, 0.5)


def test_orders_of_one_day_are_one_purchase_and_returns_are_in_the_size_only():
    found = buying_history(days_of(("A", "2023-02-01", 10), ("A", "2023-02-01", 30), ("A", "2023-05-01", -15)), END)
    assert found.loc["A", ["size", "purchases", "largest_purchase_share"]].tolist() == [25, 1, 1]


def test_the_last_year_stands_against_the_year_before_where_the_data_reach_back():
    rows = [("A", "2022-01-01", 40), ("A", "2022-12-31", 10), ("A", "2023-01-01", 60), ("A", "2023-12-31", 40)]
    row = buying_history(days_of(*rows), END).loc["A"]
    assert (row["last_year"], row["year_before"], row["change"]) == (100, 50, 1.0)
    assert np.isnan(buying_history(days_of(*rows[1:]), END).loc["A", "change"])


def test_a_silence_counts_against_the_customers_own_longest_pause():
    monthly = [("A", f"2023-{month:02d}-01", 5) for month in range(1, 10)]
    found = buying_history(days_of(*monthly, ("B", "2023-09-01", 5)), END)
    assert found.loc["A", ["days_since_last", "longest_pause"]].tolist() == [121, 31]
    assert found.loc["B", "longest_pause"] == 31  # no rhythm of its own: that of all customers
    assert still_buys(found).to_dict() == {"A": "gone", "B": "gone"}
    assert still_buys(buying_history(days_of(*monthly), dt.date(2023, 10, 15)))["A"] == "late"
    assert still_buys(buying_history(days_of(*monthly), dt.date(2023, 10, 2)))["A"] == "yes"


def test_whoever_only_returned_has_a_size_and_no_history():
    found = buying_history(days_of(("A", "2023-02-01", 10), ("B", "2023-02-01", -4)), END)
    assert found.loc["B", "size"] == -4
    assert found.loc["B"].drop("size").dropna().drop(["last_year"], errors="ignore").empty
    assert still_buys(found).isna().tolist() == [True, True]  # and nobody bought twice


def test_without_amounts_the_size_is_the_purchases():
    days = by_purchases(days_of(("A", "2023-02-01", 10), ("A", "2023-03-01", 30), ("B", "2023-03-01", 99)))
    assert buying_history(days, END)["size"].to_dict() == {"A": 2, "B": 1}


def test_history_as_known_by_a_day_looks_at_nothing_later():
    rows = [*quarterly("A"), *quarterly("B", 5.0, 3)]
    early = [row for row in rows if row[1] <= "2022-09-30"]
    then = dt.date(2022, 9, 30)
    pd.testing.assert_frame_equal(buying_history(days_of(*rows), then), buying_history(days_of(*early), then))


# ---------------------------------------------------------------- the verdict


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        ({}, ("key", "sustained")),
        ({"account_margin": -1.0}, ("unprofitable", "negative_margin")),
        ({"purchases": 1}, ("one_off", "one_purchase")),
        ({"largest_purchase_share": 0.5}, ("one_off", "largest_purchase")),
        ({"active_quarter_share": 0.2}, ("one_off", "few_quarters")),
        ({"long_past_due": True}, ("watch", "past_due")),
        ({"has_left": True}, ("watch", "left")),
        ({"still_buys": "gone"}, ("watch", "gone")),
        ({"still_buys": "late"}, ("watch", "late")),
        ({"change": -0.25}, ("watch", "falling")),
        ({"active_quarter_share": 0.4}, ("watch", "irregular")),
        ({"quarters": 3, "active_quarter_share": 0.1}, ("develop", "young")),
        ({"account_margin": float("nan")}, ("key", "sustained")),
        ({"purchases": float("nan"), "quarters": float("nan"), "still_buys": None}, ("key", "large")),
    ],
)
def test_the_first_rule_that_holds_decides(known, verdict):
    assert verdict_of(**known) == verdict


def small_among_large(**known: object) -> tuple[str, str]:
    """Return the verdict on an account below ten larger ones."""
    large = pd.concat([row_of(size=1000.0 + k, last_year=400.0, account_margin=float("nan")) for k in range(10)])
    small = row_of(account_margin=float("nan"), **known)
    found = judged(pd.concat([large, small], ignore_index=True)).iloc[-1]
    return found["account_verdict"], found["account_reason"]


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        ({}, ("other", "small")),
        ({"strategic": True}, ("develop", "strategic")),
        ({"strategic": True, "still_buys": "gone"}, ("other", "small")),
        ({"last_year": 400.0}, ("develop", "rising")),
        ({"wallet_share": 0.1}, ("develop", "wallet")),  # 50 of 500, and 400 makes one large
        ({"wallet_share": 0.2}, ("other", "small")),  # 50 of 250
    ],
)
def test_who_is_not_large_is_to_develop_where_more_is_to_be_had(known, verdict):
    assert small_among_large(**known) == verdict


def test_one_large_order_makes_no_key_account():
    days = days_of(*quarterly("steady"), ("once", "2022-05-02", 5000.0), *quarterly("gone", 100.0, 3))
    table = table_of(days)
    assert table["account_verdict"].to_dict() == {"once": "one_off", "steady": "key", "gone": "watch"}
    assert list(table.index) == ["once", "steady", "gone"]


def table_of(days: Days) -> pd.DataFrame:
    return account_table(days, None, END, None, None, has_days=True)


amounts = st.lists(st.integers(1, 500), min_size=3, max_size=12)


@settings(max_examples=8)  # each asks the query engine twice
@given(amounts, st.integers(2, 50), st.randoms())
def test_verdicts_depend_neither_on_the_currency_nor_on_the_order_of_rows(sizes, scale, random):
    rows = [row for k, size in enumerate(sizes) for row in quarterly(f"C{k:02d}", float(size), 1 + k % 8)]
    scaled = [(who, day, amount * scale) for who, day, amount in random.sample(rows, len(rows))]
    columns = ["account_verdict", "account_reason", "is_large"]
    pd.testing.assert_frame_equal(table_of(days_of(*rows))[columns], table_of(days_of(*scaled))[columns])


@given(st.lists(st.integers(0, 20), min_size=1, max_size=60))
def test_equal_accounts_are_large_alike(sizes):
    alike = pd.concat([row_of(account_margin=float("nan"))] * len(sizes), ignore_index=True)
    found = judged(alike.assign(size=[float(size) for size in sizes]))
    by_size = found.groupby(pd.Series(sizes))["is_large"].nunique()
    assert (by_size == 1).all()
    assert found["is_large"].sum() >= min(large_number(sum(s > 0 for s in sizes)), sum(s > 0 for s in sizes))


# ---------------------------------------------------------------- dependency


def test_the_largest_are_told_with_whether_they_still_buy():
    table = pd.DataFrame(
        {
            "size": [60.0, 20.0, 15.0, 5.0, -10.0],
            "account_margin": [10.0, -2.0, 1.0, 1.0, 0.0],
            "still_buys": ["gone", "yes", "late", "yes", None],
        }
    )
    found = top_accounts(table).set_index("accounts")
    assert found.loc[1, ["share", "gone", "gone_share"]].tolist() == [0.6, 1, 0.6]
    assert found.loc[3, ["share", "margin_share", "still_buy", "late", "gone", "unprofitable"]].tolist() == [
        0.95,
        0.9,
        1,
        1,
        1,
        1,
    ]
    assert list(found.index) == [1, 3]


# ---------------------------------------------------------------- profit


def test_costs_to_serve_are_taken_off_for_the_years_from_the_first_purchase_to_the_last_at_least_one():
    margin, recency = pd.Series(100.0, list("ABC")), pd.Series([730.5, 0.0, 10.0], list("ABC"))
    stated = pd.DataFrame({"cost_to_serve": [20.0, 20.0], "rebate": [5.0, None]}, index=["A", "B"])
    found = account_margin(margin, recency, stated)
    assert found["account_margin"].to_dict() == {"A": 55.0, "B": 80.0, "C": 100.0}


def test_the_whale_curve_rises_to_its_peak_and_ends_at_the_whole_margin():
    curve = whale_curve(pd.Series([50.0, -20.0, 30.0, 0.0, np.nan]))
    assert curve["cumulative"].tolist() == [0.0, 50.0, 80.0, 80.0, 60.0]
    assert curve["customers"].tolist() == [0, 1, 2, 3, 4]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=3000))
def test_the_whale_curve_keeps_peak_and_end_at_few_points(margins):
    series = pd.Series(margins)
    curve = whale_curve(series)
    assert len(curve) <= 410
    assert curve["cumulative"].max() == pytest.approx(series.clip(lower=0).sum(), abs=1e-3)
    assert curve["cumulative"].iloc[-1] == pytest.approx(series.sum(), abs=1e-3)


def test_what_would_turn_a_loss_is_the_mildest_thing_that_suffices():
    usual = {"revenue": 200.0, "account_margin": -10.0, "served": 0.0, "rebate": 0.0, "discount_given": np.nan}
    rows = [{}, {"served": 12.0}, {"rebate": 10.0}, {"discount_given": 30.0}, {"discount_given": 9.0}, {"revenue": 0.0}]
    found = turned(pd.DataFrame([{**usual, **row} for row in rows]))
    assert found["turn"].tolist() == ["price", "cost_to_serve", "rebate", "discount", "price", "none"]
    assert found["price_rise"].iloc[0] == 0.05


def test_classes_by_revenue_and_by_margin_stand_side_by_side():
    pairs = cross_classes(pd.Series(list("AAB")), pd.Series(list("ANA")), pd.Series([5.0, -1.0, 4.0]))
    assert pairs.to_numpy().tolist() == [["A", "A", 1, 5.0], ["A", "N", 1, -1.0], ["B", "A", 1, 4.0]]


# ---------------------------------------------------------------- costs up front


def test_an_account_of_1000_a_year_won_for_500_and_kept_for_50_needs_half_at_once_and_a_fifth_over_three_years():
    assert margin_needed(1000, 500, 50, 1) == 0.5
    assert margin_needed(1000, 500, 50, 3) == 0.2


@given(st.floats(100, 1e5), st.floats(1, 1e5), st.floats(0, 0.9), st.floats(0.05, 1))
def test_the_years_needed_are_those_at_which_the_margin_needed_is_the_margin(revenue, upfront, part, rate):
    yearly = part * min(upfront, rate * revenue)
    years = years_needed(revenue, upfront, yearly, rate)
    if years >= 1:
        assert margin_needed(revenue, upfront, yearly, years) == pytest.approx(rate)
    else:
        assert upfront < rate * revenue


def test_what_costs_more_a_year_than_it_leaves_is_never_paid_back():
    assert years_needed(1000, 500, 300, 0.3) is None


# ---------------------------------------------------------------- real data


@pytest.mark.skipif(
    not (PROJECT.parent / "shared" / "data" / "online_retail_II.parquet").is_file(),
    reason="needs ../shared/data/online_retail_II.parquet",
)
def test_wholesale_one_offs_of_online_retail_are_told_apart_from_sustained_accounts():
    file = PROJECT.parent / "shared" / "data" / "online_retail_II.parquet"
    sales = duckdb.sql(
        f'SELECT "Customer ID"::INT::VARCHAR AS customer_id, InvoiceDate::DATE AS date, '
        f"sum(Quantity * Price) AS amount FROM '{file}' WHERE \"Customer ID\" IS NOT NULL AND NOT "
        f"(source_sheet = 'Year 2010-2011' AND InvoiceDate < DATE '2010-12-10') GROUP BY ALL"
    )
    days = read_days(nw.from_native(sales))
    end = dt.date(2011, 12, 9)
    table = account_table(days, None, end, None, None, has_days=True)
    verdicts = table["account_verdict"]
    assert verdicts[["14646", "14911", "17511"]].tolist() == ["key", "key", "key"]
    large = table[table["is_large"]]
    once = large[large["account_verdict"] == "one_off"]
    assert len(large) == 100
    assert 0 < len(once) < 20
    assert (once["largest_purchase_share"].ge(0.5) | once["active_quarter_share"].lt(0.25)).all()


@pytest.mark.skipif(
    not (PROJECT.parent / "shared" / "data" / "adventureworks_reseller_sales.csv.gz").is_file(),
    reason="needs ../shared/data/adventureworks_reseller_sales.csv.gz",
)
def test_324_of_the_632_resellers_of_adventureworks_cost_more_than_they_bring(tmp_path):
    data = PROJECT.parent / "shared" / "data"
    columns = {"customer_id": "ResellerKey", "date": "OrderDate", "amount": "SalesAmount", "cost": "TotalProductCost"}
    source = {"path": str(data / "adventureworks_reseller_sales.csv.gz"), "columns": columns}
    resellers = {
        "path": str(data / "adventureworks_resellers.csv.gz"),
        "columns": {"customer_id": "ResellerKey", "name": "ResellerName", "segment": "BusinessType"},
    }
    run = open_client(client_of(tmp_path, [source], customers=resellers), tmp_path / "cache")
    margin = run.customers["margin"]
    curve = whale_curve(margin)
    assert (margin < 0).sum() == 324
    assert curve["customers"].iloc[-1] == len(margin) == 632
    assert curve["cumulative"].iloc[-1] == pytest.approx(993_193, abs=1)
    assert curve["cumulative"].max() == pytest.approx(margin.clip(lower=0).sum())
    twins = next(f for f in run.intake.findings if f["code"] == "value_twins")
    assert "'Warehouse' (227), 'Ware House' (5)" in say.message(twins)


def test_what_the_client_states_of_who_left_goes_before_silence_as_of_the_day():
    days = days_of(*quarterly("A"), *quarterly("B", until=4))
    contracts = pd.DataFrame(
        {
            "customer_id": ["A", "B"],
            "start": pd.to_datetime(["2022-01-01", "2022-01-01"]),
            "end": pd.to_datetime(["2023-12-01", None]),
        }
    )
    table = account_table(days, None, END, None, None, left_by(contracts, END), has_days=True)
    assert table["still_buys"].to_dict() == {"A": "gone", "B": "yes"}
    assert table.loc["A", "account_reason"] == "left"
    assert [silence(row) for row in table.to_dict("records")] == ["no: has left", "yes, has not left"]
    earlier = dt.date(2023, 6, 30)
    assert (
        account_table(days, None, earlier, None, None, left_by(contracts, earlier), has_days=True).loc[
            "A", "still_buys"
        ]
        == "yes"
    )
