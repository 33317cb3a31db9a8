"""Figures of how the forecasts did: their numbers as drawn data, and names drawn as they are."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from analysis.display.language import PSEUDO, use_language
from analysis.display.style import REPORT, WIDTH
from analysis.forecast import draw
from tests.figures import DAY, GROUPS, HISTOGRAM, LEAGUE, SEASON, TRACKING, lines, texts

mpl.use("Agg")


def test_league_draws_every_error_and_the_best_naive_rule_as_the_line_to_beat(ax):
    draw.plot_league(LEAGUE, "$x^2$ <b>model</b>", ax=ax)
    dots = [line[0][0] for line in lines(ax) if len(line) == 1]
    assert dots == [2.2, 1.9, 1.6]
    assert [(1.9, 0), (1.9, 1)] in lines(ax)
    assert "sum of RFM scores" not in texts(ax)


def test_league_writes_the_chosen_forecast_in_bold_whatever_it_is_called_in_the_readers_language(ax):
    use_language(PSEUDO)
    try:
        draw.plot_league(LEAGUE, "RFM cells", ax=ax)
    finally:
        use_language("en")
    labels = {label.get_text(): label.get_fontweight() for label in ax.get_yticklabels()}
    assert [name for name, weight in labels.items() if weight == 600] == ["RFM çèllš"]


def test_league_draws_a_name_from_data_as_it_is_and_not_as_mathematics(ax):
    draw.plot_league(LEAGUE, None, ax=ax)
    label = ax.get_yticklabels()[-1]
    assert label.get_text() == "$x^2$ <b>model</b>"
    assert not label.get_parse_math()


def test_weeks_are_drawn_as_they_came_and_as_forecast_and_those_that_were_not_seen_are_shaded(ax):
    draw.plot_incremental(TRACKING, DAY, ax=ax)
    assert [list(line.get_ydata()) for line in ax.get_lines()] == [[10, 15, 15], [12, 12, 12]]
    assert mpl.dates.num2date(ax.patches[0].get_x()).date() == DAY.date()
    assert {"actual", "forecast", "not seen by the model"} <= set(texts(ax))


def test_season_draws_every_month_with_its_interval_around_an_average_month(ax):
    draw.plot_season(SEASON, ax=ax)
    average, index = lines(ax)
    assert [y for _, y in average] == [1, 1]
    assert index == [(month, 1.0) for month in range(1, 13)]
    assert ax.collections[0].get_segments()[0][:, 1].tolist() == pytest.approx([0.8, 1.2])
    assert texts(ax).count("1.00") == 12


def test_groups_draw_what_came_with_its_interval_what_was_expected_and_how_many_they_are(ax):
    draw.plot_expected_by_group(GROUPS, xlabel="repeat purchases before", ax=ax)
    actual, expected = lines(ax)
    assert (actual, expected) == ([(0, 0.2), (1, 0.7)], [(0, 0.2), (1, 0.5)])
    bars = ax.collections[0].get_segments()
    assert [bar[:, 1].tolist() for bar in bars] == [pytest.approx([0.1, 0.3]), pytest.approx([0.6, 0.8])]
    assert {"0\n1,200", "1–9\n34"} <= set(texts(ax))


def test_both_histories_stand_beside_each_other():
    with plt.rc_context(REPORT):
        left = draw.plot_expected_by_history(GROUPS, GROUPS)
    labels = [ax.get_xlabel() for ax in left.figure.axes]
    width, height = left.figure.get_size_inches()
    plt.close(left.figure)
    assert labels == [
        "repeat purchases before; beneath: customers",
        "weeks since the last purchase; beneath: customers",
    ]
    assert width == WIDTH >= 2 * height


def test_histogram_draws_customers_as_bars_and_their_expectation_as_marks_with_both_numbers(ax):
    draw.plot_frequency_histogram(HISTOGRAM, ax=ax)
    assert [bar.get_height() for bar in ax.patches] == [1200, 34]
    assert [mark[0][1] for mark in ax.collections[0].get_segments()] == [1190.4, 43.6]
    assert {"1,200 / 1,190", "34 / 44"} <= set(texts(ax))
