"""Transactions -> customers: what a purchase day is, and what a customer's history is (STATISTICS.md §1)."""

import datetime as dt
from collections import defaultdict
from itertools import count

import duckdb
import narwhals as nw
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.ledger.customer_days import margins, read_days, sum_by_day
from analysis.ledger.customers import summarise_customers
from analysis.ledger.days import purchase_days, repeats_by_day, scan_transactions

END = dt.date(2023, 1, 31)
COLUMNS = "customer_id VARCHAR, date DATE, amount DECIMAL(18,2)"
ENGINE, NUMBERS = duckdb.connect(config={"threads": 1}), count()


def january(day):
    return dt.date(2023, 1, day)


def ledger(*rows, margin=False):
    """Return a ledger of (customer, day of January, amount[, margin]) in the engine that intake writes for."""
    table = f"t{next(NUMBERS)}"
    ENGINE.execute(f"CREATE TABLE {table} ({COLUMNS}{', margin DECIMAL(18,2)' if margin else ''})")
    values = [value for who, day, *money in rows for value in (who, january(day), *money)]
    row = f"({', '.join('?' * (4 if margin else 3))})"
    ENGINE.execute(f"INSERT INTO {table} VALUES {', '.join([row] * len(rows))}", values)
    return nw.from_native(ENGINE.table(table))


def summary(*rows, until=END, **how):
    """Return the customers of a ledger, by customer."""
    with_margin = bool(rows) and len(rows[0]) == 4
    return summarise_customers(ledger(*rows, margin=with_margin), until, **how).set_index("customer_id")


def amounts():
    return st.integers(min_value=-3_000, max_value=5_000).map(lambda n: n / 100)


few = settings(max_examples=10)  # each asks the query engine
rows_of_a_ledger = st.lists(
    st.tuples(st.sampled_from(["A", "B", "07"]), st.integers(1, 31), amounts()), min_size=1, max_size=12
)


# ---------------------------------------------------------------- purchase days


def test_several_orders_on_one_day_are_one_purchase_day():
    days = purchase_days(ledger(("A", 5, 10), ("A", 5, 20), ("A", 6, 1))).sort("date").collect("pandas")
    assert [(d.day, float(n)) for d, n in zip(days["date"], days["net"], strict=True)] == [(5, 30.0), (6, 1.0)]


@pytest.mark.parametrize("amount", [0, -4])
def test_a_day_that_brings_nothing_or_less_is_no_purchase_day(amount):
    assert summary(("A", 1, 9), ("A", 8, amount)).loc["A", "frequency"] == 0


def test_a_day_on_which_all_is_returned_is_no_purchase_day():
    assert summary(("A", 1, 9), ("A", 8, 5), ("A", 8, -5)).loc["A", "frequency"] == 0


def test_with_zero_is_purchase_a_day_with_a_sale_of_0_counts():
    assert summary(("A", 1, 9), ("A", 8, 0), zero_is_purchase=True).loc["A", "frequency"] == 1


def test_with_zero_is_purchase_a_day_of_returns_below_0_still_does_not_count():
    found = summary(("A", 1, 9), ("A", 8, 5), ("A", 8, -6), ("A", 9, -1), zero_is_purchase=True)
    assert found.loc["A", "frequency"] == 0


# ---------------------------------------------------------------- the history of a customer


def test_history_of_a_customer_is_counted_in_whole_days():
    found = summary(("A", 3, 10), ("A", 10, 20), ("A", 24, 40)).loc["A"]
    assert (found["first_purchase"].day, found["last_purchase"].day) == (3, 24)
    assert (found["frequency"], found["recency"], found["T"]) == (2, 21, 28)


def test_monetary_value_is_the_mean_of_repeat_purchase_days_without_the_first():
    assert summary(("A", 3, 1000), ("A", 10, 20), ("A", 24, 40)).loc["A", "monetary_value"] == 30


def test_monetary_value_of_a_one_time_buyer_is_0():
    found = summary(("A", 3, 1000)).loc["A"]
    assert (found["monetary_value"], found["recency"], found["T"]) == (0, 0, 28)


