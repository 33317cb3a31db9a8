"""Figures that several rooms show: the layers, the Lorenz curve, the tracking plot, reliability, small sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, beside, counts, name_rows, percent
from analysis.display.language import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_lorenz_line(curve: pd.DataFrame, own_point: Callable[[str], str], rule_point: str, *, ax: Axes) -> None:
    """Draw the Lorenz curve with the line of equality, and two points: the client's own, and the 80/20 rule's.

    `curve`: customer_share, value_share, from `concentration.lorenz` (`thinned` keeps the point of the largest fifth).
    `own_point`: What to write at the client's point, made of the printed share that the largest bring.
    `rule_point`: What to write at the rule's.
    """
    x, y = curve["customer_share"], curve["value_share"]
    ax.fill_between(x, y, x, color=palette.SHADE, zorder=0)
    ax.plot([0, 1], [0, 1], color=palette.FAINT, linewidth=1, linestyle=(0, (2, 2)))
    ax.plot(x, y, color=palette.ACCENT, linewidth=2.2)
    rule = 1 - 0.20  # of the customers: the largest fifth
    # A part of a customer counts whole, as in every share of the largest: the point is one of the curve's own.
    here = int(np.searchsorted(x, rule + 1e-9, side="right")) - 1
    at, own = float(x.iloc[here]), float(y.iloc[here])
    ax.plot([at], [own], "o", color=palette.ACCENT, markersize=7)
    ax.plot(
        [rule], [1 - 0.80], "o", markerfacecolor=palette.PAPER, markeredgecolor=palette.NEGATIVE, markersize=7, mew=1.6
    )
    up, down = ("bottom", "top") if own >= 0.20 else ("top", "bottom")
    text = own_point(formats.share(1 - own))
    ax.annotate(text, (at - 0.02, own), ha="right", va=up, color=palette.ACCENT, fontweight=600)
    ax.annotate(rule_point, (rule + 0.02, 0.20), ha="left", va=down, color=palette.NEGATIVE)
    ax.set(xlim=(0, 1), ylim=(0, 1.005))
    percent(ax.xaxis)
    percent(ax.yaxis)


def plot_lorenz_small(curve: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the Lorenz curve with the two points of the 80/20 rule only, for the summary."""
    ax = axes(ax, 1.3)
    plot_lorenz_line(curve, lambda share: sentence("here: {share}", share=share), "80/20", ax=ax)
    ax.set(xlabel=sentence("smallest customers (share)"), ylabel=sentence("revenue"))
    ax.set_xticks([0, 0.8, 1])
    ax.set_yticks([0, 1])
    return ax


def plot_pyramid(classes: pd.DataFrame, *, value_label: str = "", ax: Axes | None = None) -> Axes:
    """Draw each class as two bars to scale: its share of the customers and its share of the revenue.

    `classes`: abc_class, customer_share, revenue_share, from `concentration.summarise_classes`.
    `value_label`: What the second bar is a share of; by default the revenue.
    """
    shown = classes[classes["customer_share"] >= 0.005].reset_index(drop=True)
    ax = axes(ax, 0.9 + 0.34 * len(shown))
    for row in shown.itertuples():
        y = -row.Index
        colour = palette.CLASS_COLOURS[row.abc_class]
        revenue = max(row.revenue_share, 0.0)
        ax.barh(y, -row.customer_share, color=palette.FAINT, height=0.62)
        ax.barh(y, revenue, color=colour, height=0.62)
        ax.annotate(formats.share(row.customer_share), (-row.customer_share - 0.015, y), ha="right", va="center")
        ax.annotate(formats.share(row.revenue_share), (revenue + 0.015, y), ha="left", va="center", fontweight=600)
    ax.axvline(0, color=palette.PAPER, linewidth=3)
    ax.set_xlim(-1.02, 1.02)
    for text, x, side in (
        (sentence("of the customers"), -0.02, "right"),
        (value_label or sentence("of the revenue"), 0.02, "left"),
    ):
        ax.annotate(text, (x, 0.5), ha=side, va="bottom", color=palette.MUTED, annotation_clip=False)
    name_rows(ax, [sentence("Class {name}", name=name) for name in shown["abc_class"]])
    return ax


def plot_tracking(tracking: pd.DataFrame, calibration_end: pd.Timestamp, *, ax: Axes | None = None) -> Axes:
    """Draw actual against expected cumulative repeat purchases; the days the model had not seen are shaded.

    `tracking`: date, actual, expected and both cumulative, from `tracking.weekly`; the ends say the unseen days' sums.
    `calibration_end`: Where the shading begins.
    """
    # The unseen days are what is judged; before them the curve was fitted.
    unseen = tracking[tracking["date"] > pd.Timestamp(calibration_end)]
    actual, expected = (formats.count(unseen[column].sum()) for column in ("actual", "expected"))
    names = (sentence("actual\n +{n}", n=actual), sentence("forecast\n +{n}", n=expected))
    ax = _tracked(tracking, calibration_end, names, sentence("not seen by the model"), axes(ax, 2.7))
    ax.set_ylabel(sentence("repeat purchases, cumulative"))
    return ax


