"""Figures of how the forecasts did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.backtest.names import called
from analysis.display import days, formats, palette, style
from analysis.display.axes import axes, beside, counts
from analysis.display.language import sentence
from analysis.drawings import shade_unseen

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_league(league: pd.DataFrame, chosen: str | None, *, ax: Axes | None = None) -> Axes:
    """Draw the error of each forecast as a dot, smallest first; the best naive rule is the line to beat.

    `league`: model, naive, rmse, from `holdout.league`.
    `chosen`: The row to point out.
    """
    shown = league.dropna(subset=["rmse"]).sort_values("rmse", ascending=False, ignore_index=True)
    ax = axes(ax, 0.9 + 0.21 * len(shown))
    rivals = shown.loc[shown["naive"], "rmse"]
    if len(rivals):
        _mark_rival(rivals.min(), ax)
    for row in shown.itertuples():
        error, is_chosen = row.rmse, row.model == chosen
        colour = palette.ACCENT if is_chosen else palette.FAINT if row.naive else palette.MUTED
        ax.plot([0, error], [row.Index] * 2, color=palette.GRID, linewidth=1)
        ax.plot([error], [row.Index], "o", color=colour, markersize=8 if is_chosen else 6)
        weight = 600 if is_chosen else 400
        beside(ax, formats.number(error, 2), (error, row.Index), (7, 0), va="center", fontweight=weight, fontsize=9)
    ax.set_yticks(shown.index, [called(name) for name in shown["model"]], parse_math=False)
    for label, name in zip(ax.get_yticklabels(), shown["model"], strict=True):
        label.set_fontweight(600 if name == chosen else 400)
    xlabel = sentence("root mean squared error, purchases per customer")
    ax.set(xlim=(0, shown["rmse"].max() * 1.15), ylim=(-0.6, len(shown) - 0.4), xlabel=xlabel)
    ax.grid(visible=False)
    ax.tick_params(axis="y", length=0)
    return ax


def _mark_rival(error: float, ax: Axes) -> None:
    ax.axvline(error, color=palette.NEGATIVE, linewidth=1, linestyle=(0, (2, 2)))
    place = {"xycoords": ("data", "axes fraction"), "ha": "right", "va": "bottom"}
    beside(ax, sentence("best simple rule"), (error, 1.01), (-3, 0), color=palette.NEGATIVE, fontsize=9, **place)


def plot_incremental(tracking: pd.DataFrame, calibration_end: pd.Timestamp, *, ax: Axes | None = None) -> Axes:
    """Draw actual against expected repeat purchases in each week; the days the model had not seen are shaded.

    `tracking`: date, actual, expected, from `tracking.weekly`.
    `calibration_end`: Where the shading begins.
    """
    ax = axes(ax, 2.5)
    end = tracking["date"].iloc[-1]
    shade_unseen(ax, calibration_end, end, sentence("not seen by the model"))
    ax.plot(tracking["date"], tracking["actual"], color=palette.INK, linewidth=1.3)
    ax.plot(tracking["date"], tracking["expected"], color=palette.ACCENT, linewidth=2, linestyle=(0, (4, 2)))
    peak = tracking.loc[tracking["actual"].idxmax()]
    for text, at, colour in (
        (sentence("actual"), (peak["date"], peak["actual"]), palette.INK),
        (sentence("forecast"), (end, tracking["expected"].iloc[-1]), palette.ACCENT),
    ):
        beside(ax, text, at, (6, 0), va="center", color=colour, fontweight=600, annotation_clip=False)
    top = float(peak["actual"]) * 1.18
    ax.set(xlim=(tracking["date"].iloc[0], end), ylim=(0, top), ylabel=sentence("repeat purchases in the week"))
    counts(ax.yaxis)
    return ax


def plot_season(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the index of each calendar month with its 95 % interval; 1 is an average month.

    `table`: month (1 to 12), index, low, high.
    """
    ax = axes(ax, 2.2)
    ax.axhline(1, color=palette.MUTED, linewidth=1)
    ax.vlines(table["month"], table["low"], table["high"], color=palette.INK, linewidth=1.6)
    ax.plot(table["month"], table["index"], "o", color=palette.ACCENT, markersize=7)
    for row in table.to_dict("records"):
        end, side, va = (row["high"], 3, "bottom") if row["index"] >= 1 else (row["low"], -3, "top")
        text, at = formats.number(row["index"]), (row["month"], end)
        beside(ax, text, at, (0, side), ha="center", va=va, fontsize=9)
    ax.set_xticks(table["month"], [days.month_name(month)[:3] for month in table["month"]])
    top = float(table["high"].max()) * 1.15
    ax.set(xlim=(0.5, 12.5), ylim=(0, top), ylabel=sentence("times an average month"))
    ax.grid(visible=False, axis="x")
    return ax