def test_revenue_holds_returns_and_purchase_amount_does_not():
    found = summary(("A", 3, 100), ("A", 9, -30), ("A", 12, 50)).loc["A"]
    assert (found["revenue"], found["purchase_amount"], found["returns"]) == (120, 150, -30)


def test_a_customer_who_returned_everything_stays_without_a_history():
    found = summary(("A", 3, 10), ("A", 3, -10)).loc["A"]
    assert (found["revenue"], found["frequency"], found["rows"]) == (0, 0, 2)
    assert found[["first_purchase", "last_purchase", "T", "recency"]].isna().all()


def test_a_first_day_that_was_returned_at_once_is_not_the_first_purchase():
    assert summary(("A", 3, 10), ("A", 3, -10), ("A", 7, 5)).loc["A", "first_purchase"].day == 7


def test_rows_after_the_last_day_are_not_looked_at():
    found = summary(("A", 3, 10), ("A", 20, 90), ("B", 21, 5), until=january(20))
    assert found.index.tolist() == ["A"]
    assert found.loc["A", ["revenue", "frequency", "T"]].tolist() == [100, 1, 17]
    assert summary(("A", 3, 10), ("A", 20, 90), until=january(19)).loc["A", "revenue"] == 10


def test_a_customer_id_is_text_and_never_a_number():
    assert summary(("007", 1, 5), ("7", 1, 5)).index.tolist() == ["007", "7"]


def test_cents_add_up_exactly():
    assert summary(*[("A", 1, 0.1)] * 3).loc["A", "revenue"] == 0.3


# ---------------------------------------------------------------- margin


def test_margin_is_unknown_where_nothing_says_it():
    assert summary(("A", 1, 5))["margin"].isna().all()


def test_margin_rate_is_a_fraction_of_revenue():
    assert summary(("A", 1, 50), ("A", 2, -10), margin_rate=0.25).loc["A", "margin"] == 10


def test_the_ledgers_own_margin_goes_before_the_rate():
    assert summary(("A", 1, 50, 7), ("A", 2, 50, -2), margin_rate=0.25).loc["A", "margin"] == 5


def test_a_margin_of_which_no_row_is_known_is_unknown_and_not_nothing():
    rows = [("A", 1, 10, 4), ("A", 2, 5, None), ("B", 1, 8, None)]
    assert summary(*rows)["margin"].isna().to_dict() == {"A": False, "B": True}
    assert margins(*sum_by_day(ledger(*rows, margin=True)), END).dropna().to_dict() == {"A": 4.0}


# ---------------------------------------------------------------- properties


def by_hand(rows, zero):
    """Summarise in plain Python: an independent reading of the definitions."""
    net, sale = defaultdict(float), defaultdict(bool)
    for customer, day, amount in rows:
        net[customer, day] = round(net[customer, day] + amount, 2)
        sale[customer, day] |= amount >= 0
    out = {}
    for customer in sorted({row[0] for row in rows}):
        days = sorted(
            day for (who, day), n in net.items() if who == customer and (n > 0 or (zero and n == 0 and sale[who, day]))
        )
        revenue = sum(amount for who, _, amount in rows if who == customer)
        repeats = [net[customer, day] for day in days[1:]]
        mean = sum(repeats) / len(repeats) if repeats else 0
        out[customer] = (
            len(repeats),
            days[-1] - days[0] if days else None,
            31 - days[0] if days else None,
            mean,
            revenue,
        )
    return out


@given(rows_of_a_ledger, st.booleans())
@few
def test_customers_are_what_the_definitions_say(rows, zero):
    found = summary(*rows, zero_is_purchase=zero)
    expected = by_hand(rows, zero)
    assert found.index.tolist() == list(expected)
    for customer, (frequency, recency, age, mean, revenue) in expected.items():
        row = found.loc[customer]
        assert row["frequency"] == frequency
        assert (None if pd.isna(row["recency"]) else row["recency"]) == recency
        assert (None if pd.isna(row["T"]) else row["T"]) == age
        assert row["monetary_value"] == pytest.approx(mean, abs=1e-9)
        assert row["revenue"] == pytest.approx(revenue, abs=1e-9)


