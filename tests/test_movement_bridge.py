"""The bridge from one period to the next: its legs add up, whoever and whatever moved."""

import datetime as dt
from decimal import Decimal
from itertools import permutations
from math import prod

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.backtest.spring_festival import NEW_YEAR
from analysis.ledger.customer_days import days_of, sum_by_day
from analysis.ledger.periods import compare_periods
from analysis.movement.bridge import LEGS, PARTS_OF_SPEND, cents, split_changes, to_the_cent
from analysis.movement.movers import gone_and_back, kinds_of_movers, when_they_came
from analysis.movement.spans import Spans, latest_spans

D = dt.date
YEARS = Spans(12, (D(2022, 1, 1), D(2022, 12, 31)), (D(2023, 1, 1), D(2023, 12, 31)))


def compared(rows, *columns, **settings):
    """Return what customers did in 2022 and 2023; rows are customer, day, amount and further columns."""
    table = pd.DataFrame(rows, columns=["customer_id", "date", "amount", *columns])
    table["date"] = pd.to_datetime(table["date"]).dt.date
    frame = nw.from_native(duckdb.from_df(table.astype({"amount": "float64"})).select("* REPLACE (date::DATE AS date)"))
    sums, customers = sum_by_day(frame.lazy())
    days = days_of(sums, customers)
    return compare_periods(frame.lazy(), days, sums, YEARS.before, YEARS.period, **settings)


def legs_of(table, **came):
    """Return the legs that are not 0, over all customers; who is not said to have come is established."""
    when = table["customer_id"].map(lambda name: came.get(name, "established"))
    sums = split_changes(table, when).sum()
    return {name: value for name, value in sums.items() if value}


# ---------------------------------------------------------------- two periods


def test_the_year_to_the_last_day_is_compared_with_the_year_before_it():
    assert latest_spans(D(2022, 1, 1), D(2023, 12, 31)) == YEARS


def test_a_shop_that_opened_on_the_third_of_january_has_two_years():
    assert latest_spans(D(2022, 1, 3), D(2023, 12, 31)).months == 12


@pytest.mark.parametrize(("first", "months"), [(D(2022, 2, 1), 6), (D(2023, 2, 1), 3)])
def test_shorter_data_are_compared_in_halves_or_quarters(first, months):
    spans = latest_spans(first, D(2023, 12, 31))
    assert (spans.months, spans.before[1] + dt.timedelta(days=1)) == (months, spans.period[0])


def test_less_than_two_quarters_are_compared_with_nothing():
    assert latest_spans(D(2023, 8, 1), D(2023, 12, 31)) is None


def test_a_year_that_ends_on_a_leap_day_follows_one_that_ends_a_day_earlier():
    spans = latest_spans(D(2010, 1, 1), D(2020, 2, 29))
    assert spans.before == (D(2018, 3, 1), D(2019, 2, 28))


@pytest.mark.parametrize("end", [D(2023, 1, 31), D(2023, 2, 10), D(2024, 2, 12), D(2026, 2, 10)])
def test_where_spring_festival_is_kept_each_year_that_ends_near_it_holds_one(end):
    spans = latest_spans(D(2015, 1, 1), end, festival=True)
    held = [sum(first <= day <= last for day in NEW_YEAR.values()) for first, last in (spans.before, spans.period)]
    assert held[0] == held[1]
    calendar = latest_spans(D(2015, 1, 1), end)
    assert not calendar.festival
    assert spans.festival


def test_a_year_that_ends_far_from_spring_festival_is_the_calendars():
    assert latest_spans(D(2022, 1, 1), D(2023, 12, 31), festival=True) == YEARS


# ---------------------------------------------------------------- by hand


def test_money_of_purchase_days_and_of_other_days_is_kept_apart():
    rows = [("A", "2022-03-01", 10), ("A", "2022-03-01", -4), ("A", "2022-05-01", -3), ("A", "2023-03-01", 8)]
    found = compared(rows).iloc[0]
    assert (found["purchases_before"], found["amount_before"], found["returns_before"]) == (1, 6.0, -3.0)
    assert (found["purchases_period"], found["amount_period"], found["returns_period"]) == (1, 8.0, 0.0)


