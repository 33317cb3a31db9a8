"""Figures of who will not buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import formats, style
from analysis.display.axes import axes, money, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_value_risk(
    scores: pd.DataFrame, currency: str | None, *, worth: str, border: float, ax: Axes | None = None
) -> Axes:
    """Draw customers by what they are worth and how likely they will not buy, as four named fields.

    Parameters
    ----------
    scores : DataFrame
        churn_probability, revenue: one row per customer.
    worth : str
        Axis title of the value axis.
    border : float
        Revenue that parts large from small customers.
    """
    from matplotlib.colors import LogNorm

    ax = axes(ax, 2.9)
    shown = scores[scores["revenue"] > 0]
    ax.hexbin(
        shown["churn_probability"],
        shown["revenue"],
        yscale="log",
        gridsize=(38, 10),
        cmap=style.sequential(),
        norm=LogNorm(vmin=0.7),
        linewidths=0.2,
        edgecolors="face",
        mincnt=1,
    )
    # Room above and below the customers for the names of the fields.
    low, high = shown["revenue"].min(), shown["revenue"].max()
    room = max((high / low) ** 0.15, 1.5)
    ax.set_ylim(low / room, high * room)
    ax.axhline(border, color=style.MUTED, linewidth=0.8)
    ax.axvline(0.5, color=style.MUTED, linewidth=0.8)
    fields = {
        (0.015, 0.98): ("keep", "left", "top"),
        (0.985, 0.98): ("win back", "right", "top"),
        (0.015, 0.03): ("grow", "left", "bottom"),
        (0.985, 0.03): ("let go", "right", "bottom"),
    }
    for place, (name, side, level) in fields.items():
        ax.annotate(name, place, xycoords="axes fraction", ha=side, va=level, fontweight=600, color=style.INK)
    ax.set(xlim=(0, 1), xlabel="will not buy in the window (probability)", ylabel=worth)
    ax.grid(visible=False)
    percent(ax.xaxis)
    money(ax.yaxis, currency)
    return ax


def plot_share_by_class(table: pd.DataFrame, *, label: str, ax: Axes | None = None) -> Axes:
    """Draw one share per class as a bar.

    Parameters
    ----------
    table : DataFrame
        abc_class, share.
    label : str
        What the share is of.
    """
    ax = axes(ax, 0.9 + 0.4 * len(table))
    for row in table.itertuples():
        ax.barh(-row.Index, 1, color=style.SHADE, height=0.62)
        ax.barh(-row.Index, row.share, color=style.CLASS_COLOURS[row.abc_class], height=0.62)
        ax.annotate(formats.share(row.share), (1.02, -row.Index), va="center", fontweight=600, annotation_clip=False)
    ax.set_yticks([-i for i in table.index], [f"Class {name}" for name in table["abc_class"]])
    ax.annotate(label, (0, 0.5), va="bottom", color=style.MUTED, annotation_clip=False)
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)
    return ax
