"""Gates: when there is no value, and when it is only indicative."""

import pytest

from analysis.backtest.gates import Weight, data_gates, default_horizon, width_gate

ENOUGH = {"customers": 900, "repeat_buyers": 300, "oldest_days": 700, "horizon_days": 365, "history_days": 700,
          "inner_windows": 3}  # fmt: skip


def codes(**changed):
    return [(gate.code, gate.weight) for gate in data_gates(**ENOUGH | changed)]


def test_enough_of_everything_passes():
    assert codes() == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"customers": 0, "repeat_buyers": 0}, "nobody_to_forecast"),
        ({"oldest_days": 0, "repeat_buyers": 0}, "all_came_on_the_last_day"),
        ({"repeat_buyers": 29}, "too_few_repeat_buyers"),
        ({"horizon_days": 1401}, "horizon_beyond_twice_history"),
        ({"inner_windows": 0}, "no_inner_window"),
    ],
)
def test_where_there_is_nothing_to_learn_from_there_is_no_value(changed, code):
    assert codes(**changed) == [(code, "refused")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"repeat_buyers": 30}, "few_bought_again"), ({"horizon_days": 701}, "horizon_beyond_history")],
)
def test_just_inside_a_value_is_indicative(changed, code):
    assert codes(**changed) == [(code, "indicative")]


def test_facts_are_what_a_sentence_needs():
    (gate,) = data_gates(**ENOUGH | {"repeat_buyers": 12})
    assert gate.facts == {"repeat_buyers": 12, "customers": 900, "needed": 30}


def test_no_point_beyond_s_of_35_percent():
    assert width_gate("revenue", 0.35) == ()
    assert width_gate("revenue", 0.36)[0].weight == Weight.NO_POINT


@pytest.mark.parametrize(("history", "horizon"), [(1000, 365), (365, 365), (364, 180), (179, 90), (89, 30), (5, 30)])
def test_the_default_horizon_is_the_longest_that_the_history_allows(history, horizon):
    assert default_horizon(history) == horizon
