"""Learners: what followed on the same signs in earlier windows, and nothing that came after the day."""

import numpy as np
import pandas as pd
import pytest

from analysis.backtest.holdout import Split
from analysis.backtest.learners import BOOSTING, RIDGE, learn, signs, teachings
from analysis.backtest.past import ENOUGH
from tests.shops import day, ledger, past_of

SPLIT = Split(day(240), day(300))


@pytest.fixture(scope="module")
def table():
    return ledger(600, 300, seed=7)


@pytest.fixture(scope="module")
def said(table):
    return learn(past_of(table), SPLIT)


def log(*rows):
    return past_of(pd.DataFrame(rows, columns=["customer", "day", "amount"]))


# ---------------------------------------------------------------- what they see


def test_signs_are_logarithms_of_counts_and_days_worked_by_hand():
    seen = signs(log((1, 10, 5.0), (1, 60, 5.0), (1, 85, 5.0)), day(100), 30)
    known = {"frequency": 2, "silence": 15, "age": 90, "gap": 91 / 3, "overdue": 15 / (91 / 3)}
    known |= {"lately": 1, "just_now": 0}
    assert np.expm1(seen.iloc[0]).to_dict() == pytest.approx(known)


def test_no_id_no_amount_and_nothing_after_the_day_is_a_sign():
    rows = (1, 0, 5.0), (1, 50, 5.0), (2, 30, 9.0)
    renamed = tuple((customer + 70, when, amount * 8) for customer, when, amount in rows)
    later = (1, 101, 5.0), (2, 130, 9.0), (3, 101, 1.0)
    seen = signs(log(*rows), day(100), 30)
    pd.testing.assert_frame_equal(signs(log(*renamed), day(100), 30), seen)
    pd.testing.assert_frame_equal(signs(log(*rows, *later), day(100), 30), seen)


# ---------------------------------------------------------------- when they can learn


def buyers(before, inside):
    """Return the past of 90 customers of day 0: how many bought again before day 50, and in the 40 days after it."""
    first = ((n, 0, 5.0) for n in range(90))
    return log(*first, *((n, 10, 5.0) for n in range(before)), *((n, 85, 5.0) for n in range(inside)))


@pytest.mark.parametrize(
    ("before", "inside", "taught"), [(ENOUGH, ENOUGH, 3), (ENOUGH - 1, ENOUGH, 0), (ENOUGH, ENOUGH - 1, 0)]
)
def test_a_window_teaches_where_enough_had_bought_again_before_it_and_enough_bought_in_it(before, inside, taught):
    found = teachings(buyers(before, inside), Split(day(90), day(130)))
    assert len(found) == taught


def test_without_a_window_that_can_teach_nothing_is_said():
    assert learn(buyers(ENOUGH - 1, ENOUGH), Split(day(90), day(130))) == {}


# ---------------------------------------------------------------- what they say


def test_both_learners_say_a_number_above_0_of_every_customer(table, said):
    known = past_of(table).customers_at(SPLIT.origin)
    assert set(said) == {BOOSTING, RIDGE}
    for shape in said.values():
        assert shape.size == len(known)
        assert (shape > 0).all()
        assert shape.mean() == pytest.approx(1)


@pytest.mark.parametrize("name", [BOOSTING, RIDGE])
def test_they_find_who_buys_more_than_whom(table, said, name):
    bought = past_of(table).outcome(SPLIT)["purchases"].to_numpy(float)
    assert np.corrcoef(said[name], bought)[0, 1] > 0.4


@pytest.mark.parametrize("name", [BOOSTING, RIDGE])
def test_what_comes_after_the_day_changes_nothing_and_the_same_lesson_says_the_same(table, said, name):
    known = past_of(table[table["day"] <= 240])
    assert learn(known, SPLIT)[name].tolist() == said[name].tolist()


@pytest.mark.parametrize("name", [BOOSTING, RIDGE])
def test_equal_customers_are_told_the_same_whatever_they_are_called(table, said, name):
    mirrored = table.assign(customer=table["customer"].max() - table["customer"])
    assert learn(past_of(mirrored), SPLIT)[name] == pytest.approx(said[name][::-1], rel=1e-6)