def plot_expected_by_group(table: pd.DataFrame, *, xlabel: str, ylabel: str = "", ax: Axes | None = None) -> Axes:
    """Draw expected (ring) and actual (dot, with its 95 % interval) means by group, the groups' sizes beneath.

    `table`: label, customers, expected, actual, actual_low, actual_high, from `forecast_checks`.
    `xlabel`, `ylabel`: What the groups are; what is counted.
    """
    ax = axes(ax, 2.6)
    places = np.arange(len(table))
    error = np.clip([table["actual"] - table["actual_low"], table["actual_high"] - table["actual"]], 0, None)
    ax.errorbar(places, table["actual"], yerr=error, fmt="none", ecolor=palette.FAINT, elinewidth=1.6, zorder=1)
    ax.plot(places, table["actual"], "o", color=palette.INK, markersize=5.5)
    ax.plot(places, table["expected"], "o", mfc="none", mec=palette.ACCENT, mew=1.8, markersize=9)
    falls = table["actual"].iloc[0] > table["actual"].iloc[-1]
    at, side = (0.97, "right") if falls else (0.03, "left")
    for height, text, colour in (
        (0.98, sentence("actual ●"), palette.INK),
        (0.89, sentence("forecast ○"), palette.ACCENT),
    ):
        ax.annotate(
            text, (at, height), xycoords="axes fraction", ha=side, va="top", color=colour, fontweight=600, fontsize=9
        )
    names = [f"{name}\n{formats.count(n)}" for name, n in zip(table["label"], table["customers"], strict=True)]
    ax.set_xticks(places, names, fontsize=8)
    ax.set(xlim=(-0.6, len(table) - 0.4), xlabel=xlabel, ylabel=ylabel)
    ax.set_ylim(0, float(table[["actual_high", "expected"]].max().max()) * 1.08)
    ax.tick_params(axis="x", length=0)
    return ax


def plot_expected_by_history(by_frequency: pd.DataFrame, by_silence: pd.DataFrame) -> Axes:
    """Draw `plot_expected_by_group` by repeat purchases and, beside it, by weeks since the last purchase.

    Axes: The left one.
    """
    from matplotlib import pyplot as plt

    _, (left, right) = plt.subplots(1, 2, figsize=(style.WIDTH, 2.7))
    before = sentence("repeat purchases before; beneath: customers")
    plot_expected_by_group(by_frequency, xlabel=before, ylabel=sentence("purchases per customer"), ax=left)
    plot_expected_by_group(by_silence, xlabel=sentence("weeks since the last purchase; beneath: customers"), ax=right)
    return left


def plot_frequency_histogram(histogram: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many customers bought again how often: actual as bars, expected as marks on them.

    `histogram`: label, actual, expected, from `forecast_checks.frequency_histogram`.
    """
    ax = axes(ax, 2.4)
    places = np.arange(len(histogram))
    ax.bar(places, histogram["actual"], color=palette.FAINT, width=0.7)
    ax.hlines(histogram["expected"], places - 0.42, places + 0.42, color=palette.ACCENT, linewidth=2.4)
    for place, row in zip(places, histogram.itertuples(), strict=True):
        text, top = f"{formats.count(row.actual)} / {formats.count(row.expected)}", max(row.actual, row.expected)
        beside(ax, text, (place, top), (0, 4), ha="center", fontsize=8.5, color=palette.MUTED)
    for height, text, colour, weight in (
        (0.95, sentence("▮ actual"), palette.MUTED, 400),
        (0.86, sentence("━ expected"), palette.ACCENT, 600),
    ):
        ax.annotate(
            text, (0.97, height), xycoords="axes fraction", ha="right", va="top", color=colour, fontweight=weight
        )
    ax.set_xticks(places, histogram["label"])
    # The numbers stand on the bars; lines would run through them.
    ax.grid(visible=False)
    top = float(histogram[["actual", "expected"]].max().max()) * 1.15
    ax.set(ylim=(0, top), xlabel=sentence("repeat purchases by the end of calibration"), ylabel=sentence("customers"))
    ax.tick_params(axis="x", length=0)
    counts(ax.yaxis)
    return ax
