"""Holdout: forecasts made before, scored on what came after, and compared with the best rule."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.backtest.comparison import LOSSES, compare_with_best_naive
from analysis.backtest.holdout import (
    Forecast,
    Split,
    auc,
    inner_splits,
    league,
    score_forecast,
    top_decile_share,
    wilson,
)

chances = st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), min_size=2, max_size=40)
mixed = chances.filter(lambda pairs: len({bought for _, bought in pairs}) == 2)


def arrays(pairs):
    return np.array([p for p, _ in pairs]), np.array([y for _, y in pairs])


# ---------------------------------------------------------------- splits


def test_a_split_scores_the_days_after_its_origin_up_to_its_end():
    assert Split(dt.date(1997, 9, 30), dt.date(1998, 6, 30)).days == 273


@given(st.dates(dt.date(1990, 1, 1), dt.date(2020, 1, 1)), st.integers(30, 3000))
def test_models_are_ranked_on_windows_that_end_before_the_holdout_begins(first, span):
    calibration_end = first + dt.timedelta(days=span)
    splits = inner_splits(first, calibration_end)
    assert len(splits) == 3
    assert all(first < split.origin < split.end == calibration_end for split in splits)
    assert [split.origin for split in splits] == sorted({split.origin for split in splits})


# ---------------------------------------------------------------- scores


@pytest.mark.parametrize(
    ("score", "expected"), [([3, 2, 1, 0], 1.0), ([0, 1, 2, 3], 0.0), ([5, 5, 5, 5], 0.5), ([2, 0, 1, 0], 0.625)]
)
def test_auc_is_the_chance_that_a_buyer_ranks_above_another_ties_counting_half(score, expected):
    assert auc(np.array(score), np.array([True, True, False, False])) == expected


@given(mixed)
def test_auc_counts_the_pairs(pairs):
    score, bought = arrays(pairs)
    above = np.sign(np.subtract.outer(score[bought], score[~bought]))
    assert auc(score, bought) == pytest.approx(((above + 1) / 2).mean())


@given(mixed)
def test_auc_depends_on_the_ranking_only(pairs):
    score, bought = arrays(pairs)
    assert auc(np.exp(3 * score), bought) == auc(score, bought)
    assert auc(-score, bought) == pytest.approx(1 - auc(score, bought))


@pytest.mark.parametrize("bought", [[True, True], [False, False]])
def test_there_is_no_auc_where_all_or_none_bought(bought):
    assert auc(np.array([0.1, 0.9]), np.array(bought)) is None


def test_top_tenth_by_forecast_holds_what_it_turned_out_to_bring():
    revenue = np.array([30.0, 0, 10, 0, 0, 0, 0, 0, 0, 60])
    assert top_decile_share(np.array([9.0, *[1.0] * 9]), revenue) == 0.3


def test_ties_at_the_border_of_the_top_tenth_count_by_the_part_that_fits():
    assert top_decile_share(np.ones(10), np.array([1.0, *[0.0] * 8, 9.0])) == pytest.approx(0.1)


def test_no_revenue_in_the_window_leaves_no_share_to_hold():
    assert top_decile_share(np.ones(2), np.zeros(2)) is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), min_size=1, max_size=30), st.randoms())
def test_top_tenth_does_not_depend_on_the_order_of_rows(rows, random):
    def measured(pairs):
        return top_decile_share(np.array([v for v, _ in pairs], float), np.array([r for _, r in pairs], float))

    shuffled = list(rows)
    random.shuffle(shuffled)
    assert measured(shuffled) == (None if measured(rows) is None else pytest.approx(measured(rows)))


def test_scores_of_a_forecast_worked_by_hand():
    forecast = Forecast(purchases=np.array([1.0, 2.0, 0.0]), probability=np.array([0.5, 1.0, 0.0]))
    scores = score_forecast(forecast, purchases=np.array([0.0, 4.0, 0.0]), revenue=np.array([0.0, 8.0, 0.0]))
    assert scores["mae"] == 1.0
    assert scores["rmse"] == pytest.approx((5 / 3) ** 0.5)
    assert scores["total_error"] == pytest.approx(-0.25)
    assert scores["brier"] == pytest.approx(0.25 / 3)
    assert scores["auc"] == 1.0
    assert scores["top_decile_revenue"] is None


@given(mixed)
def test_no_constant_forecast_has_a_lower_brier_score_than_the_share_of_buyers(pairs):
    guess, bought = arrays(pairs)
    outcome = bought.astype(float)
    share = np.full(bought.size, outcome.mean())
    constant = np.full(bought.size, guess[0])
    scores = [score_forecast(Forecast(probability=p), outcome, outcome)["brier"] for p in (share, constant)]
    assert scores[0] <= scores[1] + 1e-12


def test_a_score_that_a_rule_cannot_have_is_none():
    scores = score_forecast(Forecast(value=np.array([1.0, 2.0])), np.array([0.0, 1.0]), np.array([0.0, 5.0]))
    missing = {"mae", "rmse", "total_error", "deviance", "brier", "revenue_error", "revenue_total_error"}
    assert {name for name, score in scores.items() if score is None} == missing


def test_errors_of_revenue_are_those_of_a_forecast_in_money_and_of_no_other_score():
    value, revenue = np.array([4.0, 1.0]), np.array([1.0, 5.0])
    scores = score_forecast(Forecast(value=value, money=True), np.array([1.0, 1.0]), revenue)
    assert (scores["revenue_error"], scores["revenue_total_error"]) == (pytest.approx(12.5**0.5), pytest.approx(-1 / 6))
    assert score_forecast(Forecast(value=value), np.array([1.0, 1.0]), revenue)["revenue_error"] is None


def test_deviance_is_poissons_and_one_forecast_of_nothing_does_not_decide_it():
    def deviance(expected):
        return score_forecast(Forecast(purchases=np.array(expected)), np.array([2.0, 0.0]), np.zeros(2))["deviance"]

    assert deviance([2.0, 0.0]) == pytest.approx(0.01)
    assert deviance([1.0, 0.5]) == pytest.approx(2 * np.log(2) - 1 + 0.5)
    assert np.isfinite(deviance([0.0, 0.0]))


def test_nobody_bought_leaves_no_error_of_the_total():
    scores = score_forecast(Forecast(purchases=np.array([1.0])), np.array([0.0]), np.array([0.0]))
    assert (scores["total_error"], scores["auc"], scores["rmse"]) == (None, None, 1.0)


def test_a_forecast_must_say_something():
    with pytest.raises(ValueError, match="must say something"):
        Forecast().score  # noqa: B018


def test_league_stands_by_brier_score_then_by_rmse_and_rules_without_either_come_last():
    forecasts = {
        "ranks only": Forecast(value=np.array([1.0, 0.0])),
        "counts badly": Forecast(purchases=np.array([9.0, 9.0])),
        "counts well": Forecast(purchases=np.array([1.0, 0.0])),
        "vague": Forecast(probability=np.array([0.5, 0.5])),
        "sure": Forecast(probability=np.array([0.9, 0.1]), naive=False),
    }
    table = league(forecasts, purchases=np.array([1.0, 0.0]), revenue=np.array([5.0, 0.0]))
    assert table["model"].tolist() == ["sure", "vague", "counts well", "counts badly", "ranks only"]
    assert table["naive"].tolist() == [False, True, True, True, True]


# ---------------------------------------------------------------- does it beat the best rule


def compared(own, rival, truth, loss="squared error"):
    """Compare a forecast of purchases, probability and money alike with a rule that does the same."""

    def saying(numbers, **more):
        return Forecast(purchases=numbers, probability=numbers, value=numbers, money=True, **more)

    forecasts = {
        "average": saying(own, naive=False),
        "other model": saying(truth, naive=False),
        "rule": saying(rival),
        "bad rule": saying(rival + 9),
    }
    return compare_with_best_naive(forecasts, "average", truth, truth, loss)


BOUGHT = np.array([1.0, 0.0] * 50)


@pytest.mark.parametrize(
    ("own", "rival", "outcome"),
    [
        (BOUGHT * 0.9, BOUGHT * 0.5, "beats"),
        (BOUGHT * 0.5, BOUGHT * 0.9, "loses to"),
        (np.roll(BOUGHT, 1), 1 - BOUGHT, "cannot be told from"),
        (np.tile([1.0, 0.0, 0.0, 1.0], 25), np.tile([0.0, 1.0, 1.0, 0.0], 25), "cannot be told from"),
    ],
)
@pytest.mark.parametrize("loss", LOSSES)
def test_a_difference_counts_only_if_its_interval_excludes_0(own, rival, outcome, loss):
    assert compared(own, rival, BOUGHT, loss).outcome == outcome


def test_each_measure_judges_its_own_numbers():
    purchases, revenue = np.array([2.0, 0.0]), np.array([30.0, 10.0])
    own = Forecast(np.array([1.0, 0.0]), np.array([0.5, 0.0]), np.array([20.0, 10.0]), naive=False, money=True)
    rule = Forecast(np.array([0.0, 0.0]), np.array([0.0, 0.0]), np.array([0.0, 10.0]), money=True)
    found = [compare_with_best_naive({"a": own, "r": rule}, "a", purchases, revenue, loss) for loss in LOSSES]
    assert [(c.chosen_loss, c.rival_loss) for c in found] == [(0.125, 0.5), (0.5, 2.0), (50.0, 450.0)]


def test_the_rival_is_the_best_naive_rule_and_never_another_model():
    found = compared(BOUGHT * 0.9, BOUGHT * 0.5, BOUGHT)
    assert (found.rival, found.chosen_loss, found.rival_loss) == ("rule", pytest.approx(0.005), pytest.approx(0.125))


def test_interval_of_the_difference_holds_the_difference_and_is_the_same_every_time():
    own = np.linspace(0, 1, 100)
    first, second = compared(own, BOUGHT * 0.5, BOUGHT), compared(own, BOUGHT * 0.5, BOUGHT)
    assert first == second
    assert first.low < first.chosen_loss - first.rival_loss < first.high


@pytest.mark.parametrize("loss", LOSSES)
def test_without_a_naive_rule_that_says_as_much_there_is_nothing_to_compare_with(loss):
    said = Forecast(BOUGHT, BOUGHT, BOUGHT, naive=False, money=True)
    assert (
        compare_with_best_naive({"average": said, "ranks": Forecast(value=BOUGHT)}, "average", BOUGHT, BOUGHT, loss)
        is None
    )


def test_a_forecast_that_says_no_money_is_not_compared_by_it():
    forecasts = {"average": Forecast(BOUGHT, BOUGHT, naive=False), "rule": Forecast(value=BOUGHT, money=True)}
    assert compare_with_best_naive(forecasts, "average", BOUGHT, BOUGHT, "squared error of revenue") is None
    assert compare_with_best_naive({"rule": forecasts["rule"]}, "average", BOUGHT, BOUGHT, "brier") is None


def test_interval_of_a_share_is_wilsons():
    assert wilson(0.3, 10) == pytest.approx([0.1078, 0.6032], abs=1e-4)
