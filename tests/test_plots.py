"""Figures: a finished table in, the same Axes out, its numbers as drawn data, and names drawn as they are."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import plots
from analysis.display.palette import CLASS_COLOURS
from analysis.display.style import REPORT, WIDTH

mpl.use("Agg")

CURVE = pd.DataFrame({"customer_share": [0, 0.5, 0.8, 1.0], "value_share": [0, 0.1, 0.3, 1.0]})
CLASSES = pd.DataFrame(
    {
        "abc_class": list("ABCN"),
        "customers": [1, 1, 1, 0],
        "customer_share": [1 / 3, 1 / 3, 1 / 3, 0.0],
        "revenue_share": [0.7, 0.2, 0.1, 0.0],
    }
)
LEAGUE = pd.DataFrame(
    {
        "model": ["$x^2$ <b>model</b>", "rule one", "rule two", "ranks only"],
        "naive": [False, True, True, True],
        "rmse": [1.6, 1.9, 2.2, None],
        "brier": [0.16, 0.22, None, None],
    }
)
TRACKING = pd.DataFrame(
    {
        "date": pd.to_datetime(["1997-01-07", "1997-01-14", "1997-01-21"]),
        "actual_cumulative": [10.0, 25.0, 40.0],
        "expected_cumulative": [12.0, 24.0, 36.0],
    }
)
MOVES = pd.DataFrame(
    {"historic": list("AAC"), "forward": list("ACC"), "customers": [5, 2, 9], "value": [900.0, 100.0, 50.0]}
)
CALIBRATION = pd.DataFrame(
    {
        "predicted": [0.2, 0.8],
        "observed": [0.25, 0.7],
        "observed_low": [0.1, 0.6],
        "observed_high": [0.4, 0.8],
        "customers": [1200, 34],
    }
)
SCORES = pd.DataFrame({"churn_probability": [0.1, 0.6, 0.9, 0.5], "revenue": [100.0, 10.0, 1.0, 0.0]})
SEASON = pd.DataFrame({"month": range(1, 13), "index": 1.0, "low": 0.8, "high": 1.2})
SHARES = pd.DataFrame({"abc_class": ["A", "B"], "share": [0.25, 0.5]})
DAY = pd.Timestamp("1997-01-10")

DRAWN = {
    "lorenz": lambda ax: plots.plot_lorenz(CURVE, ax=ax),
    "lorenz small": lambda ax: plots.plot_lorenz_small(CURVE, ax=ax),
    "pareto": lambda ax: plots.plot_pareto(CURVE, CLASSES, ax=ax),
    "pyramid": lambda ax: plots.plot_pyramid(CLASSES, ax=ax),
    "league": lambda ax: plots.plot_league(LEAGUE, "rmse", "$x^2$ <b>model</b>", ax=ax),
    "tracking": lambda ax: plots.plot_tracking(TRACKING, DAY, ax=ax),
    "tracking small": lambda ax: plots.plot_tracking_small(TRACKING, DAY, ax=ax),
    "class moves": lambda ax: plots.plot_class_moves(MOVES, "USD", ax=ax),
    "reliability": lambda ax: plots.plot_reliability(CALIBRATION, ax=ax),
    "value and risk": lambda ax: plots.plot_value_risk(SCORES, "USD", worth="revenue so far", border=50.0, ax=ax),
    "season": lambda ax: plots.plot_season(SEASON, ax=ax),
    "share by class": lambda ax: plots.plot_share_by_class(SHARES, label="will not buy", ax=ax),
}
TITLED = {"lorenz", "pareto", "reliability", "value and risk", "class moves"}


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
    tables = [t.copy() for t in (CURVE, CLASSES, LEAGUE, TRACKING, MOVES, CALIBRATION, SCORES, SHARES)]
    style = dict(mpl.rcParams)
    DRAWN[name](ax)
    for before, after in zip(
        tables, (CURVE, CLASSES, LEAGUE, TRACKING, MOVES, CALIBRATION, SCORES, SHARES), strict=True
    ):
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


def test_lorenz_draws_the_curve_the_line_of_equality_and_both_points_of_the_8020_rule(ax):
    plots.plot_lorenz(CURVE, ax=ax)
    equality, curve, own, rule = lines(ax)
    assert equality == [(0, 0), (1, 1)]
    assert curve == [tuple(row) for row in CURVE.itertuples(index=False)]
    assert (own, rule) == ([(0.8, pytest.approx(0.3))], [(0.8, pytest.approx(0.2))])
    assert "here the top 20 %\nbring 70 %" in texts(ax)


def test_pareto_draws_customers_from_the_largest_and_names_classes_that_have_some(ax):
    plots.plot_pareto(CURVE, CLASSES, ax=ax)
    (curve,) = lines(ax)
    assert curve[0] == (0, pytest.approx(0))
    assert curve[-1] == (3, pytest.approx(1))
    assert [text for text in texts(ax) if "customer" in text and "\n" in text] == [
        f"{name}\n1 customer" for name in "ABC"
    ]


def test_pyramid_draws_each_class_to_scale_and_leaves_out_empty_ones(ax):
    plots.plot_pyramid(CLASSES, ax=ax)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([-1 / 3, 0.7, -1 / 3, 0.2, -1 / 3, 0.1])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Class A", "Class B", "Class C"]


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


def test_tracking_draws_actual_and_forecast_and_shades_what_the_model_had_not_seen(ax):
    plots.plot_tracking(TRACKING, DAY, ax=ax)
    actual, expected = (list(line.get_ydata()) for line in ax.get_lines())
    assert (actual, expected) == ([10, 25, 40], [12, 24, 36])
    start = ax.patches[0].get_x()
    assert mpl.dates.num2date(start).date() == DAY.date()
    assert {" actual\n 40", " forecast\n 36"} <= set(texts(ax))


def test_class_moves_name_money_and_customers_of_every_pair_that_occurs(ax):
    plots.plot_class_moves(MOVES, "USD", ax=ax)
    assert {"$900\n5 customers", "$100\n2 customers", "$50.00\n9 customers"} <= set(texts(ax))
    assert len([text for text in texts(ax) if "customers" in text]) == 3


def test_reliability_draws_outcome_over_forecast_with_bars_and_counts(ax):
    plots.plot_reliability(CALIBRATION, ax=ax)
    assert [(0.2, 0.25), (0.8, 0.7)] in lines(ax)
    assert {"1,200", "34"} <= set(texts(ax))
    bars = ax.collections[0].get_segments()
    assert [bar[:, 1].tolist() for bar in bars] == [pytest.approx([0.1, 0.4]), pytest.approx([0.6, 0.8])]


def test_reliability_writes_each_count_beneath_its_bar_or_above_it_where_the_axis_is_near(ax):
    plots.plot_reliability(CALIBRATION, ax=ax)
    places = {text.get_text(): text.xy for text in ax.texts}
    assert places["1,200"] == (0.2, 0.4)
    assert places["34"] == (0.8, 0.6)


def test_value_and_risk_name_the_four_fields_and_part_them_at_the_border_and_one_half(ax):
    plots.plot_value_risk(SCORES, "USD", worth="revenue so far", border=50.0, ax=ax)
    assert {"keep", "win back", "grow", "let go"} <= set(texts(ax))
    assert [(0, 50.0), (1, 50.0)] in lines(ax)
    assert [(0.5, 0), (0.5, 1)] in lines(ax)


def test_value_and_risk_leave_the_names_of_the_fields_clear_of_the_customers(ax):
    plots.plot_value_risk(SCORES, "USD", worth="revenue so far", border=50.0, ax=ax)
    bottom, top = ax.get_ylim()
    assert bottom <= 1.0 / 1.5
    assert top >= 100.0 * 1.5


def test_share_by_class_draws_the_share_in_the_colour_of_the_class(ax):
    plots.plot_share_by_class(SHARES, label="will not buy", ax=ax)
    bars = {bar.get_width(): mpl.colors.to_hex(bar.get_facecolor()) for bar in ax.patches if bar.get_width() < 1}
    assert bars == {0.25: CLASS_COLOURS["A"], 0.5: CLASS_COLOURS["B"]}
