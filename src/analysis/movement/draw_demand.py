"""Figures of demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import days, formats, palette
from analysis.display.axes import axes
from analysis.display.language import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_months(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the purchases of each calendar month against an average one, with 95 % intervals.

    `table`: month (1 to 12), index, low, high.
    """
    ax = axes(ax, 2.4)
    best = table["index"].max()
    colours = [palette.ACCENT if index == best else palette.SEQUENTIAL[4] for index in table["index"]]
    ax.bar(table["month"], table["index"], width=0.8, color=colours)
    ax.vlines(table["month"], table["low"], table["high"], color=palette.INK, linewidth=1.2)
    for month, index, high in zip(table["month"], table["index"], table["high"], strict=True):
        at = (month, max(index, high))
        ax.annotate(formats.number(index), at, (0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=9)
    ax.axhline(1, color=palette.MUTED, linewidth=1, linestyle=(0, (2, 2)))
    ax.set_xticks(table["month"], [days.month_name(month)[:3] for month in table["month"]])
    ax.set(xlim=(0.4, 12.6), ylim=(0, float(table["high"].max()) * 1.15), ylabel=sentence("times an average month"))
    return ax