def plot_tracking_small(tracking: pd.DataFrame, calibration_end: pd.Timestamp, *, ax: Axes | None = None) -> Axes:
    """Draw the tracking plot with years only, for the summary."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    names = (sentence("actual"), sentence("forecast"))
    ax = _tracked(tracking, calibration_end, names, sentence("not seen"), axes(ax, 1.3))
    places = AutoDateLocator(maxticks=4)
    ax.xaxis.set_major_locator(places)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(places))
    ax.set_ylabel(sentence("repeat purchases"))
    return ax


def _tracked(
    tracking: pd.DataFrame, calibration_end: pd.Timestamp, names: tuple[str, str], unseen: str, ax: Axes
) -> Axes:
    last = tracking.iloc[-1]
    shade_unseen(ax, calibration_end, last["date"], unseen)
    ax.plot(tracking["date"], tracking["actual_cumulative"], color=palette.INK, linewidth=2)
    ax.plot(tracking["date"], tracking["expected_cumulative"], color=palette.ACCENT, linewidth=2, linestyle=(0, (4, 2)))
    above = last["actual_cumulative"] >= last["expected_cumulative"]
    for column, name, colour, up in (
        ("actual_cumulative", names[0], palette.INK, above),
        ("expected_cumulative", names[1], palette.ACCENT, not above),
    ):
        ax.annotate(
            f" {name}",
            (last["date"], last[column]),
            va="bottom" if up else "top",
            color=colour,
            fontweight=600,
            annotation_clip=False,
        )
    ax.set(xlim=(tracking["date"].iloc[0], last["date"]))
    ax.set_ylim(bottom=0)
    counts(ax.yaxis)
    return ax


def shade_unseen(ax: Axes, calibration_end: pd.Timestamp, end: pd.Timestamp, text: str) -> None:
    """Shade the days that a model had not seen when it was fitted."""
    ax.axvspan(calibration_end, end, color=palette.SHADE, linewidth=0, zorder=0)
    place = {"xycoords": ("data", "axes fraction"), "va": "top"}
    beside(ax, text, (calibration_end, 0.97), (6, 0), color=palette.MUTED, fontsize=9, **place)


def plot_reliability(calibration: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw predicted against observed shares of customers who did not buy, and what such a forecast allows.

    `calibration`: predicted, observed, band_low, band_high, within: one row per group, from `churn.calibration.tenths`.
    """
    ax = axes(ax, 2.7)
    table = calibration.sort_values("predicted", kind="stable")
    ax.plot([0, 1], [0, 1], color=palette.FAINT, linewidth=1, linestyle=(0, (2, 2)))
    ax.vlines(table["predicted"], table["band_low"], table["band_high"], color=palette.GRID, linewidth=7)
    for inside, colour in ((True, palette.ACCENT), (False, palette.NEGATIVE)):
        some = table[table["within"] == inside]
        ax.plot(some["predicted"], some["observed"], "o", color=colour, markersize=6)
    ax.annotate(sentence("dotted: forecast = outcome"), (0.02, 0.98), va="top", color=palette.MUTED, fontsize=9)
    ax.set(
        xlim=(0, 1.02),
        ylim=(0, 1.02),
        xlabel=sentence("forecast: will not buy"),
        ylabel=sentence("outcome: did not buy"),
    )
    percent(ax.xaxis)
    percent(ax.yaxis)
    return ax


def plot_amounts(
    rows: Sequence[tuple[str, float]], printed: Callable[[float | None], str], *, ax: Axes | None = None
) -> Axes:
    """Draw a few sums as bars, those below 0 to the left.

    `rows` (sequence of (str, float)): What each bar is called, and its length; the first stands on top.
    `printed`: How a length is printed.

    Examples
    --------
    >>> ax = plot_amounts([("2018", 10.0), ("2019", -5.0)], str)
    >>> [text.get_text() for text in ax.texts]
    ['10.0', '-5.0']
    """
    ax = axes(ax, 0.9 + 0.4 * len(rows))
    low, high = min(0.0, *(value for _, value in rows)), max(0.0, *(value for _, value in rows))
    for place, (_, value) in enumerate(rows):
        ax.barh(-place, value, color=palette.ACCENT if value >= 0 else palette.NEGATIVE, height=0.62)
        at = (max(value, 0.0), -place)
        beside(ax, printed(value), at, (4, 0), va="center", fontweight=600, annotation_clip=False)
    ax.set_xlim(low, high * 1.02 if high > low else 1.0)
    ax.set_yticks([-place for place in range(len(rows))], [name for name, _ in rows])
    ax.set_xticks([])
    return ax
