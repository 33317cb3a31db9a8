"""Figures of value: their numbers as drawn data."""

import matplotlib as mpl

from analysis.value import draw
from tests.figures import MOVES, VALUES, texts

mpl.use("Agg")


def test_class_moves_name_money_and_customers_of_every_pair_that_occurs(ax):
    draw.plot_class_moves(MOVES, "USD", ax=ax)
    assert {"$900\n5 customers", "$100\n2 customers", "$50.00\n9 customers"} <= set(texts(ax))
    assert len([text for text in texts(ax) if "customers" in text]) == 3


def test_value_by_class_draws_each_class_with_its_interval_and_its_customers(ax):
    draw.plot_value_by_class(VALUES, "USD", label="value, next 365 days", ax=ax)
    assert [bar.get_width() for bar in ax.patches] == [900.0, -20.0]
    assert {"Class A\n7 customers", "Class C\n1 customer", "$900  ($800–990)"} <= set(texts(ax))
    assert ax.get_xlabel() == "value, next 365 days"
    assert ax.get_xlim()[0] < -60
