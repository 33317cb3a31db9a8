"""Figures of how the forecasts did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.display import formats, style
from analysis.display.axes import axes, counts, percent, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_league(league: pd.DataFrame, measure: str, chosen: str | None, *, ax: Axes | None = None) -> Axes:
    """Draw the error of each forecast as a dot, smallest first; the best naive rule is the line to beat.

    Parameters
    ----------
    league : DataFrame
        model, naive and the column `measure` (smaller is better), from `holdout.league`.
    measure : {"rmse", "brier"}
    chosen : str or None
        The row to point out.
    """
    shown = league.dropna(subset=[measure]).sort_values(measure, ascending=False, ignore_index=True)
    names = [wrapped(name) for name in shown["model"]]
    ax = axes(ax, 0.9 + (0.3 if any("\n" in name for name in names) else 0.24) * len(shown))
    rivals = shown.loc[shown["naive"], measure]
    if len(rivals):
        ax.axvline(rivals.min(), color=style.NEGATIVE, linewidth=1, linestyle=(0, (2, 2)))
        ax.annotate(
            "best simple rule ",
            (rivals.min(), 1.01),
            xycoords=("data", "axes fraction"),
            ha="right",
            va="bottom",
            color=style.NEGATIVE,
            fontsize=9,
        )
    for row in shown.itertuples():
        error = getattr(row, measure)
        colour = style.ACCENT if row.model == chosen else style.FAINT if row.naive else style.MUTED
        ax.plot([0, error], [row.Index] * 2, color=style.GRID, linewidth=1)
        ax.plot([error], [row.Index], "o", color=colour, markersize=8 if row.model == chosen else 6)
        weight = 600 if row.model == chosen else 400
        text = formats.number(error, 3 if measure == "brier" else 2)
        ax.annotate(
            text,
            (error, row.Index),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontweight=weight,
            fontsize=9,
        )
    ax.set_yticks(shown.index, names)
    for label, name in zip(ax.get_yticklabels(), shown["model"], strict=True):
        label.set_fontweight(600 if name == chosen else 400)
        label.set_parse_math(False)
    errors = {
        "rmse": "root mean squared error, purchases per customer",
        "brier": "Brier score of “buys” (0 is perfect)",
    }
    ax.set(xlim=(0, shown[measure].max() * 1.15), ylim=(-0.6, len(shown) - 0.4), xlabel=errors[measure])
    ax.grid(visible=False)
    ax.tick_params(axis="y", length=0)
    return ax


def _shade_unseen(ax: Axes, calibration_end: pd.Timestamp, end: pd.Timestamp) -> None:
    ax.axvspan(calibration_end, end, color=style.SHADE, linewidth=0, zorder=0)
    ax.annotate(
        "not seen by the model",
        (calibration_end, 0.97),
        xycoords=("data", "axes fraction"),
        xytext=(6, 0),
        textcoords="offset points",
        va="top",
        color=style.MUTED,
        fontsize=9,
    )


def plot_tracking(tracking: pd.DataFrame, calibration_end: pd.Timestamp, *, ax: Axes | None = None) -> Axes:
    """Draw actual against expected cumulative repeat purchases; the days the model had not seen are shaded.

    Parameters
    ----------
    tracking : DataFrame
        date, actual_cumulative, expected_cumulative, from `tracking.tracking`.
    calibration_end : Timestamp
        Where the shading begins.
    """
    ax = axes(ax, 2.7)
    last = tracking.iloc[-1]
    _shade_unseen(ax, calibration_end, last["date"])
    ax.plot(tracking["date"], tracking["actual_cumulative"], color=style.INK, linewidth=2)
    ax.plot(tracking["date"], tracking["expected_cumulative"], color=style.ACCENT, linewidth=2, linestyle=(0, (4, 2)))
    above = last["actual_cumulative"] >= last["expected_cumulative"]
    for column, text, colour, up in (
        ("actual_cumulative", "actual", style.INK, above),
        ("expected_cumulative", "forecast", style.ACCENT, not above),
    ):
        ax.annotate(
            f" {text}\n {formats.count(last[column])}",
            (last["date"], last[column]),
            va="bottom" if up else "top",
            color=colour,
            fontweight=600,
            annotation_clip=False,
        )
    ax.set(xlim=(tracking["date"].iloc[0], last["date"]), ylabel="repeat purchases, cumulative")
    ax.set_ylim(bottom=0)
    counts(ax.yaxis)
    return ax


def plot_tracking_small(tracking: pd.DataFrame, calibration_end: pd.Timestamp, *, ax: Axes) -> Axes:
    """Draw the tracking plot with years only, for the summary."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    plot_tracking(tracking, calibration_end, ax=ax)
    for text in ax.texts:
        text.set_text(text.get_text().partition("\n")[0].replace("not seen by the model", "not seen"))
    places = AutoDateLocator(maxticks=4)
    ax.xaxis.set_major_locator(places)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(places))
    ax.set_ylabel("repeat purchases")
    return ax


