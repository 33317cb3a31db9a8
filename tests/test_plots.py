"""Figures: a finished table in, the same Axes out, its numbers as drawn data, and names drawn as they are."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import plots
from analysis.display.style import REPORT, WIDTH

mpl.use("Agg")

LEAGUE = pd.DataFrame(
    {
        "model": ["$x^2$ <b>model</b>", "rule one", "rule two", "ranks only"],
        "naive": [False, True, True, True],
        "rmse": [1.6, 1.9, 2.2, None],
        "brier": [0.16, 0.22, None, None],
    }
)
MOVES = pd.DataFrame(
    {"historic": list("AAC"), "forward": list("ACC"), "customers": [5, 2, 9], "value": [900.0, 100.0, 50.0]}
)
SEASON = pd.DataFrame({"month": range(1, 13), "index": 1.0, "low": 0.8, "high": 1.2})

DRAWN = {
    "league": lambda ax: plots.plot_league(LEAGUE, "rmse", "$x^2$ <b>model</b>", ax=ax),
    "class moves": lambda ax: plots.plot_class_moves(MOVES, "USD", ax=ax),
    "season": lambda ax: plots.plot_season(SEASON, ax=ax),
}
TITLED = {"class moves"}


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


def lines(ax):
    return [list(zip(*line.get_data(), strict=True)) for line in ax.get_lines()]


# ---------------------------------------------------------------- every figure


@pytest.mark.parametrize("name", DRAWN)
def test_draws_on_the_axes_that_are_given_and_returns_them(name, ax):
    assert DRAWN[name](ax) is ax
    assert ax.figure.axes == [ax]


@pytest.mark.parametrize("name", sorted(TITLED))
def test_names_the_quantity_on_both_axes(name, ax):
    DRAWN[name](ax)
    assert len(ax.get_xlabel()) > 3
    assert len(ax.get_ylabel()) > 3


@pytest.mark.parametrize("name", DRAWN)
def test_changes_neither_its_table_nor_the_style(name, ax):
    tables = [t.copy() for t in (LEAGUE, MOVES, SEASON)]
    style = dict(mpl.rcParams)
    DRAWN[name](ax)
    for before, after in zip(tables, (LEAGUE, MOVES, SEASON), strict=True):
        pd.testing.assert_frame_equal(before, after)
    assert dict(mpl.rcParams) == style


@pytest.mark.parametrize("name", DRAWN)
def test_opens_no_figure_of_its_own_where_axes_are_given(name, ax):
    before = plt.get_fignums()
    DRAWN[name](ax)
    assert plt.get_fignums() == before


@pytest.mark.parametrize("name", sorted(name for name in DRAWN if not name.endswith("small")))
def test_is_at_most_half_as_high_as_wide_so_that_a_printed_page_holds_its_section_and_more(name):
    with plt.rc_context(REPORT):
        figure = DRAWN[name](None).figure
    width, height = figure.get_size_inches()
    plt.close(figure)
    assert width == WIDTH
    assert height <= WIDTH / 2


# ---------------------------------------------------------------- each one


def test_league_draws_every_error_and_the_best_naive_rule_as_the_line_to_beat(ax):
    plots.plot_league(LEAGUE, "rmse", "$x^2$ <b>model</b>", ax=ax)
    dots = [line[0][0] for line in lines(ax) if len(line) == 1]
    assert dots == [2.2, 1.9, 1.6]
    assert [(1.9, 0), (1.9, 1)] in lines(ax)
    assert "ranks only" not in texts(ax)


def test_league_gives_names_of_two_lines_the_room_they_need():
    long = LEAGUE.replace("rule one", "no purchase for eight weeks means that a customer has gone")
    with plt.rc_context(REPORT):
        heights = [plots.plot_league(table, "rmse", None).figure.get_figheight() for table in (LEAGUE, long)]
    plt.close("all")
    assert heights[1] > heights[0]


def test_league_draws_a_name_from_data_as_it_is_and_not_as_mathematics(ax):
    plots.plot_league(LEAGUE, "brier", None, ax=ax)
    label = ax.get_yticklabels()[-1]
    assert label.get_text() == "$x^2$ <b>model</b>"
    assert not label.get_parse_math()


def test_class_moves_name_money_and_customers_of_every_pair_that_occurs(ax):
    plots.plot_class_moves(MOVES, "USD", ax=ax)
    assert {"$900\n5 customers", "$100\n2 customers", "$50.00\n9 customers"} <= set(texts(ax))
    assert len([text for text in texts(ax) if "customers" in text]) == 3
