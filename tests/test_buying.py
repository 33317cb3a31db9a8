"""Who will buy within several windows, and whether what came lies within what such a forecast allows."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.backtest.buying import Buying, forecast_buying, forecast_windows, rising
from analysis.backtest.dispersion import Dispersion
from analysis.backtest.holdout import Split
from analysis.backtest.shapes import Forecaster
from analysis.churn.calibration import ranking, slope, tenths
from tests.shops import day, ledger, past_of

SPLIT = Split(dt.date(2024, 1, 1), dt.date(2024, 3, 31))
PLAIN = Dispersion(1.0, 0.0, 0.0, 1.0)


def buying(expected, together=0.0):
    expected = np.asarray(expected, float)
    signs = np.zeros((expected.size, 3))
    return Buying(SPLIT, pd.Series(PLAIN.probability(expected)), expected, signs, PLAIN, together)


# ---------------------------------------------------------------- several windows

probabilities = st.lists(st.floats(0, 1), min_size=3, max_size=3)


@given(st.dictionaries(st.sampled_from([30, 90, 120, 180, 365]), probabilities, min_size=1), st.data())
def test_the_chance_to_buy_never_falls_as_the_window_grows_and_the_anchor_stays(given_, data):
    anchor = data.draw(st.sampled_from([None, *given_]))
    held = rising({days: np.array(p) for days, p in given_.items()}, anchor)
    rows = np.array([held[days] for days in sorted(held)])
    assert (np.diff(rows, axis=0) >= 0).all()
    if anchor is not None:
        assert held[anchor].tolist() == given_[anchor]


def test_windows_are_held_to_each_other_and_one_beyond_the_history_is_refused():
    made, refusals = forecast_windows(Forecaster(past_of(ledger(300, 300, seed=2))), day(299), (30, 90, 365))
    assert list(made) == [30, 90]
    assert (made[90].probability >= made[30].probability).all()
    assert refusals[365].code == "window_beyond_history"
    assert refusals[365].facts["days"] == 365
    silent, low, high = made[90].silent()
    assert 0 <= low < silent < high <= 300


def test_a_shorter_window_is_a_part_of_the_churn_window_and_looks_at_nothing_after_its_day():
    table, said = ledger(250, 420, seed=4), []
    for known in (table, table[table["day"] <= 260]):
        forecaster = Forecaster(past_of(known))
        longer, _ = forecast_buying(forecaster.past, Split(day(260), day(400)), forecaster=forecaster)
        made, _ = forecast_windows(forecaster, day(260), (30, 90), longer)
        said.append(made)
        assert all((made[days].expected <= longer.expected + 1e-12).all() for days in made)
        assert all(window.split.end <= day(260) for days in made for window in made[days].seen)
    for days in (30, 90):
        assert said[0][days].probability.tolist() == said[1][days].probability.tolist()


def test_the_range_of_the_expected_number_grows_with_what_all_share():
    narrow, wide = (buying([0.5] * 400, s).silent() for s in (0.0, 0.2))
    assert narrow[0] == wide[0] == pytest.approx(400 / 1.5)
    assert wide[1] < narrow[1] < narrow[0] < narrow[2] < wide[2]
    chance = 1.959964 * np.sqrt(400 * (1 / 1.5) * (1 - 1 / 1.5))
    assert narrow[2] - narrow[0] == pytest.approx(chance)


# ---------------------------------------------------------------- the band


def test_the_band_holds_what_comes_in_95_of_100_windows_although_chance_alone_does_not():
    rng, s, inside, by_chance = np.random.default_rng(8), 0.15, [], []
    for _ in range(60):
        expected = rng.gamma(0.7, 1.5, 4000)
        made = buying(expected, s)
        came = rng.random(4000) < PLAIN.probability(expected * np.exp(s * rng.standard_t(6)))
        groups = tenths(made, ~came)
        inside.append(groups["within"].mean())
        by_chance.append(groups["predicted"].between(groups["observed_low"], groups["observed_high"]).mean())
    assert 0.92 <= np.mean(inside) <= 0.985
    assert np.mean(by_chance) < 0.8


def test_tenths_hold_every_customer_once_and_equal_probabilities_stay_together():
    groups = tenths(buying([0.1] * 70 + [1.0] * 30), np.array([True] * 60 + [False] * 40))
    assert groups["customers"].sum() == 100
    assert groups["customers"].tolist() == [30, 70]
    assert (groups["observed"] * groups["customers"]).sum() == pytest.approx(60)
    assert groups["predicted"].is_monotonic_increasing


def test_the_slope_tells_forecasts_that_are_too_extreme():
    rng = np.random.default_rng(2)
    odds = rng.normal(0, 1, 20_000)
    came = rng.random(20_000) < 1 / (1 + np.exp(-odds))
    said = slope(1 / (1 + np.exp(-2 * odds)), came)
    assert said[0] == pytest.approx(0.5, abs=0.02)
    assert said[1] < 0.5 < said[2]
    assert slope(np.array([0.5, 0.5]), np.array([True, False])) is None
    assert slope(np.array([0.2, 0.5]), np.array([True, True])) is None


def test_where_the_order_says_nothing_the_interval_of_the_ranking_holds_one_half():
    rng = np.random.default_rng(3)
    area, low = ranking(rng.random(300), rng.random(300) < 0.5)
    assert low < 0.5 < area + 0.1
    assert ranking(np.array([0.1, 0.9]), np.array([True, True])) is None