def plot_incremental(tracking: pd.DataFrame, calibration_end: pd.Timestamp, *, ax: Axes | None = None) -> Axes:
    """Draw actual against expected repeat purchases in each week; the days the model had not seen are shaded.

    Parameters
    ----------
    tracking : DataFrame
        date, actual, expected, from `tracking.tracking`.
    calibration_end : Timestamp
        Where the shading begins.
    """
    ax = axes(ax, 2.5)
    end = tracking["date"].iloc[-1]
    _shade_unseen(ax, calibration_end, end)
    ax.plot(tracking["date"], tracking["actual"], color=style.INK, linewidth=1.3)
    ax.plot(tracking["date"], tracking["expected"], color=style.ACCENT, linewidth=2, linestyle=(0, (4, 2)))
    top = float(tracking["actual"].max())
    peak = tracking.loc[tracking["actual"].idxmax()]
    ax.annotate(
        "actual",
        (peak["date"], top),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        color=style.INK,
        fontweight=600,
    )
    level = float(tracking["expected"].iloc[-1])
    ax.annotate(" forecast", (end, level), va="center", color=style.ACCENT, fontweight=600, annotation_clip=False)
    ax.set(xlim=(tracking["date"].iloc[0], end), ylim=(0, top * 1.18), ylabel="repeat purchases in the week")
    counts(ax.yaxis)
    return ax


def plot_expected_by_group(
    table: pd.DataFrame, *, label: str, ylabel: str = "purchases per customer", ax: Axes | None = None
) -> Axes:
    """Draw expected (ring) and actual (dot, with its 95 % interval) means by group, the groups' sizes beneath.

    Parameters
    ----------
    table : DataFrame
        label, expected, actual, actual_low, actual_high, from `forecast_checks`.
    label, ylabel : str
        What the groups are; what is counted.
    """
    ax = axes(ax, 2.6)
    places = np.arange(len(table))
    error = np.clip([table["actual"] - table["actual_low"], table["actual_high"] - table["actual"]], 0, None)
    ax.errorbar(places, table["actual"], yerr=error, fmt="none", ecolor=style.FAINT, elinewidth=1.6, zorder=1)
    ax.plot(places, table["actual"], "o", color=style.INK, markersize=5.5)
    ax.plot(places, table["expected"], "o", mfc="none", mec=style.ACCENT, mew=1.8, markersize=9)
    falls = table["actual"].iloc[0] > table["actual"].iloc[-1]
    at, side = (0.97, "right") if falls else (0.03, "left")
    for height, text, colour in ((0.98, "actual ●", style.INK), (0.89, "forecast ○", style.ACCENT)):
        ax.annotate(
            text, (at, height), xycoords="axes fraction", ha=side, va="top", color=colour, fontweight=600, fontsize=9
        )
    names = [f"{name}\n{formats.count(n)}" for name, n in zip(table["label"], table["customers"], strict=True)]
    ax.set_xticks(places, names, fontsize=8)
    ax.set(xlim=(-0.6, len(table) - 0.4), xlabel=f"{label}; beneath: customers", ylabel=ylabel)
    ax.set_ylim(0, float(table[["actual_high", "expected"]].max().max()) * 1.08)
    ax.tick_params(axis="x", length=0)
    return ax


