"""Figures of who will not buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import palette
from analysis.display.axes import axes, money, percent
from analysis.display.language import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CELLS = (38, 10)
"""Hexagons across and up: customers are counted in them, so that a figure of many is no larger than one of few."""


def plot_value_risk(
    scores: pd.DataFrame, currency: str | None = None, *, border: float | None = None, ax: Axes | None = None
) -> Axes:
    """Draw customers by what they brought and how likely they will not buy, as four named fields.

    Parameters
    ----------
    scores : DataFrame
        churn_probability, revenue: one row per customer. Who brought nothing above 0 has no place on a logarithmic
        axis.
    currency : str, optional
        Of the revenue.
    border : float, optional
        Revenue that parts large from small customers; without one no line does.

    Examples
    --------
    >>> scores = pd.DataFrame({"churn_probability": [0.1, 0.9], "revenue": [100.0, 5.0]})
    >>> plot_value_risk(scores, border=50.0).get_ylabel()
    'revenue so far (logarithmic)'
    """
    from matplotlib.colors import LogNorm

    ax = axes(ax, 2.9)
    shown = scores[scores["revenue"] > 0]
    ax.hexbin(
        shown["churn_probability"],
        shown["revenue"],
        yscale="log",
        gridsize=CELLS,
        cmap=palette.sequential(),
        norm=LogNorm(vmin=0.7),
        linewidths=0.2,
        edgecolors="face",
        mincnt=1,
    )
    # Room above and below the customers for the names of the fields.
    low, high = shown["revenue"].min(), shown["revenue"].max()
    room = max((high / low) ** 0.15, 1.5)
    ax.set_ylim(low / room, high * room)
    if border is not None:
        ax.axhline(border, color=palette.MUTED, linewidth=0.8)
    ax.axvline(0.5, color=palette.MUTED, linewidth=0.8)
    _name_fields(ax)
    ax.set(
        xlim=(0, 1),
        xlabel=sentence("will not buy in the window (probability)"),
        ylabel=sentence("revenue so far (logarithmic)"),
    )
    ax.grid(visible=False)
    percent(ax.xaxis)
    money(ax.yaxis, currency)
    return ax


def _name_fields(ax: Axes) -> None:
    for name, place, side, level in (
        (sentence("keep"), (0.015, 0.98), "left", "top"),
        (sentence("win back"), (0.985, 0.98), "right", "top"),
        (sentence("grow"), (0.015, 0.03), "left", "bottom"),
        (sentence("let go"), (0.985, 0.03), "right", "bottom"),
    ):
        ax.annotate(name, place, xycoords="axes fraction", ha=side, va=level, fontweight=600, color=palette.INK)