def test_who_bought_before_and_not_since_is_lost_with_all_that_was_brought():
    assert legs_of(compared([("A", "2022-03-01", 10), ("A", "2022-04-01", 5)])) == {"lost": -15.0}


@pytest.mark.parametrize(
    ("came", "leg"),
    [("new", "won"), ("last_year", "won"), ("established", "regained"), ("unknown", "won_or_regained")],
)
def test_who_bought_since_and_not_before_is_won_or_regained_by_when_they_came(came, leg):
    assert legs_of(compared([("A", "2023-03-01", 10)]), A=came) == {leg: 10.0}


def test_what_more_purchases_and_larger_ones_do_together_is_halved():
    rows = [("A", "2022-03-01", 10), ("A", "2023-03-01", 15), ("A", "2023-04-01", 15)]
    assert legs_of(compared(rows)) == {"frequency": 12.5, "spend": 7.5}
    assert legs_of(compared(rows), A="last_year") == {"full_year": 12.5, "spend": 7.5}


def test_money_given_back_on_a_day_of_its_own_is_neither_frequency_nor_spend():
    rows = [("A", "2022-03-01", 10), ("A", "2022-04-01", -2), ("A", "2023-03-01", 10), ("A", "2023-04-01", -5)]
    assert legs_of(compared(rows)) == {"returns": -3.0}


def test_products_that_nobody_bought_in_the_other_period_are_parts_of_spend():
    rows = [
        ("A", "2022-03-01", 10, "tea"), ("A", "2022-03-01", 5, "mate"),
        ("A", "2023-03-01", 12, "tea"), ("A", "2023-03-01", 7, "coffee"),
    ]  # fmt: skip
    assert legs_of(compared(rows, "product")) == {
        "spend": 4.0,
        "new_products": 7.0,
        "dropped_products": -5.0,
        "same_products": 2.0,
    }


def test_three_factors_share_their_change_as_the_mean_over_the_six_orders():
    rows = [("A", "2022-03-01", 10, 2), ("A", "2023-03-01", 24, 3), ("A", "2023-04-01", 24, 3)]
    found = legs_of(compared(rows, "quantity"))
    factors = {"frequency": (1, 2), "units": (2, 3), "price": (5, 8)}
    expected = dict.fromkeys(factors, 0.0)
    for order in permutations(factors):
        now = {name: before for name, (before, _) in factors.items()}
        for name in order:
            was = prod(now.values())
            now[name] = factors[name][1]
            expected[name] += (prod(now.values()) - was) / 6
    assert {name: found[name] for name in factors} == pytest.approx(expected)
    assert found["spend"] == pytest.approx(found["units"] + found["price"])


def test_money_without_units_in_one_of_the_periods_has_no_price():
    rows = [("A", "2022-03-01", 10, 0), ("A", "2023-03-01", 24, 3)]
    assert legs_of(compared(rows, "quantity")) == {"spend": 14.0, "units": 14.0}


def test_a_row_without_a_margin_takes_the_rate():
    rows = [("A", "2022-03-01", 10, 4.0), ("A", "2023-03-01", 20, None)]
    table = compared(rows, "margin", margin_rate=0.3)
    assert split_changes(table, pd.Series(["established"]), "margin", "margin_returns")["spend"].tolist() == [2.0]


# ---------------------------------------------------------------- when they came


DECEMBER = D(2021, 12, 1)


def came(first, acquired=None, burn_in=30, data_from=DECEMBER):
    """Return when a customer came whose first purchase in the data was then."""
    known = None if acquired is None else pd.Series([pd.Timestamp(acquired)])
    return when_they_came(pd.Series([pd.Timestamp(first)]), YEARS, data_from, burn_in, known)[0]


