"""The five lenses of a customer-base audit: each by hand, and all of them with the same total."""

import datetime as dt
from types import SimpleNamespace

import duckdb
import matplotlib as mpl
import narwhals as nw
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.ledger.cohorts import Since, cohort_periods, times_between
from analysis.ledger.customer_days import read_days, sum_by_day
from analysis.ledger.customers import summarise_customers
from analysis.ledger.periods import compare_periods
from analysis.movement import draw_lenses, lenses, say_base, say_lenses
from analysis.movement import views_lenses as views
from analysis.movement.facts_lenses import LensesFacts
from analysis.movement.step_lenses import _one as one
from analysis.movement.step_lenses import _two as two
from analysis.movement.step_lenses import compute
from analysis.schema import RunError
from tests.conftest import PROJECT
from tests.figures import marks, texts
from tests.test_cohorts import SIX, periods

mpl.use("Agg")
DATA = PROJECT.parent / "shared" / "data"
MONTH = pd.Timestamp


def plain(table, *columns):
    return [tuple(row) for row in table[list(columns)].itertuples(index=False)]


# ---------------------------------------------------------------- each lens


def test_groups_of_equal_size_hold_all_customers_and_all_revenue_the_best_first():
    value = pd.Series([1.0, 9.0, 5.0, 3.0, 2.0, 0.0])
    groups = lenses.groups_by_value(value, pd.Series([1] * 6))
    assert groups["customers"].tolist() == [2, 1, 1, 1, 1]
    assert groups["value"].tolist() == [14.0, 3.0, 2.0, 1.0, 0.0]
    assert len(lenses.groups_by_value(pd.Series(range(100)), pd.Series([1] * 100))) == 10


def sides(*rows):
    both = pd.DataFrame(rows, columns=["was", "then", "is", "now"])
    return tuple(pd.DataFrame({"value": both[v], "purchases": both[n]}) for v, n in (("was", "then"), ("is", "now")))


def test_two_periods_tell_who_was_there_in_both_in_one_and_in_neither():
    table = lenses.two_periods(*sides((5.0, 1, 6.0, 2), (3.0, 1, -1.0, 0), (0.0, 0, 4.0, 1), (-2.0, 0, 0.0, 0)))
    assert table.to_dict("index") == {
        "both": {"customers": 1, "before": 5.0, "period": 6.0},
        "before": {"customers": 1, "before": 3.0, "period": -1.0},
        "period": {"customers": 1, "before": 0.0, "period": 4.0},
        "neither": {"customers": 1, "before": -2.0, "period": 0.0},
    }


def test_what_those_took_back_who_bought_nothing_is_the_rest_of_both_totals():
    before, period = sides((5.0, 1, 8.0, 1), (7.0, 2, -1.0, 0), (-2.0, 0, 4.0, 1))
    found = two(lenses.two_periods(before, period), None)
    assert (found.both_before + found.gone_before, found.both_period + found.came_period) == (12.0, 12.0)
    assert (found.returned_before, found.returned_period) == (-2.0, -1.0)
    bought = period[period["purchases"] > 0]
    day = dt.date(2024, 1, 1)
    first = one(period, lenses.groups_by_value(bought["value"], bought["purchases"]), (day, day), "revenue")
    assert (first.value, first.returned) == (12.0, -1.0)
    said = say_lenses.one_period(LensesFacts.sketch(measure="revenue", period_total=11.0, one_period=first), "EUR")
    assert said.endswith("Customers who only returned took back €1.00: the revenue was €11.00.")


def test_the_best_of_before_are_followed_into_the_later_period():
    was = [(100.0 - i, 1, 100.0 - i, 1) for i in range(10)]
    assert lenses.best_later(*sides(*was)) == (2, 2, 0)
    assert lenses.best_later(*sides((100.0, 1, 0.0, 0), *was[1:])) == (2, 1, 1)
    assert lenses.best_later(*sides((1.0, 1, 0.0, 0))) is None


def test_one_cohort_is_taken_apart_into_who_bought_how_often_and_for_how_much():
    table = lenses.one_cohort(periods(), MONTH(2020, 1, 1), MONTH(2020, 2, 1), "revenue")
    assert plain(table, "customers", "active_share", "purchases_per_customer", "value_per_purchase", "whole") == [
        (2, 1.0, 1.0, 15.0, True),
        (1, 0.5, 1.0, 5.0, True),
        (1, 0.5, 1.0, 7.0, False),
    ]


