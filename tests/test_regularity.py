"""Regularity: how evenly purchases follow each other, from two gaps per customer."""

import datetime as dt

import narwhals as nw
import numpy as np
import pandas as pd
import pytest

from analysis.btyd.regularity import estimate_regularity
from analysis.ledger.days import first_two_gaps
from analysis.schema import DataError


def gaps(k, n=4000, seed=1, mean=200.0):
    """Return two whole-day gaps of n customers, gamma with shape k at a rate of each customer's own."""
    rng = np.random.default_rng(seed)
    each = mean * rng.gamma(2, 0.5, n)
    first, second = rng.gamma(k, each / k), rng.gamma(k, each / k)
    days = np.maximum(np.ceil(first), 1), np.maximum(np.ceil(first + second) - np.ceil(first), 1)
    return pd.Series(days[0]).astype(int), pd.Series(days[1]).astype(int)


@pytest.mark.parametrize("k", [0.6, 1.0, 2.0, 5.0])
def test_the_shape_behind_the_gaps_is_found_whatever_the_customers_own_rates(k):
    found = estimate_regularity(*gaps(k))
    assert found.low < k < found.high
    assert found.k == pytest.approx(k, rel=0.1)


def test_the_interval_holds_the_shape_of_purchases_at_random_about_as_often_as_it_says():
    found = [estimate_regularity(*gaps(1.0, n=300, seed=seed)) for seed in range(100)]
    assert 88 <= sum(one.low <= 1 <= one.high for one in found) <= 100


def test_purchases_as_likely_on_any_day_look_random_in_whole_days_too():
    rng = np.random.default_rng(1)
    found = estimate_regularity(*(pd.Series(rng.geometric(0.2, 20_000)) for _ in range(2)))
    assert found.k == pytest.approx(1, abs=0.06)


def test_customers_whose_third_purchase_came_too_late_to_be_seen_do_not_bias_it():
    first, second = gaps(3.0, n=20_000)
    seen = first + second <= 300
    assert 0.2 < seen.mean() < 0.8
    assert estimate_regularity(first[seen], second[seen]).k == pytest.approx(3.0, rel=0.1)


def test_the_estimate_is_wheat_and_morrisons_by_hand():
    first, second = pd.Series([5, 15] * 20), pd.Series([15, 5] * 20)
    variance = ((4.5 / 19 - 0.5) ** 2 + (14.5 / 19 - 0.5) ** 2) / 2
    found = estimate_regularity(first, second)
    assert found.k == pytest.approx((1 - 4 * variance) / (8 * variance))
    assert found.customers == 40


def test_the_clockwork_customer_has_no_upper_end():
    found = estimate_regularity(pd.Series([30] * 40), pd.Series([30] * 40))
    assert (found.k, found.high) == (float("inf"), float("inf"))


def test_few_customers_say_nothing():
    assert estimate_regularity(pd.Series([30] * 29), pd.Series([20] * 29)) is None
    assert estimate_regularity(pd.Series([1] * 99), pd.Series([1] * 99)) is None


def test_a_gap_below_a_day_is_refused():
    with pytest.raises(DataError, match="at least 1 day"):
        estimate_regularity(pd.Series([0] * 40), pd.Series([9] * 40))


def test_the_gaps_are_those_between_the_first_three_purchase_days():
    log = [("A", 1, 5), ("A", 1, 5), ("A", 4, 5), ("A", 6, -9), ("A", 11, 5), ("A", 30, 5), ("B", 1, 5), ("B", 9, 5)]
    table = pd.DataFrame(
        [(who, dt.date(2023, 1, day), float(amount)) for who, day, amount in log],
        columns=["customer_id", "date", "amount"],
    )
    import duckdb

    lazy = nw.from_native(duckdb.from_df(table.assign(date=pd.to_datetime(table["date"]))))
    assert first_two_gaps(lazy).reset_index().to_numpy().tolist() == [["A", 3, 7]]
