"""The average forecast: always there, at the right level, with ranges that hold, and without a look ahead."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analysis.backtest.average import forecast_average
from analysis.backtest.buying import forecast_buying
from analysis.backtest.holdout import Split, league
from analysis.backtest.inner import inner_windows
from analysis.backtest.made import AVERAGE, as_forecast
from analysis.backtest.shapes import Forecaster
from analysis.backtest.spread import Scatter, Shared, Uncertainty, factors
from analysis.backtest.year_ago import year_ago
from tests.shops import START, day, ledger, past_of

SPLIT = Split(day(400), day(580))


@pytest.fixture(scope="module")
def table():
    return ledger(500, 600, seed=3)


@pytest.fixture(scope="module")
def classes(table):
    revenue = table[table["day"] <= 400].groupby("customer")["amount"].sum()
    return pd.Series(np.where(revenue > revenue.median(), "A", "B"), revenue.index.astype(str))


@pytest.fixture(scope="module")
def average(table, classes):
    return forecast_average(past_of(table), SPLIT, classes=classes)


def test_nothing_peeks_what_comes_after_the_origin_changes_nothing(table, classes, average):
    later = table["day"] > 400
    perturbed = pd.concat([table[~later], table[later].sample(frac=0.3, random_state=1).assign(amount=1e6)])
    again = forecast_average(past_of(perturbed), SPLIT, classes=classes)
    pd.testing.assert_frame_equal(average.made.customers, again.made.customers)
    pd.testing.assert_frame_equal(average.made.totals, again.made.totals)


def test_the_end_may_lie_beyond_the_data(table, average):
    known = forecast_average(past_of(table[table["day"] <= 400]), SPLIT)
    assert known.made.customers["expected_purchases"].tolist() == average.made.customers["expected_purchases"].tolist()


def test_the_three_shapes_have_the_total_of_pareto_nbd_and_the_average_lies_between_them(table, average):
    level = Forecaster(past_of(table)).by_model(SPLIT).sum()
    assert set(average.made.parts) == {"Pareto/NBD", "Poisson boosting", "ridge Poisson"}
    assert [part.sum() for part in average.made.parts.values()] == pytest.approx([level] * 3)
    factor = average.made.year_ago.factor if average.made.year_ago else 1.0
    assert average.made.customers["expected_purchases"].sum() == pytest.approx(level * factor)


def test_regular_buyers_get_the_shape_of_mbg_cnbd_k_at_the_same_level(table, average):
    regular = forecast_average(past_of(table), SPLIT, regularity_at=lambda day: 3.2).made
    assert set(regular.parts) == {"MBG/CNBD-k", "Poisson boosting", "ridge Poisson"}
    assert regular.parts["MBG/CNBD-k"].sum() == pytest.approx(average.made.parts["Pareto/NBD"].sum())


def test_revenue_is_purchases_times_spend_and_classes_add_up(average):
    made = average.made.customers
    assert made["expected_revenue"].to_numpy() == pytest.approx(made["expected_purchases"] * made["expected_spend"])
    totals = average.made.totals.set_index(["measure", "group"])["point"]
    for measure in ("purchases", "revenue"):
        assert totals[measure, "A"] + totals[measure, "B"] == pytest.approx(totals[measure, "all"])


def test_buying_is_never_likelier_than_purchases_are_expected_to_be_many(average):
    made = average.made.customers
    assert made["probability"].between(0, 1).all()
    assert (made["probability"] <= made["expected_purchases"] + 1e-12).all()


def test_the_probability_of_buying_alone_is_that_of_the_whole_forecast(table, average):
    alone, refusal = forecast_buying(past_of(table), SPLIT)
    assert refusal is None
    assert alone.probability.index.tolist() == average.made.customers["customer_id"].tolist()
    assert alone.probability.tolist() == average.made.customers["probability"].tolist()


def test_where_there_is_no_forecast_the_probability_of_buying_is_refused_for_the_same_reason(table):
    split = Split(day(400), day(1300))
    alone, refusal = forecast_buying(past_of(table), split)
    assert alone is None
    assert refusal == forecast_average(past_of(table), split).refusal
    assert refusal.code == "horizon_beyond_twice_history"


def test_the_average_is_a_row_of_the_league(table, average):
    truth = past_of(table).outcome(SPLIT)
    purchases, revenue = (truth[name].to_numpy(float) for name in ("purchases", "revenue"))
    row = league({AVERAGE: as_forecast(average.made)}, purchases, revenue).iloc[0]
    assert row["model"] == "average"
    assert row[["rmse", "total_error", "brier", "revenue_error"]].notna().all()


def test_every_range_holds_its_point_and_the_wider_level_the_narrower(average):
    totals, made = average.made.totals, average.made.customers
    ends = totals[["low_95", "low_80", "point", "high_80", "high_95"]].to_numpy()
    assert (np.diff(ends, axis=1) > 0).all()
    for measure in ("purchases", "revenue"):
        names = [f"{measure}_{end}" for end in ("low_95", "low_80", "high_80", "high_95")]
        assert (np.diff(made[names].to_numpy(), axis=1) >= 0).all()


def test_a_class_is_known_no_better_than_all(average):
    totals = average.made.totals.set_index(["measure", "group"])["s"]
    assert totals["revenue", "A"] > totals["revenue", "all"]


def test_a_season_seen_a_year_ago_is_in_the_forecast():
    """Purchases double between trough and peak; the window after day 730 is like the one after day 365."""
    wave = np.exp(0.7 * np.sin(2 * np.pi * np.arange(850) / 365))
    table = ledger(1500, 850, seed=5, level=wave, arrivals=60)
    past, split = past_of(table), Split(day(760), day(850))
    made = forecast_average(past, split).made
    actual = past.outcome(split)["purchases"].sum()
    plain = sum(made.parts["Pareto/NBD"])
    assert made.year_ago.factor > 1.15
    assert abs(made.customers["expected_purchases"].sum() / actual - 1) < abs(plain / actual - 1) / 2


def test_a_month_without_data_a_year_ago_gives_no_factor_unless_the_year_before_had_none_either():
    table, split = ledger(300, 1101, seed=6, arrivals=60), Split(day(1100), day(1190))
    month = (pd.Timestamp(START) + pd.to_timedelta(table["day"], unit="D")).dt.strftime("%Y-%m")
    for missing, told in (([], True), (["2024-02"], False), (["2023-02", "2024-02"], True)):
        found = year_ago(Forecaster(past_of(table[~month.isin(missing)])), split)
        assert (found is not None) == told


def test_few_customers_are_not_asked_of_boosting_whose_leaves_hold_fifty():
    past = past_of(ledger(300, 600, seed=3))
    assert set(Forecaster(past).shapes(SPLIT)) == {"Pareto/NBD", "ridge Poisson"}


def test_no_factor_where_half_of_the_customers_were_not_known_a_year_ago(average):
    assert average.made.year_ago is None


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([(n, 0, 5.0) for n in range(10)], "too_few_repeat_buyers"),
        ([(n, 400, 5.0) for n in range(60)], "all_came_on_the_last_day"),
        ([(n, n % 90, 5.0) for n in range(600)], "too_few_repeat_buyers"),
        ([(n, 399 + k, 5.0) for n in range(60) for k in (0, 1)], "no_inner_window"),
        ([(0, 500, 1.0)], "nobody_to_forecast"),
    ],
    ids=["ten customers", "everything on one day", "nobody came back", "two days of data", "nothing yet"],
)
def test_data_that_can_carry_nothing_are_refused_with_a_code(rows, code):
    average = forecast_average(past_of(pd.DataFrame(rows, columns=["customer", "day", "amount"])), SPLIT)
    assert average.status == "refused"
    assert average.made is None
    assert [gate.code for gate in average.gates] == [code]


def finite(made):
    parts = made.customers.drop(columns="customer_id"), made.totals.drop(columns=["measure", "group"])
    return all(np.isfinite(part.to_numpy(float)).all() for part in parts)


def test_one_customer_who_is_most_of_the_business_is_remarked_and_widens_the_range(table, average):
    giant = pd.DataFrame({"customer": 9999, "day": np.arange(0, 600), "amount": 500.0})
    found = forecast_average(past_of(pd.concat([table, giant])), SPLIT)
    assert "one_customer_dominates" in {gate.code for gate in found.gates}
    assert finite(found.made)
    s = [each.made.totals.set_index(["measure", "group"]).loc[("revenue", "all"), "s"] for each in (average, found)]
    assert s[1] > s[0]


@pytest.mark.parametrize(
    "rows",
    [
        [(n, k, 5.0) for n in range(40) for k in range(0, 400, 10)],
        [(n, k, 0.0) for n in range(40) for k in range(n, 400, 30)],
        [(n, n % 200 + k, 5.0) for n in range(400) for k in ((0, 3) if n % 5 == 0 else (0,))],
    ],
    ids=["clockwork", "without amounts", "no one stays"],
)
def test_odd_businesses_get_finite_numbers(rows):
    found = forecast_average(past_of(pd.DataFrame(rows, columns=["customer", "day", "amount"])), SPLIT)
    assert found.made is None or finite(found.made)
    assert found.made is not None or found.gates


def test_beyond_the_history_a_forecast_is_indicative_and_two_and_a_half_times_as_wide(table):
    near, far = (forecast_average(past_of(table), Split(day(400), day(400 + days))) for days in (400, 401))
    assert [[gate.code for gate in each.gates][:1] for each in (near, far)] == [[], ["horizon_beyond_history"]]
    s = [each.made.uncertainty["purchases"].together for each in (near, far)]
    assert s[1] == pytest.approx(2.5 * s[0], rel=0.1)


def test_inner_windows_end_by_the_origin_and_are_shorter_where_the_horizon_leaves_no_room(table):
    past = past_of(table)
    full, short = inner_windows(past, SPLIT), inner_windows(past, Split(day(400), day(700)))
    assert {window.days for window in full} == {180}
    assert [(window.origin - START).days for window in short] == [222, 267, 311]
    assert max(window.end for window in full + short) == dt.date(2023, 2, 5) == day(400)


def test_the_range_follows_the_formula_of_the_note():
    """floor .12 without last year's window, weight .5, t with 6 degrees of freedom; chance .1^2, shared .2^2."""
    shared = Shared(seen=0.0, count=0.0)
    certain = Uncertainty(Scatter(0.0, 0.0), shared, year=False, beyond=False)
    assert certain.log_sd(np.ones(4)) == pytest.approx(np.sqrt(0.12**2 + 0.25 * 0.12**2))
    spread = Uncertainty(Scatter(0.04, 0.0), shared, year=True, beyond=False)
    assert spread.log_sd(np.ones(4)) == pytest.approx(np.sqrt(0.08**2 + 0.25 * 0.12**2 + 0.04 / 4))
    assert factors(1.0, 0.95) == pytest.approx((np.exp(-2.4469), np.exp(2.4469)), rel=1e-4)


