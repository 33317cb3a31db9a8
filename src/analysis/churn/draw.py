"""Figures of who will not buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import style
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
