"""Figures that several rooms show: their numbers as drawn data."""

import matplotlib as mpl
import numpy as np
import pytest

from analysis import drawings
from analysis.concentration.concentration import lorenz, thinned
from analysis.concentration.step import CURVE_POINTS
from analysis.display.formats import share
from analysis.display.palette import ACCENT, NEGATIVE
from analysis.shares import top_share
from tests.figures import CALIBRATION, CLASSES, CURVE, DAY, TRACKING, lines, texts

mpl.use("Agg")


def test_the_small_lorenz_marks_the_clients_own_point_and_the_rules(ax):
    drawings.plot_lorenz_small(CURVE, ax=ax)
    assert lines(ax)[2:] == [[(0.8, pytest.approx(0.3))], [(0.8, pytest.approx(0.2))]]
    assert {"here: 70 %", "80/20"} <= set(texts(ax))


@pytest.mark.parametrize("customers", [1, 3, 32, 999, 5_003])
def test_the_small_lorenz_says_what_the_sentence_beside_it_says(customers, ax):
    revenue = np.random.default_rng(7).lognormal(3, 2, customers)
    drawings.plot_lorenz_small(thinned(lorenz(revenue), CURVE_POINTS), ax=ax)
    said = share(top_share(revenue, 0.20)).replace("\u202f", " ")
    assert f"here: {said}" in texts(ax)


def test_pyramid_draws_each_class_to_scale_and_leaves_out_empty_ones(ax):
    drawings.plot_pyramid(CLASSES, ax=ax)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([-1 / 3, 0.7, -1 / 3, 0.2, -1 / 3, 0.1])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Class A", "Class B", "Class C"]


def test_tracking_draws_actual_and_forecast_and_shades_what_the_model_had_not_seen(ax):
    drawings.plot_tracking(TRACKING, DAY, ax=ax)
    actual, expected = (list(line.get_ydata()) for line in ax.get_lines())
    assert (actual, expected) == ([10, 25, 40], [12, 24, 36])
    start = ax.patches[0].get_x()
    assert mpl.dates.num2date(start).date() == DAY.date()
    assert {" actual\n +30", " forecast\n +24"} <= set(texts(ax))


def test_reliability_draws_outcome_over_forecast_on_what_the_forecast_allows_and_marks_who_lies_outside(ax):
    drawings.plot_reliability(CALIBRATION, ax=ax)
    assert lines(ax)[1:] == [[(0.2, 0.25)], [(0.8, 0.7)]]
    assert [line.get_color() for line in ax.get_lines()[1:]] == [ACCENT, NEGATIVE]
    bars = ax.collections[0].get_segments()
    assert [bar[:, 1].tolist() for bar in bars] == [pytest.approx([0.1, 0.4]), pytest.approx([0.72, 0.88])]
