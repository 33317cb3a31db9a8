"""Tracking: what came week by week, against what is expected of the customers' days of birth."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from analysis.backtest.tracking import lifted, repeats_up_to_each_day, weekly


@dataclass
class OnePurchaseAWeek:
    """A customer base in which everybody buys again once a week."""

    def expected_purchases_new(self, weeks):
        return np.asarray(weeks, dtype=float)


def test_tracking_sums_actual_repeats_and_expects_them_from_each_day_of_birth():
    first = pd.Timestamp("2023-01-01")
    births = pd.Series([2, 1], index=[first, first + pd.Timedelta(days=7)])
    repeats = pd.Series([4, 1], index=[first + pd.Timedelta(days=3), first + pd.Timedelta(days=13)])
    table = weekly(repeats_up_to_each_day(OnePurchaseAWeek(), births, repeats, first, 14))
    assert table["week"].tolist() == [1, 2]
    assert table["date"].tolist() == [first + pd.Timedelta(days=6), first + pd.Timedelta(days=13)]
    assert table["actual"].tolist() == [4, 1]
    assert table["actual_cumulative"].tolist() == [4, 5]
    assert table["expected_cumulative"].tolist() == pytest.approx([2 * 6 / 7, 2 * 13 / 7 + 6 / 7])
    assert table["expected"].sum() == pytest.approx(table["expected_cumulative"].iloc[-1])


DAYS = pd.date_range("2023-01-01", periods=6, freq="D")
DAILY = pd.DataFrame({"actual": [0.0, 1, 1, 4, 4, 6], "expected": [1.0, 2, 4, 5, 7, 8]}, index=DAYS)


@pytest.mark.parametrize("total", [0.0, 2.0, 4.0, 10.0])
def test_what_is_expected_of_the_unseen_days_adds_up_to_the_forecasts_total(total):
    table = lifted(DAILY, DAYS[2], total)
    assert table["expected"].iloc[-1] - table["expected"].iloc[2] == pytest.approx(total)
    assert table["expected"].iloc[3:].tolist() == pytest.approx([4 + total * share for share in (0.25, 0.75, 1.0)])


def test_days_that_were_seen_and_what_came_stay_as_they_are():
    table = lifted(DAILY, DAYS[2], 10.0)
    assert table["expected"].iloc[:3].tolist() == [1, 2, 4]
    pd.testing.assert_series_equal(table["actual"], DAILY["actual"])


def test_where_the_model_expects_nothing_more_there_is_no_curve_to_lift():
    flat = DAILY.assign(expected=4.0)
    pd.testing.assert_frame_equal(lifted(flat, DAYS[2], 10.0), flat)
