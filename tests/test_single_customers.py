"""What is said of single customers: number of purchases, any purchase, money."""

import numpy as np
import pytest

from analysis.backtest.dispersion import dispersion
from analysis.backtest.holdout import Split
from analysis.backtest.inner import InnerWindow, log_errors
from analysis.backtest.money_range import money_range
from analysis.backtest.spread import scatter, shared_errors
from tests.shops import day


def window(seed, *, level=1.0, n=2000, size=0.8):
    """Return purchases that are negative binomial of one size around what was expected, times a common level."""
    rng = np.random.default_rng(seed)
    expected = rng.gamma(1.0, 1.5, n)
    bought = rng.negative_binomial(size, size / (size + level * expected)).astype(float)
    money = np.where(bought > 0, rng.gamma(np.maximum(bought, 0.1), 20.0), 0.0)
    return InnerWindow(Split(day(0), day(90)), bought, expected, money, 20 * expected, np.zeros((n, 3)))


def test_the_size_of_the_distribution_is_found_whatever_the_level_of_the_window():
    for level in (1.0, 1.5):
        found = dispersion([window(1, level=level), window(2, level=level)])
        assert found.size(np.array([1.5]))[0] == pytest.approx(0.8, rel=0.2)


def test_purchases_of_single_customers_lie_in_their_range_as_often_as_it_says():
    found, fresh = dispersion([window(1), window(2)]), window(3)
    for level in (0.80, 0.95):
        low, high = found.quantiles(fresh.expected_purchases, level, 0.0)
        held = ((low <= fresh.purchases) & (fresh.purchases <= high)).mean()
        assert level - 0.02 <= held


def test_the_probability_of_buying_is_calibrated_by_tenths():
    found, fresh = dispersion([window(1), window(2)]), window(3)
    said = found.probability(fresh.expected_purchases)
    for rows in np.array_split(np.argsort(said), 10):
        assert said[rows].mean() == pytest.approx((fresh.purchases[rows] > 0).mean(), abs=0.09)


def test_money_of_single_customers_lies_in_its_range_as_often_as_it_says():
    found, fresh = money_range([window(1), window(2)]), window(3)
    for level in (0.80, 0.95):
        low, high = found.ends(fresh.expected_revenue, level, 0.0)
        held = ((low <= fresh.revenue) & (fresh.revenue <= high)).mean()
        assert level - 0.02 <= held <= level + 0.12


def test_without_inner_money_the_range_is_that_of_markov():
    low, high = money_range([]).ends(np.array([10.0]), 0.95, 0.0)
    assert (low[0], high[0]) == pytest.approx((0.0, 200.0))


def test_the_scatter_of_customers_gives_the_variance_of_their_sum():
    expected = np.full(3000, 2.0)
    rng = np.random.default_rng(4)
    bought = rng.poisson(expected).astype(float)
    seen = InnerWindow(Split(day(0), day(90)), bought, expected, bought, expected, np.zeros((3000, 3)))
    found = scatter([seen], "purchases")
    assert found.variances(expected).sum() == pytest.approx(6000, rel=0.1)
    assert found.chance(expected) == pytest.approx(1 / 6000, rel=0.1)


def test_chance_is_taken_out_of_inner_errors_before_they_count_as_shared():
    chance = shared_errors(log_errors([window(seed, n=1000) for seed in range(8)], "purchases"))
    shocked = shared_errors(log_errors([window(seed, n=2000, level=1.4) for seed in range(8)], "purchases"))
    assert chance.seen < 0.01
    assert shocked.seen == pytest.approx(np.log(1.4) ** 2, rel=0.25)


def told(column, values):
    """Return signs of which one is told."""
    table = np.zeros((values.size, 3))
    table[:, column] = values
    return table


def test_who_is_silent_beyond_their_own_rhythm_is_believed_less_and_never_more():
    expected = np.full(4000, 1.0)
    late = told(0, np.repeat([0.0, 2.0], 2000))
    for share, moved in ((0.9, (0.0, 0.0)), (0.2, (-1.0, -0.4))):
        came = np.r_[np.arange(2000) < 1000, np.arange(2000) < 2000 * share].astype(float)
        found = dispersion([InnerWindow(Split(day(0), day(90)), came, expected, came, expected, late)])
        assert moved[0] <= found.overdue <= moved[1]
    assert (found.probability(expected, late) <= expected).all()
    held = found.in_rhythm(expected, late)
    assert held.sum() == pytest.approx(4000)
    said = found.probability(expected, late)
    assert held[-1] / held[0] == pytest.approx(said[-1] / said[0])


def test_doubt_and_the_first_model_move_the_odds_only_where_earlier_windows_say_so():
    rng, expected = np.random.default_rng(7), np.full(4000, 1.0)
    sign = rng.normal(-1, 1, 4000)
    for column, name in ((1, "dropout"), (2, "model")):
        for weight in (0.0, 0.8):
            came = (rng.random(4000) < 1 / (1 + np.exp(-weight * sign))).astype(float)
            window = InnerWindow(Split(day(0), day(90)), came, expected, came, expected, told(column, sign))
            assert getattr(dispersion([window]), name) == pytest.approx(weight, abs=0.15)