def test_what_was_taken_back_before_the_first_purchase_is_the_first_periods():
    rows = [("A", "2020-01-05", -3.0), ("A", "2020-02-05", 10.0)]
    assert lenses.one_cohort(periods(rows), MONTH(2020, 2, 1), MONTH(2020, 2, 1), "revenue")["value"].tolist() == [7.0]
    assert lenses.per_customer_by_age(periods(rows), "month", MONTH(2020, 2, 1), "revenue")["value"].tolist() == [7.0]


def test_cohorts_side_by_side_show_what_a_customer_had_brought_at_each_age():
    ages = lenses.per_customer_by_age(periods(), "month", MONTH(2020, 3, 1), "revenue")
    assert plain(ages, "size", "age", "per_customer") == [
        (2, 0, 15.0),
        (2, 1, 17.5),
        (2, 2, 21.0),
        (1, 0, 8.0),
        (1, 1, 0.0),
    ]


def test_the_whole_base_is_stacked_in_at_most_seven_layers():
    by_month = lenses.whole_base(periods(since=dt.date(2020, 2, 1)), "month", "revenue")
    assert by_month.groupby("layer")["value"].sum().to_dict() == {"": 42.0, "2020-02": 0.0}
    rows = [(f"c{i}", f"{2001 + i}-05-05", 1.0) for i in range(12)]
    long = lenses.whole_base(periods(rows, since=dt.date(2002, 1, 1)), "year", "revenue")
    sums = long.groupby("layer")["value"].sum().to_dict()
    assert len(sums) == lenses.LAYERS
    assert (sums[""], sums["-2007"], sums["2012"]) == (1.0, 6.0, 1.0)


# ---------------------------------------------------------------- the same total in all of them

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C", "D"]),
        st.integers(0, 700),
        st.integers(-5_000, 20_000).map(lambda cents: cents / 100),
    ),
    min_size=1,
    max_size=12,
)


def lens_totals(transactions, first, end, since, paid=True):
    """Return what each lens shows of the later of two years, and of all days."""
    spans = (end - dt.timedelta(days=729), end - dt.timedelta(days=365)), (end - dt.timedelta(days=364), end)
    both = compare_periods(transactions, read_days(transactions), sum_by_day(transactions)[0], *spans)
    by_month, by_quarter = (
        cohort_periods(read_days(transactions), since, grain=g, spans=spans) for g in ("month", "quarter")
    )
    value = both["amount_period"] + both["returns_period"]
    before, period = (
        pd.DataFrame({"value": both[f"amount_{n}"] + both[f"returns_{n}"], "purchases": both[f"purchases_{n}"]})
        for n in ("before", "period")
    )
    bought = period["purchases"] > 0
    groups = lenses.groups_by_value(period.loc[bought, "value"], period.loc[bought, "purchases"])
    year = {
        "customers": value.sum(),
        "one period": groups["value"].sum() + period.loc[~bought, "value"].sum(),
        "two periods": lenses.two_periods(before, period)["period"].sum(),
        "cohorts": by_month["period"].sum(),
        "quarters": by_quarter["period"].sum(),
    }
    whole = {
        "customers": summarise_customers(transactions, end)["revenue"].sum(),
        "cohorts": by_quarter["revenue"].sum(),
        "base": lenses.whole_base(by_month, "quarter", "revenue")["value"].sum(),
    }
    return year, whole


@settings(max_examples=5)
@given(ROWS, st.booleans())
def test_every_lens_shows_the_same_revenue_also_in_another_currency(rows, foreign):
    rate, start = (3 if foreign else 1), dt.date(2020, 1, 1)
    table = pd.DataFrame(rows, columns=["customer_id", "date", "amount"])
    table["date"] = [start + dt.timedelta(days=day) for day in table["date"]]
    transactions = nw.from_native(table.assign(amount=table["amount"] * rate)).lazy("duckdb")
    year, whole = lens_totals(transactions, start, dt.date(2021, 12, 31), Since(dt.date(2020, 6, 1)))
    assert lenses.reconcile(whole) == pytest.approx(rate * table["amount"].sum(), abs=1e-6)
    lenses.reconcile(year)