def test_a_class_that_holds_little_has_more_of_its_own():
    """sd .05 x root of (1 - share) / share: none of the whole, .05 of a half, no more than that of a tenth."""
    spread = Uncertainty(Scatter(0.0, 0.0), Shared(0.0, 0.0), year=True, beyond=False)
    assert [spread.apart(share) for share in (1.0, 0.5, 0.1, 0.01)] == pytest.approx([0, 0.05, 0.15, 0.15])


def test_many_inner_windows_outweigh_what_other_businesses_showed():
    assert Shared(0.09, 0.0).variance() == pytest.approx(0.12**2)
    assert Shared(0.09, 1000.0).variance() == pytest.approx(0.09, rel=0.01)


def test_ranges_hold_in_simulation_also_after_a_common_shock():
    held = []
    for seed in range(8):
        shock = (1.0, 0.8)[seed % 2]
        table = ledger(250, 480, seed=seed, level=np.where(np.arange(480) < 300, 1.0, shock))
        past, split = past_of(table), Split(day(300), day(480))
        row = forecast_average(past, split).made.totals.set_index(["measure", "group"]).loc[("purchases", "all")]
        held.append(row["low_95"] <= past.outcome(split)["purchases"].sum() <= row["high_95"])
    assert sum(held) >= 7