def test_a_customer_came_when_first_seen():
    found = [came(day) for day in ("2021-12-31", "2022-01-01", "2022-12-31", "2023-01-01")]
    assert found == ["established", "last_year", "last_year", "new"]


def test_who_was_seen_soon_after_the_data_begin_may_have_been_a_customer_before():
    assert came("2022-01-20", data_from=D(2022, 1, 1)) == "established"
    assert came("2023-01-20", data_from=D(2022, 1, 1), burn_in=400) == "unknown"


def test_the_clients_own_books_say_when_a_customer_came():
    assert came("2023-01-20", acquired="2015-06-01", data_from=D(2022, 1, 1), burn_in=400) == "established"
    assert came("2022-01-20", acquired="2022-01-15", data_from=D(2022, 1, 1)) == "last_year"


def test_every_customer_of_either_period_is_one_kind_of_mover():
    table = pd.DataFrame({"purchases_before": [1, 1, 1, 1, 0, 0, 0, 0], "purchases_period": [1, 1, 1, 0, 1, 1, 1, 0]})
    when = pd.Series(["new", "new", "new", "new", "new", "established", "unknown", "new"])
    change = pd.Series([2.0, -2.0, 0.0, -9.0, 9.0, 9.0, 9.0, -1.0])
    assert kinds_of_movers(table, when, change).tolist() == [
        "rose", "fell", "steady", "gone", "new", "came_back", "new_or_back", "returned_only",
    ]  # fmt: skip


def test_of_those_gone_a_year_earlier_who_bought_again_is_counted():
    rows = [("A", "2021-06-01", 1), ("A", "2023-06-01", 1), ("B", "2021-12-31", 1), ("C", "2021-01-01", 1),
            ("C", "2022-12-31", 1), ("D", "2022-01-01", 1)]  # fmt: skip
    values = f"(VALUES {', '.join(map(str, rows))}) t(a, b, c)"
    frame = duckdb.sql(f"SELECT a AS customer_id, b::DATE AS date, c::DOUBLE AS amount FROM {values}")
    days = days_of(*sum_by_day(nw.from_native(frame).lazy()))
    assert gone_and_back(days, YEARS) == (2, 1)
    early = Spans(12, (D(2021, 1, 1), D(2021, 12, 31)), (D(2022, 1, 1), D(2022, 12, 31)))
    assert gone_and_back(days, early) is None


# ---------------------------------------------------------------- over random ledgers

CAME = ("established", "last_year", "new", "unknown")
ROW = st.tuples(
    st.sampled_from("ABCDEFG"),
    st.dates(D(2022, 1, 1), D(2023, 12, 31)),
    st.integers(-9_999, 99_999).map(lambda value: Decimal(value) / 100),
    st.sampled_from(["tea", "mate", "coffee", None]),
)


SHARE = st.floats(0, 1)
MEASURES = ("purchases", "amount", "returns", "range", "units")


@st.composite
def halves(draw):
    """Return what one customer did in one period, measure by measure."""
    days, amount, back, part, units = draw(
        st.tuples(st.integers(0, 5), st.integers(1, 99_999), st.integers(-999, 0), SHARE, st.integers(0, 20))
    )
    return (days, *((amount / 100, back / 100, round(part * amount) / 100, units) if days else (0.0, back / 100, 0, 0)))


@st.composite
def tables(draw):
    """Return one to eight customers as `compare_periods` does, and when each came."""
    of_what = draw(st.sampled_from([MEASURES[:3], MEASURES[:4], MEASURES, (*MEASURES[:3], "units")]))
    people = draw(st.lists(st.tuples(halves(), halves(), st.sampled_from(CAME)), min_size=1, max_size=8))
    columns = {"customer_id": [f"K{n}" for n in range(len(people))]}
    for place, name in enumerate(("before", "period")):
        columns |= {
            f"{of}_{name}": [person[place][k] for person in people] for k, of in enumerate(MEASURES) if of in of_what
        }
    return pd.DataFrame(columns), pd.Series([person[2] for person in people])