@given(rows_of_a_ledger)
@few
def test_rows_are_kept_and_the_last_purchase_lies_between_the_first_and_the_end_and_repeats_need_a_later_day(rows):
    found = summary(*rows)
    assert found["rows"].sum() == len(rows)
    found = found.dropna(subset="T")
    assert found["recency"].between(0, found["T"]).all()
    assert ((found["recency"] == 0) == (found["frequency"] == 0)).all()
    assert (found["frequency"] <= found["recency"]).all()


@given(rows_of_a_ledger, st.randoms())
@few
def test_the_order_of_rows_changes_nothing(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    pd.testing.assert_frame_equal(summary(*shuffled), summary(*rows))


@given(rows_of_a_ledger)
@few
def test_splitting_an_order_into_two_lines_changes_only_the_number_of_rows(rows):
    (customer, day, amount), *others = rows
    part = round(amount / 3, 2)
    split = [(customer, day, part), (customer, day, round(amount - part, 2)), *others]
    pd.testing.assert_frame_equal(summary(*split).drop(columns="rows"), summary(*rows).drop(columns="rows"))


# ---------------------------------------------------------------- what came after


def test_the_window_begins_the_day_after_and_holds_its_last_day():
    transactions = ledger(("A", 10, 1), ("A", 11, 2), ("A", 20, 4), ("A", 21, 8))
    seen = read_days(transactions).observe(january(10), january(20))
    assert seen.loc["A"].to_dict() == {"purchases": 2, "revenue": 6}


def test_a_customer_who_only_returned_has_revenue_but_no_purchase():
    seen = read_days(ledger(("A", 11, -3), ("B", 5, 1))).observe(january(10), END)
    assert seen.index.tolist() == ["A"]
    assert seen.loc["A"].to_dict() == {"purchases": 0, "revenue": -3}


@given(rows_of_a_ledger, st.integers(1, 30))
@few
def test_what_was_seen_before_and_after_a_day_adds_up_to_all(rows, day):
    transactions = ledger(*rows)
    known = summarise_customers(transactions, january(day)).set_index("customer_id")
    known = known[known["T"].notna()]
    after = read_days(transactions).observe(january(day), END).reindex(known.index).fillna(0)
    whole = summarise_customers(transactions, END).set_index("customer_id").loc[known.index]
    assert (known["frequency"] + after["purchases"]).tolist() == whole["frequency"].tolist()
    assert (known["revenue"] + after["revenue"]).tolist() == pytest.approx(whole["revenue"].tolist(), abs=1e-9)


# ---------------------------------------------------------------- gaps and days


def test_gaps_are_the_days_between_a_customers_neighbouring_purchase_days():
    gaps = read_days(ledger(("A", 1, 5), ("A", 4, 5), ("A", 4, 2), ("A", 20, 5), ("B", 2, 5), ("C", 3, -1))).gaps()
    assert sorted(gaps) == [3, 16]


def test_nobody_who_bought_twice_means_no_gaps():
    assert read_days(ledger(("A", 1, 5), ("B", 2, 5))).gaps().empty


def test_repeats_by_day_count_only_customers_born_by_the_given_day():
    transactions = ledger(("A", 1, 5), ("A", 9, 5), ("B", 2, 5), ("B", 9, 5), ("C", 5, 5), ("C", 9, 5))
    repeats = repeats_by_day(transactions, january(2))
    assert {day.day: n for day, n in repeats.items()} == {9: 2}


@given(rows_of_a_ledger)
@few
def test_repeats_by_day_add_up_to_the_frequencies(rows):
    transactions = ledger(*rows)
    assert repeats_by_day(transactions, END).sum() == summarise_customers(transactions, END)["frequency"].sum()


def test_a_stored_ledger_is_scanned_without_being_read(tmp_path):
    pd.DataFrame({"customer_id": ["A"], "date": [january(1)], "amount": [5.0]}).to_parquet(tmp_path / "l.parquet")
    scanned = scan_transactions(tmp_path / "l.parquet")
    assert isinstance(scanned, nw.LazyFrame)
    assert summarise_customers(scanned, END)["revenue"].tolist() == [5.0]
