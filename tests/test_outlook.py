"""Around the value: own margins, dates, new customers, and the checks of the forecast."""

import datetime as dt

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.backtest.forecast_checks import (
    expected_by_frequency,
    expected_by_silence,
    expected_purchases,
    frequency_histogram,
)
from analysis.backtest.spend_checks import band_of, drift_of_spend, spend_by_band
from analysis.btyd import BGNBD, MBGNBD, ParetoNBD
from analysis.ledger.days import margin_evidence, purchases_by_half
from analysis.value.clv import Horizon
from analysis.value.margins import one_rate, shrink_margins
from analysis.value.prospects import possibly_old, replacement_ratio, value_new_customer
from analysis.value.worth import add_dates, next_purchase_by, overdue_since

MODELS = [BGNBD(0.243, 4.414, 0.793, 2.426), MBGNBD(0.525, 6.183, 0.891, 1.614), ParetoNBD(0.553, 10.58, 0.606, 11.67)]
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
END = dt.date(2023, 12, 31)


def ledger(*rows):
    """Return a ledger of (customer, day of January, amount, margin or None)."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (customer_id VARCHAR, date DATE, amount DECIMAL(18,2), margin DECIMAL(18,2))")
    for customer, day, amount, margin in rows:
        connection.execute("INSERT INTO t VALUES (?, ?, ?, ?)", [customer, dt.date(2023, 1, day), amount, margin])
    return nw.from_native(connection.table("t"))


# ---------------------------------------------------------------- margins


def test_evidence_is_a_customers_costed_purchase_days():
    rows = [
        ("A", 1, 50, 10),
        ("A", 1, 50, 30),
        ("A", 3, 20, -5),
        ("A", 4, 99, None),
        ("A", 5, -20, 5),
        ("B", 2, 9, None),
    ]
    found = margin_evidence(ledger(*rows), dt.date(2023, 1, 31))
    assert found.index.tolist() == ["A"]
    assert found.loc["A"].to_dict() == {"days": 2, "amount": 120, "margin": 35, "square": 16 + 1.25}


def test_evidence_does_not_look_beyond_the_day():
    found = margin_evidence(ledger(("A", 1, 50, 10), ("A", 9, 50, 10)), dt.date(2023, 1, 8))
    assert found.loc["A", "days"] == 1


def test_a_customer_without_costs_gets_the_clients_rate():
    days = pd.DataFrame({"days": 2.0, "amount": 200.0, "margin": [90.0, -30.0], "square": [41.0, 5.0]}, list("AB"))
    assert shrink_margins(pd.Series(["new"]), days, 0.15).rate.tolist() == [0.15]


def test_customers_who_differ_by_no_more_than_chance_all_get_the_clients_rate():
    days = pd.DataFrame({"days": 2.0, "amount": 200.0, "margin": [30.0, 31.0], "square": [20.0, 20.0]}, list("AB"))
    found = shrink_margins(pd.Series(["A", "B"]), days, 0.15)
    assert found.rate.tolist() == [0.15, 0.15]
    assert found.half == np.inf


@pytest.fixture(scope="module")
def costed():
    """True rates of 2,000 customers (mean .1, sd .12) and the evidence of one to ten days of each."""
    rng, n = np.random.default_rng(5), 2_000
    true = rng.normal(0.10, 0.12, n)
    rows = []
    for i in range(n):
        amounts = rng.gamma(3, 12, rng.integers(1, 11))
        margins = true[i] * amounts + rng.normal(0, np.sqrt(0.5 * amounts))
        rows.append((amounts.size, amounts.sum(), margins.sum(), (margins**2 / amounts).sum()))
    return true, pd.DataFrame(rows, columns=["days", "amount", "margin", "square"], dtype=float)


def test_the_variances_behind_the_shrinkage_are_found_again(costed):
    true, evidence = costed
    found = shrink_margins(pd.Series(evidence.index), evidence, 0.10)
    assert found.noise == pytest.approx(0.5, rel=0.05)
    assert found.half == pytest.approx(0.5 / 0.12**2, rel=0.15)


def test_shrunk_rates_are_nearer_the_truth_than_own_rates_and_than_one_rate(costed):
    true, evidence = costed
    found = shrink_margins(pd.Series(evidence.index), evidence, 0.10)
    own = evidence["margin"] / evidence["amount"]
    error, alone, one = (((rate - true) ** 2).mean() for rate in (found.rate, own, 0.10))
    assert error < min(alone, one)
    inside = np.abs(found.rate - true) <= 1.96 * found.doubt
    assert 0.93 < inside.mean() < 0.97


@given(st.floats(0.1, 50))
def test_margin_rates_do_not_depend_on_the_currency(k):
    days = pd.DataFrame({"days": 2.0, "amount": 200.0, "margin": [90.0, -30.0], "square": [41.0, 5.0]}, list("AB"))
    scaled = days * [1, k, k, k]
    ids = pd.Series(["A", "B"])
    assert shrink_margins(ids, scaled, 0.15).rate == pytest.approx(shrink_margins(ids, days, 0.15).rate)


CUSTOMERS = pd.DataFrame(
    {
        "customer_id": list("ABCD"),
        "frequency": [0, 1, 5, 12],
        "recency": [0, 70, 200, 250],
        "T": [250, 200, 220, 260],
        "monetary_value": [0.0, 20.0, 35.0, 10.0],
        "purchase_amount": [30.0, 40.0, 210.0, 130.0],
        "revenue": [30.0, 40.0, 210.0, 130.0],
    }
)


# ---------------------------------------------------------------- dates


@each_model
def test_half_of_those_who_stay_buy_by_the_next_purchase_day(model):
    rng, n = np.random.default_rng(8), 100_000
    one = CUSTOMERS.iloc[[2]]
    day = next_purchase_by(model, one, END, within_days=3_650).iloc[0]
    intensity = rng.gamma(model.r + 5, size=n) / (model.alpha + 220 / 7)
    days = rng.exponential(1 / intensity) * 7
    ahead = (day - pd.Timestamp(END)).days
    assert (days <= ahead).mean() >= 0.495
    assert (days <= ahead - 1).mean() < 0.505


@each_model
def test_a_next_purchase_beyond_the_horizon_is_left_out(model):
    never = CUSTOMERS.assign(frequency=0, recency=0, T=3_000)
    assert next_purchase_by(model, never, END, within_days=365).isna().all()


@each_model
def test_who_is_late_is_promised_no_day_of_the_next_purchase(model):
    two = pd.DataFrame({"frequency": [40, 40], "recency": [400, 235], "T": [401, 400]})
    two["last_purchase"] = pd.Timestamp(END) - pd.to_timedelta(two["T"] - two["recency"], unit="D")
    dated = add_dates(two, two, model, END, Horizon(365, 0.1))
    assert dated["next_purchase_by"].isna().tolist() == [False, True]
    assert dated["overdue_since"].isna().tolist() == [True, False]


@each_model
def test_who_is_silent_longer_than_nine_of_ten_is_overdue_since_that_day(model):
    last = pd.Timestamp(END) - pd.to_timedelta(CUSTOMERS["T"] - CUSTOMERS["recency"], unit="D")
    table = CUSTOMERS.assign(last_purchase=last)
    since = overdue_since(model, table, END)
    gap = (7 * model.alpha + 250) * (10 ** (1 / (model.r + 12)) - 1)  # the customer with 12 repeat purchases
    silent = (pd.Timestamp(END) - last.iloc[3]).days
    assert pd.isna(since.iloc[3]) == (gap > silent)
    longer = overdue_since(model, table.assign(last_purchase=last - pd.Timedelta(days=400)), END)
    assert (longer.iloc[3] - last.iloc[3]).days + 400 == np.ceil(gap)


@each_model
def test_a_date_never_overflows_the_calendar(model):
    one_time = CUSTOMERS.iloc[[0]].assign(last_purchase=pd.Timestamp(END))
    assert overdue_since(ParetoNBD(1e-4, 1e4, 1.0, 1.0), one_time, END).isna().all()
    assert overdue_since(model, one_time, END).isna().all()


# ---------------------------------------------------------------- new customers


FIRST_SEEN = pd.DataFrame(
    {"customer_id": list("ABC"), "first_purchase": pd.to_datetime(["2023-01-01", "2023-01-31", "2023-02-01"])}
)


def test_who_is_first_seen_within_the_burn_in_may_be_old():
    assert possibly_old(FIRST_SEEN, dt.date(2023, 1, 1), 30).tolist() == [True, True, False]


def test_a_day_of_acquisition_settles_who_is_old():
    acquired = pd.Series(pd.to_datetime(["2023-01-01", None, "2022-12-31"]), list("ABC"))
    assert possibly_old(FIRST_SEEN, dt.date(2023, 1, 1), 30, acquired).tolist() == [False, True, True]


def test_a_day_of_acquisition_after_the_first_purchase_settles_nothing():
    acquired = pd.Series(pd.to_datetime(["2023-05-01", "2023-05-01", "2023-05-01"]), list("ABC"))
    assert possibly_old(FIRST_SEEN, dt.date(2023, 1, 1), 30, acquired).tolist() == [True, True, False]


def test_a_new_customer_brings_a_first_purchase_and_discounted_later_ones():
    table = pd.concat([CUSTOMERS] * 50, ignore_index=True)
    found = value_new_customer(table, horizon=Horizon(365, 0.0))
    assert found.first_purchase == pytest.approx((30 + 20 + 35 + 10) / 4)
    assert found.repeat_spend == pytest.approx((20 + 5 * 35 + 120) / 18)
    assert found.repeat_purchases == pytest.approx(float(found.model.expected_purchases_new(365 / 7)))
    assert found.revenue == pytest.approx(found.first_purchase + found.repeat_purchases * found.repeat_spend)
    assert found.revenue_interval[0] < found.revenue < found.revenue_interval[1]
    assert found.cumulative[-1] == found.revenue
    assert (np.diff(found.cumulative) > 0).all()
    assert (found.drawn.shape[1], len(found.cumulative)) == (12, 12)


def test_what_customers_will_share_widens_the_range_of_a_new_one():
    table = pd.concat([CUSTOMERS] * 50, ignore_index=True)
    alone, shared = (
        value_new_customer(table, horizon=Horizon(365, 0.1), shared=s).revenue_interval for s in (0.0, 0.3)
    )
    assert shared[1] - shared[0] > 1.5 * (alone[1] - alone[0])


@pytest.mark.parametrize(("worth", "new"), [([-5.0, 1.0], 10.0), ([5.0, 1.0], 0.0), ([5.0, 1.0], -1.0)])
def test_nothing_replaces_who_brings_nothing_and_nothing_is_replaced_by_it(worth, new):
    assert replacement_ratio(pd.Series(worth), pd.Series([0.5, 0.5]), new) is None


# ---------------------------------------------------------------- checks of the forecast


@each_model
def test_the_histogram_counts_every_customer_on_both_sides(model):
    table = frequency_histogram(model, CUSTOMERS)
    assert table["label"].tolist() == ["0", "1", "2", "3", "4", "5", "6", "7+"]
    assert table["actual"].tolist() == [1, 1, 0, 0, 0, 1, 0, 1]
    assert table["expected"].sum() == pytest.approx(4)
    assert table["expected"].iloc[0] == pytest.approx(model.probability_of_count_new(0, CUSTOMERS["T"] / 7).sum())


@pytest.mark.parametrize("by", [expected_by_frequency, expected_by_silence])
def test_groups_hold_every_customer_once_and_keep_both_totals(by):
    bought = np.array([0.0, 1.0, 2.0, 6.0])
    expected = expected_purchases(MODELS[0], CUSTOMERS, 90)
    table = by(expected, CUSTOMERS, bought)
    assert table["customers"].sum() == 4
    assert (table["customers"] * table["actual"]).sum() == pytest.approx(9)
    assert (table["customers"] * table["expected"]).sum() == pytest.approx(expected.sum())


def test_weeks_of_silence_are_named_by_their_first_and_last():
    table = CUSTOMERS.assign(recency=[0, 0, 0, 0], T=[3, 20, 27, 62], frequency=0)
    found = expected_by_silence(np.ones(4), table, np.ones(4), groups=2)
    assert found["label"].tolist() == ["0–2", "3–8"]
    assert found["customers"].tolist() == [2, 2]


def test_spend_is_judged_per_purchase_that_came():
    observed = pd.DataFrame({"purchases": [2, 1], "revenue": [50.0, 90.0]}, index=["A", "C"])
    table = spend_by_band(CUSTOMERS, np.array([20.0, 1.0, 60.0, 1.0]), observed).set_index("band")
    assert table.index.tolist() == ["0", "4+"]
    assert table.loc["0", ["actual", "expected"]].tolist() == [25, 20]
    assert table["error"].tolist() == pytest.approx([-0.2, -1 / 3])


def test_bands_are_none_one_two_or_three_and_more():
    assert band_of(pd.Series([0, 1, 2, 3, 4, 90])).tolist() == [0, 1, 2, 2, 3, 3]


def test_halves_count_purchase_days_before_and_after_the_middle():
    rows = [("A", 1, 10, None), ("A", 9, 30, None), ("A", 9, -5, None), ("B", 10, 7, None), ("B", 2, -3, None)]
    found = purchases_by_half(ledger(*rows), dt.date(2023, 1, 5), zero_is_purchase=False)
    assert found.loc["A"].tolist() == [1, 1, 10, 25]
    assert found.loc["B"].tolist() == [0, 1, 0, 7]


def test_the_interval_of_drift_covers_no_drift_where_there_is_none():
    rng, n, covered = np.random.default_rng(10), 300, 0
    for _ in range(200):
        level = rng.gamma(4, 10, n)
        halves = pd.DataFrame({"earlier": rng.poisson(2, n) + 0.0, "later": rng.poisson(2, n) + 0.0})
        for half in ("earlier", "later"):
            halves[f"{half}_amount"] = level * halves[half] * rng.gamma(20, 1 / 20, n)
        found = drift_of_spend(halves)
        covered += found["low"] <= 0 <= found["high"]
    assert 0.90 <= covered / 200 <= 0.99


def test_drift_needs_purchases_in_both_halves():
    assert (
        drift_of_spend(pd.DataFrame({"earlier": [1.0], "later": 0.0, "earlier_amount": 5.0, "later_amount": 0.0}))
        is None
    )


def test_one_rate_for_all_leaves_nothing_open():
    found = one_rate(0.3, 2)
    assert (found.rate.tolist(), found.doubt.tolist(), found.half) == ([0.3, 0.3], [0.0, 0.0], None)
