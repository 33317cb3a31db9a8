"""Figures of every room: a finished table in, the same Axes out, and no more marks than a page can carry."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import drawings
from analysis.backtest.forecast_checks import expected_by_frequency, expected_by_silence, frequency_histogram
from analysis.btyd import BGNBD
from analysis.churn.draw import plot_value_risk
from analysis.concentration.concentration import lorenz, summarise_classes, thinned
from analysis.concentration.draw import plot_lorenz, plot_pareto
from analysis.concentration.step import CURVE_POINTS
from analysis.display.language import use_language
from analysis.display.style import REPORT, WIDTH
from analysis.forecast import draw as forecast
from analysis.shares import abc_class
from analysis.value import draw as value
from analysis.value.clv import forward_classes
from tests.figures import (
    CALIBRATION,
    CLASSES,
    CURVE,
    DAY,
    GROUPS,
    HISTOGRAM,
    LEAGUE,
    MOVES,
    SCORES,
    SEASON,
    TABLES,
    TRACKING,
    VALUES,
    marks,
    texts,
)

mpl.use("Agg")

MANY = 200_000
MOST_MARKS = 2_000
DRAWN = {
    "lorenz": lambda ax: plot_lorenz(CURVE, ax=ax),
    "lorenz small": lambda ax: drawings.plot_lorenz_small(CURVE, ax=ax),
    "pareto": lambda ax: plot_pareto(CURVE, CLASSES, ax=ax),
    "pyramid": lambda ax: drawings.plot_pyramid(CLASSES, ax=ax),
    "tracking": lambda ax: drawings.plot_tracking(TRACKING, DAY, ax=ax),
    "tracking small": lambda ax: drawings.plot_tracking_small(TRACKING, DAY, ax=ax),
    "reliability": lambda ax: drawings.plot_reliability(CALIBRATION, ax=ax),
    "value and risk": lambda ax: plot_value_risk(SCORES, "USD", border=50.0, ax=ax),
    "league": lambda ax: forecast.plot_league(LEAGUE, "x / T", ax=ax),
    "weekly": lambda ax: forecast.plot_incremental(TRACKING, DAY, ax=ax),
    "season": lambda ax: forecast.plot_season(SEASON, ax=ax),
    "groups": lambda ax: forecast.plot_expected_by_group(GROUPS, xlabel="$x$", ylabel="$y$", ax=ax),
    "histogram": lambda ax: forecast.plot_frequency_histogram(HISTOGRAM, ax=ax),
    "class moves": lambda ax: value.plot_class_moves(MOVES, "USD", ax=ax),
    "value by class": lambda ax: value.plot_value_by_class(VALUES, "USD", ax=ax),
}
TITLED = ["lorenz", "pareto", "reliability", "value and risk", "histogram", "class moves"]


def of_many():
    """Return what the figures that grow with the customers are drawn from, for many of them."""
    revenue = np.random.default_rng(1).lognormal(3, 2, MANY)
    customers = pd.DataFrame({"revenue": revenue, "margin": revenue})
    classes = summarise_classes(customers, abc_class(customers["revenue"])).reset_index()
    leaving = pd.Series(np.random.default_rng(2).uniform(size=MANY))
    often = np.random.default_rng(3).geometric(0.1, MANY) - 1
    past, ahead = (pd.Series(np.random.default_rng(seed).choice(list("ABCN"), MANY)) for seed in (4, 5))
    seen = pd.DataFrame({"frequency": often, "recency": 7 * often, "T": 3_000})
    return {
        "curve": thinned(lorenz(revenue), CURVE_POINTS),
        "classes": classes,
        "scores": customers.assign(churn_probability=leaving),
        "by_frequency": expected_by_frequency(often / 2, seen, often / 3),
        "by_silence": expected_by_silence(often / 2, seen, often / 3),
        "moves": forward_classes(past, ahead, pd.Series(revenue)),
        "histogram": frequency_histogram(BGNBD(0.25, 5.0, 0.6, 2.6), seen),
    }


GROWING = {
    "lorenz": lambda many, ax: plot_lorenz(many["curve"], ax=ax),
    "lorenz small": lambda many, ax: drawings.plot_lorenz_small(many["curve"], ax=ax),
    "pareto": lambda many, ax: plot_pareto(many["curve"], many["classes"], ax=ax),
    "pyramid": lambda many, ax: drawings.plot_pyramid(many["classes"], ax=ax),
    "value and risk": lambda many, ax: plot_value_risk(many["scores"], "USD", border=50.0, ax=ax),
    "groups": lambda many, ax: forecast.plot_expected_by_group(many["by_frequency"], xlabel="$x$", ax=ax),
    "silence": lambda many, ax: forecast.plot_expected_by_group(many["by_silence"], xlabel="$x$", ax=ax),
    "class moves": lambda many, ax: value.plot_class_moves(many["moves"], "USD", ax=ax),
    "histogram": lambda many, ax: forecast.plot_frequency_histogram(many["histogram"], ax=ax),
}


@pytest.fixture(scope="module")
def many():
    return of_many()


@pytest.mark.parametrize("name", DRAWN)
def test_draws_on_the_axes_that_are_given_and_returns_them(name, ax):
    assert DRAWN[name](ax) is ax
    assert ax.figure.axes == [ax]


@pytest.mark.parametrize("name", TITLED)
def test_names_the_quantity_on_both_axes(name, ax):
    DRAWN[name](ax)
    assert len(ax.get_xlabel()) > 3
    assert len(ax.get_ylabel()) > 3


@pytest.mark.parametrize("name", DRAWN)
def test_changes_neither_its_table_nor_the_style(name, ax):
    before, style = [table.copy() for table in TABLES], dict(mpl.rcParams)
    DRAWN[name](ax)
    for was, table in zip(before, TABLES, strict=True):
        pd.testing.assert_frame_equal(was, table)
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


@pytest.mark.parametrize("name", GROWING)
def test_holds_no_more_marks_than_a_page_can_carry_however_many_customers_there_are(name, many, ax):
    GROWING[name](many, ax)
    assert 5 < marks(ax) <= MOST_MARKS


@pytest.mark.parametrize("name", DRAWN)
def test_every_word_on_a_figure_comes_from_the_catalogue(name, ax):
    try:
        use_language("qps")
        DRAWN[name](ax)
        assert [text for text in texts(ax) if is_plain_english(text)] == []
    finally:
        use_language("en")


def is_plain_english(text):
    """Say whether a text holds a word of three small letters or more, none of which the test language has altered.

    Units, months and the names of classes are short, or begin with a capital.
    """
    return any(len(word) >= 4 and word.islower() and word.isascii() and word.isalpha() for word in text.split())
