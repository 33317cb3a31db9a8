"""Margin by class: ranges that may reach below 0."""

import numpy as np
import pandas as pd
import pytest

from analysis.backtest.spread import Scatter, Shared, Uncertainty
from analysis.value.margins import Margins, one_rate
from analysis.value.signed_totals import margin_totals

REVENUE = np.array([100.0, 300.0, 50.0, 50.0])
CLASSES = pd.Series(["A", "A", "C", "C"])
SOME = Uncertainty(Scatter(0.2, 0.05), Shared(0.02, 3.0), year=False, beyond=False)


def test_with_one_rate_the_range_of_margin_is_that_of_revenue():
    certain = Uncertainty(Scatter(0.0, 0.0), Shared(0.02, 3.0), year=False, beyond=False)
    row = margin_totals(REVENUE, one_rate(0.3, 4), certain).iloc[0]
    revenue = certain.range_of(REVENUE)
    assert row["point"] == pytest.approx(150)
    for end in ("low_80", "high_80", "low_95", "high_95"):
        assert row[end] == pytest.approx(0.3 * revenue[end], rel=0.03)


def test_a_class_that_costs_money_has_a_range_below_nothing():
    margins = Margins(np.array([0.4, 0.4, -0.2, -0.3]), np.zeros(4), 0.0, 0.2, 10.0, 4)
    rows = margin_totals(REVENUE, margins, SOME, CLASSES).set_index("group")
    assert rows["point"].to_dict() == pytest.approx({"all": 135.0, "A": 160.0, "C": -25.0})
    assert (rows["low_95"] < rows["low_80"]).all()
    assert rows.loc["C", "low_95"] < -25 < rows.loc["C", "high_95"]
    assert rows.loc["C", "high_80"] < 0 < rows.loc["A", "low_80"]


def test_what_is_not_known_of_rates_widens_the_range_and_can_change_its_sign():
    sure = Margins(np.full(4, 0.02), np.zeros(4), 0.0, 0.02, 10.0, 4)
    vague = Margins(np.full(4, 0.02), np.full(4, 0.1), 0.5, 0.02, 10.0, 4)
    low = [margin_totals(REVENUE, margins, SOME).loc[0, "low_95"] for margins in (sure, vague)]
    assert low[1] < 0 < low[0]


def test_the_same_seed_gives_the_same_range():
    first, second = (margin_totals(REVENUE, one_rate(0.3, 4), SOME, CLASSES, seed=4) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