def bridged(table, when):
    """Return both sums and the legs, in cents."""
    legs = split_changes(table, when)
    sums = [cents(table[f"amount_{name}"].sum() + table[f"returns_{name}"].sum()) for name in ("before", "period")]
    return sums, to_the_cent(legs.sum()[list(LEGS)] * 100, sums[1] - sums[0])


def swapped(table):
    """Return the same customers with the two periods in the other order."""
    other = {f"{of}_before": f"{of}_period" for of in MEASURES}
    return table.rename(columns=other | {later: earlier for earlier, later in other.items()})


@settings(max_examples=10)
@given(st.lists(ROW, min_size=1, max_size=40))
def test_the_legs_lead_from_one_sum_of_a_ledger_to_the_other_to_the_cent(rows):
    table = compared(rows, "product")
    (before, period), legs = bridged(table, pd.Series("established", index=table.index))
    cents_of = {year: int(sum(row[2] for row in rows if row[1].year == year) * 100) for year in (2022, 2023)}
    assert (before, period) == (cents_of[2022], cents_of[2023])
    assert before + legs.sum() == period


@given(tables())
def test_each_customers_legs_add_up_to_the_customers_change(given_):
    table, when = given_
    legs = split_changes(table, when)
    change = table["amount_period"] + table["returns_period"] - table["amount_before"] - table["returns_before"]
    np.testing.assert_allclose(legs[list(LEGS)].sum(axis=1), change, atol=1e-6)
    known = [name for name in PARTS_OF_SPEND if name in legs]
    np.testing.assert_allclose(legs[known].sum(axis=1), legs["spend"] if known else 0.0, atol=1e-6)


@given(tables())
def test_told_backwards_what_arrived_is_lost_and_every_other_leg_changes_its_sign(given_):
    table, when = given_
    (_, ahead), (_, back) = bridged(table, when), bridged(swapped(table), when)
    arrived = ["won", "regained", "won_or_regained"]
    assert ahead[arrived].sum() == -back["lost"]
    assert back[arrived].sum() == -ahead["lost"]
    rest = ["full_year", "frequency", "spend", "returns"]
    assert (ahead[rest] + back[rest]).abs().max() <= 1


@given(tables(), st.integers(2, 100))
def test_the_legs_are_money(given_, times):
    small, when = given_
    money = [name for name in small if name.startswith(MEASURES[1:4])]
    large = small.assign(**{name: small[name] * times for name in money})
    np.testing.assert_allclose(split_changes(large, when), split_changes(small, when) * times, rtol=1e-9, atol=1e-6)


@given(tables(), st.randoms())
def test_the_order_of_the_customers_changes_nothing(given_, random):
    table, when = given_
    order = random.sample(list(table.index), len(table))
    here, there = bridged(table, when), bridged(table.loc[order], when[order])
    assert here[0] == there[0]
    assert (here[1] - there[1]).abs().max() <= 1  # a half may lie on either side of what the sums make of it


# ---------------------------------------------------------------- to the cent


def test_the_cents_that_are_missing_go_to_the_largest_remainders():
    assert to_the_cent(pd.Series([33.4, 33.4, 33.2]), 100).tolist() == [34, 33, 33]


def test_a_part_of_whole_cents_keeps_them_though_its_sum_lies_a_hair_below():
    assert to_the_cent(pd.Series([1051684.9999999998, -0.7, -0.3]), 1051684).tolist() == [1051685, -1, 0]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=9))
def test_opposite_amounts_are_rounded_to_opposite_cents(parts):
    series, total = pd.Series(parts), round(sum(parts))
    assert to_the_cent(-series, -total).tolist() == (-to_the_cent(series, total)).tolist()


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=9))
def test_no_part_is_moved_by_a_whole_cent_and_together_they_are_the_total(parts):
    series, total = pd.Series(parts), round(sum(parts))
    found = to_the_cent(series, total)
    assert found.sum() == total
    assert (found - series).abs().max() <= 1.0
