"""Figures of concentration: their numbers as drawn data."""

import matplotlib as mpl
import pytest

from analysis.concentration.draw import plot_lorenz, plot_pareto
from tests.figures import CLASSES, CURVE, lines, texts

mpl.use("Agg")


def test_lorenz_draws_the_curve_the_line_of_equality_and_both_points_of_the_8020_rule(ax):
    plot_lorenz(CURVE, ax=ax)
    equality, curve, own, rule = lines(ax)
    assert equality == [(0, 0), (1, 1)]
    assert curve == [tuple(row) for row in CURVE.itertuples(index=False)]
    assert (own, rule) == ([(0.8, pytest.approx(0.3))], [(0.8, pytest.approx(0.2))])
    assert "here the top 20 %\nbring 70 %" in texts(ax)


def test_pareto_draws_customers_from_the_largest_and_names_classes_that_have_some(ax):
    plot_pareto(CURVE, CLASSES, ax=ax)
    (curve,) = lines(ax)
    assert curve[0] == (0, pytest.approx(0))
    assert curve[-1] == (3, pytest.approx(1))
    assert [text for text in texts(ax) if "customer" in text and "\n" in text] == [
        f"{name}\n1 customer" for name in "ABC"
    ]