def test_totals_that_differ_by_a_cent_stop_the_run():
    with pytest.raises(RunError, match="do not show the same total: one period 10.0000, cohorts 10.0100"):
        lenses.reconcile({"one period": 10.0, "cohorts": 10.01})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "select", "total"),
    [
        ("online_retail_II.parquet", '"Customer ID", InvoiceDate::date, (Quantity * Price)::decimal(18, 2)', None),
        (
            "complete_journey_transactions.parquet",
            "household_id, transaction_timestamp::date, sales_value::decimal(18, 2)",
            4_596_039.97,
        ),
    ],
)
def test_real_ledgers_reconcile_to_the_cent(file, select, total):
    if not (DATA / file).exists():
        pytest.skip(f"{file} is not here (../shared/data)")
    query = f"WITH t(customer_id, date, amount) AS (SELECT {select} FROM '{DATA / file}')"
    rows = duckdb.sql(
        f"{query} SELECT customer_id::text AS customer_id, date, amount FROM t WHERE customer_id NOT NULL"
    )
    first, end, booked = rows.aggregate("min(date), max(date), sum(amount)").fetchall()[0]
    found = lens_totals(nw.from_native(rows), first, end, Since((first + dt.timedelta(days=150)).replace(day=1)))
    assert lenses.reconcile(found[1]) == pytest.approx(float(booked), abs=0.005)
    lenses.reconcile(found[0])


# ---------------------------------------------------------------- as shown


def test_of_one_intake_the_third_lens_shows_all_and_the_others_draw_no_single_row(demo_run):
    m = demo_run.lenses.facts
    assert (m.one_cohort.customers, m.many_cohorts, m.one_period.groups) == (2357, None, 10)
    assert m.one_cohort.value == pytest.approx(m.total) == pytest.approx(244_091.94)
    assert views.base_figure(demo_run) is None
    assert repr(views.whole_base(demo_run)).replace("\u202f", " ") == "Every lens shows the same total, $244 k."
    table = views.one_cohort_table(demo_run)
    assert table.frame["value"].sum() == pytest.approx(table.total["value"])


def test_without_amounts_the_words_are_of_purchases():
    two = {"both": 3, "only_before": 1, "only_period": 2, "both_before": 5.0, "both_period": 6.0}
    two |= {"gone_before": 1.0, "came_period": 2.0, "best": None, "best_again": None, "best_gone": None}
    m = LensesFacts.sketch(measure="purchases", grain="month", two_periods=two, total=12.0)
    said = say_lenses.two_periods(m, None).replace("\u202f", " ")
    assert said.startswith(
        "Of 4 customers of the period before **3 (75 %)** bought again in this one: 5 purchases then"
    )
    assert say_base.same_total(m, None) == "Every lens shows the same total, 12 purchases."


def test_a_refusal_of_the_cohorts_is_one_of_the_lenses():
    from analysis.facts import refused

    given_ = SimpleNamespace(cohorts=SimpleNamespace(facts=SimpleNamespace(refusal=refused("no_history"))))
    assert compute.compute(given_)[0].refusal.code == "no_history"


def test_groups_are_drawn_with_their_share(ax):
    draw_lenses.plot_groups(lenses.groups_by_value(pd.Series([6.0, 1, 1, 1, 1]), pd.Series([1] * 5)), "revenue", ax=ax)
    assert [text for text in texts(ax) if "%" in text][:2] == ["60 %", "10 %"]


def test_the_whole_base_of_ten_years_holds_few_marks(ax):
    firsts = pd.date_range("2001-01-01", periods=120, freq="MS")
    rows = [(f"c{i}", str(day.date()), 1.0) for i, day in enumerate(firsts)]
    base = lenses.whole_base(periods(rows, since=dt.date(2001, 1, 1)), lenses.base_grain(120), "revenue")
    draw_lenses.plot_base(base, "quarter", "EUR", "revenue", partial=True, ax=ax)
    assert {"up to 2005", "2010", "not whole"} <= set(texts(ax))
    assert marks(ax) <= 2_000


def test_the_earliest_and_the_latest_cohort_compared_are_named(ax):
    ages = lenses.per_customer_by_age(periods(SIX), "month", MONTH(2020, 3, 1), "revenue")
    draw_lenses.plot_ages(ages.assign(named=True), "month", "EUR", "revenue", ax=ax)
    assert {text.strip() for text in texts(ax)} >= {"Jan 2020", "Feb 2020"}


def test_times_and_periods_know_the_same_customers():
    since = Since(dt.date(2020, 1, 1))
    table = pd.DataFrame(SIX, columns=["customer_id", "date", "amount"])
    transactions = nw.from_native(table.assign(date=pd.to_datetime(table["date"]).dt.date)).lazy("duckdb")
    first = times_between(read_days(transactions), since, dt.date(2020, 3, 31)).query("nth == 1")
    own = periods().query("cohort == date").set_index("cohort")["customers"]
    assert first.groupby("cohort")["customers"].sum().to_dict() == own.to_dict()
