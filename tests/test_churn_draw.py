"""Figures of churn: their numbers as drawn data."""

import matplotlib as mpl

from analysis.churn.draw import plot_value_risk
from tests.figures import SCORES, lines, texts

mpl.use("Agg")


def test_value_and_risk_name_the_four_fields_and_part_them_at_the_border_and_one_half(ax):
    plot_value_risk(SCORES, "USD", border=50.0, ax=ax)
    assert {"keep", "win back", "grow", "let go"} <= set(texts(ax))
    assert [(0, 50.0), (1, 50.0)] in lines(ax)
    assert [(0.5, 0), (0.5, 1)] in lines(ax)


def test_without_a_border_no_line_parts_large_from_small(ax):
    plot_value_risk(SCORES, "USD", ax=ax)
    assert lines(ax) == [[(0.5, 0), (0.5, 1)]]


def test_value_and_risk_leave_the_names_of_the_fields_clear_of_the_customers(ax):
    plot_value_risk(SCORES, "USD", border=50.0, ax=ax)
    bottom, top = ax.get_ylim()
    assert bottom <= 1.0 / 1.5
    assert top >= 100.0 * 1.5


def test_value_and_risk_count_every_customer_who_brought_something(ax):
    plot_value_risk(SCORES, "USD", border=50.0, ax=ax)
    assert ax.collections[0].get_array().sum() == (SCORES["revenue"] > 0).sum()
