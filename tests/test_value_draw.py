"""Figures of value: a finished table in, the same Axes out, and as few marks as there are classes."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis.display.style import REPORT, WIDTH
from analysis.value import draw
from analysis.value.clv import forward_classes

mpl.use("Agg")

MOVES = pd.DataFrame(
    {"historic": list("AAC"), "forward": list("ACC"), "customers": [5, 2, 9], "value": [900.0, 100.0, 50.0]}
)
CLASSES = pd.DataFrame(
    {
        "abc_class": list("AC"),
        "customers": [7, 1],
        "value": [900.0, -20.0],
        "low": [800.0, -60.0],
        "high": [990.0, 10.0],
    }
)
DRAWN = {
    "class moves": lambda ax: draw.plot_class_moves(MOVES, "USD", ax=ax),
    "value by class": lambda ax: draw.plot_value_by_class(CLASSES, "USD", ax=ax),
}
each = pytest.mark.parametrize("name", DRAWN)


@pytest.fixture
def ax():
    with plt.rc_context(REPORT):
        figure, ax = plt.subplots()
        yield ax
    plt.close(figure)


def texts(ax):
    ax.figure.canvas.draw()
    drawn = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label, ax.yaxis.label]
    return [text.get_text().replace("\u202f", " ") for text in drawn if text.get_visible() and text.get_text()]


@each
def test_draws_on_the_axes_that_are_given_and_returns_them(name, ax):
    before = plt.get_fignums()
    assert DRAWN[name](ax) is ax
    assert ax.figure.axes == [ax]
    assert plt.get_fignums() == before


@each
def test_changes_neither_its_table_nor_the_style(name, ax):
    tables, style = [MOVES.copy(), CLASSES.copy()], dict(mpl.rcParams)
    DRAWN[name](ax)
    for before, after in zip(tables, (MOVES, CLASSES), strict=True):
        pd.testing.assert_frame_equal(before, after)
    assert dict(mpl.rcParams) == style


@each
def test_is_at_most_half_as_high_as_wide_so_that_a_printed_page_holds_its_section_and_more(name):
    with plt.rc_context(REPORT):
        figure = DRAWN[name](None).figure
    width, height = figure.get_size_inches()
    plt.close(figure)
    assert width == WIDTH
    assert height <= WIDTH / 2


def test_class_moves_name_the_quantity_on_both_axes(ax):
    draw.plot_class_moves(MOVES, "USD", ax=ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("class by future value", "class by past revenue")


def test_class_moves_name_money_and_customers_of_every_pair_that_occurs(ax):
    draw.plot_class_moves(MOVES, "USD", ax=ax)
    assert {"$900\n5 customers", "$100\n2 customers", "$50.00\n9 customers"} <= set(texts(ax))
    assert len([text for text in texts(ax) if "customers" in text]) == 3


def test_value_by_class_draws_each_class_with_its_interval_and_its_customers(ax):
    draw.plot_value_by_class(CLASSES, "USD", label="value, next 365 days", ax=ax)
    assert [bar.get_width() for bar in ax.patches] == [900.0, -20.0]
    assert {"Class A\n7 customers", "Class C\n1 customer", "$900  ($800–990)"} <= set(texts(ax))
    assert ax.get_xlabel() == "value, next 365 days"
    assert ax.get_xlim()[0] < -60


def test_no_figure_holds_more_marks_for_200_000_customers_than_for_sixteen(ax):
    rng, n = np.random.default_rng(1), 200_000
    past, ahead = (pd.Series(rng.choice(list("ABCN"), n)) for _ in range(2))
    table = forward_classes(past, ahead, pd.Series(rng.gamma(2, 50, n)))
    draw.plot_class_moves(table, "USD", ax=ax)
    assert len(ax.texts) == len(table) == 16
    assert sum(mesh.get_array().size for mesh in ax.collections) == 16