def plot_expected_by_history(by_frequency: pd.DataFrame, by_silence: pd.DataFrame) -> Axes:
    """Draw `plot_expected_by_group` by repeat purchases and, beside it, by weeks since the last purchase.

    Returns
    -------
    Axes
        The left one.
    """
    from matplotlib import pyplot as plt

    _, (left, right) = plt.subplots(1, 2, figsize=(style.WIDTH, 2.7))
    plot_expected_by_group(by_frequency, label="repeat purchases before", ax=left)
    plot_expected_by_group(by_silence, label="weeks since the last purchase", ylabel="", ax=right)
    return left


def plot_frequency_histogram(histogram: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many customers bought again how often: actual as bars, expected as marks on them.

    Parameters
    ----------
    histogram : DataFrame
        label, actual, expected, from `forecast_checks.frequency_histogram`.
    """
    ax = axes(ax, 2.4)
    places = np.arange(len(histogram))
    ax.bar(places, histogram["actual"], color=style.FAINT, width=0.7)
    ax.hlines(histogram["expected"], places - 0.42, places + 0.42, color=style.ACCENT, linewidth=2.4)
    top = float(histogram[["actual", "expected"]].max().max())
    for place, row in zip(places, histogram.itertuples(), strict=True):
        above = max(row.actual, row.expected)
        ax.annotate(
            f"{formats.count(row.actual)} / {formats.count(row.expected)}",
            (place, above),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
            color=style.MUTED,
        )
    ax.annotate("▮ actual", (0.97, 0.95), xycoords="axes fraction", ha="right", va="top", color=style.MUTED)
    ax.annotate(
        "━ expected", (0.97, 0.86), xycoords="axes fraction", ha="right", va="top", color=style.ACCENT, fontweight=600
    )
    ax.set_xticks(places, histogram["label"])
    # The numbers stand on the bars; lines would run through them.
    ax.grid(visible=False)
    ax.set(ylim=(0, top * 1.15), xlabel="repeat purchases by the end of calibration", ylabel="customers")
    ax.tick_params(axis="x", length=0)
    counts(ax.yaxis)
    return ax


def plot_reliability(calibration: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw predicted against observed shares of customers who did not buy, with 95 % intervals and counts.

    Parameters
    ----------
    calibration : DataFrame
        predicted, observed, observed_low, observed_high, from `holdout.reliability`.
    """
    ax = axes(ax, 2.7)
    ax.plot([0, 1], [0, 1], color=style.FAINT, linewidth=1, linestyle=(0, (2, 2)))
    error = [
        calibration["observed"] - calibration["observed_low"],
        calibration["observed_high"] - calibration["observed"],
    ]
    ax.errorbar(
        calibration["predicted"],
        calibration["observed"],
        yerr=np.clip(error, 0, None),
        fmt="o",
        color=style.ACCENT,
        ecolor=style.FAINT,
        elinewidth=1.4,
        markersize=6,
    )
    for row in calibration.itertuples():
        # Beneath the bar, unless the axis is in the way.
        beneath = row.observed_low >= 0.12
        ax.annotate(
            formats.count(row.customers),
            (row.predicted, row.observed_low if beneath else row.observed_high),
            xytext=(0, -3 if beneath else 3),
            textcoords="offset points",
            ha="center",
            va="top" if beneath else "bottom",
            fontsize=8.5,
            color=style.MUTED,
        )
    ax.annotate("dotted: forecast = outcome", (0.02, 0.98), va="top", color=style.MUTED, fontsize=9)
    ax.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="forecast: will not buy", ylabel="outcome: did not buy")
    percent(ax.xaxis)
    percent(ax.yaxis)
    return ax
