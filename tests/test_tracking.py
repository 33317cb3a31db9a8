"""Tracking: what came week by week, against what is expected of the customers' days of birth."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from analysis.backtest.tracking import tracking


@dataclass
class OnePurchaseAWeek:
    """A customer base in which everybody buys again once a week."""

    def expected_purchases_new(self, weeks):
        return np.asarray(weeks, dtype=float)


def test_tracking_sums_actual_repeats_and_expects_them_from_each_day_of_birth():
    first = pd.Timestamp("2023-01-01")
    births = pd.Series([2, 1], index=[first, first + pd.Timedelta(days=7)])
    repeats = pd.Series([4, 1], index=[first + pd.Timedelta(days=3), first + pd.Timedelta(days=13)])
    table = tracking(OnePurchaseAWeek(), births, repeats, first, 14)
    assert table["week"].tolist() == [1, 2]
    assert table["date"].tolist() == [first + pd.Timedelta(days=6), first + pd.Timedelta(days=13)]
    assert table["actual"].tolist() == [4, 1]
    assert table["actual_cumulative"].tolist() == [4, 5]
    assert table["expected_cumulative"].tolist() == pytest.approx([2 * 6 / 7, 2 * 13 / 7 + 6 / 7])
    assert table["expected"].sum() == pytest.approx(table["expected_cumulative"].iloc[-1])
