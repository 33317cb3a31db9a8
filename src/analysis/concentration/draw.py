"""Figures of how unequal the customers are."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.display import formats, style
from analysis.display.axes import axes, counts, percent
from analysis.display.language import sentence, sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_lorenz(curve: pd.DataFrame, *, top_share: float = 0.20, brief: str = "", ax: Axes | None = None) -> Axes:
    """Draw the Lorenz curve with the line of equality, the client's own point and the 80/20 point.

    Parameters
    ----------
    curve : DataFrame
        customer_share, value_share, from `concentration.lorenz`.
    top_share : float
        Which largest customers the marked points speak of.
    brief : str
        What to write at the client's own point, where there is no room for a sentence.

    Examples
    --------
    >>> from analysis.concentration.concentration import lorenz
    >>> plot_lorenz(lorenz([6.0, 2.0, 1.0, 1.0])).get_ylabel()
    'revenue (share)'
    """
    ax = axes(ax, 3.2)
    x, y = curve["customer_share"], curve["value_share"]
    ax.fill_between(x, y, x, color=style.SHADE, zorder=0)
    ax.plot([0, 1], [0, 1], color=style.FAINT, linewidth=1, linestyle=(0, (2, 2)))
    ax.plot(x, y, color=style.ACCENT, linewidth=2.2)
    ax.annotate(sentence("all customers equal"), (0.44, 0.47), color=style.MUTED, rotation=0, ha="right", fontsize=9)
    at = 1 - top_share
    own = float(np.interp(at, x, y))
    ax.plot([at], [own], "o", color=style.ACCENT, markersize=7)
    ax.plot([at], [1 - 0.80], "o", markerfacecolor=style.PAPER, markeredgecolor=style.NEGATIVE, markersize=7, mew=1.6)
    higher = own >= 0.20
    bring = sentence("here the top {top} bring {share}", top=formats.share(top_share), share=formats.share(1 - own))
    ax.annotate(
        brief or textwrap.fill(bring, 14),
        (at - 0.02, own),
        ha="right",
        va="bottom" if higher else "top",
        color=style.ACCENT,
        fontweight=600,
    )
    ax.annotate(
        "80/20" if brief else sentence("80/20 rule: 80 %"),
        (at + 0.02, 0.20),
        ha="left",
        va="top" if higher else "bottom",
        color=style.NEGATIVE,
    )
    ax.set(
        xlim=(0, 1),
        ylim=(0, 1.005),
        xlabel=sentence("customers, from the smallest (share)"),
        ylabel=sentence("revenue (share)"),
    )
    percent(ax.xaxis)
    percent(ax.yaxis)
    return ax


def plot_lorenz_small(curve: pd.DataFrame, *, ax: Axes) -> Axes:
    """Draw the Lorenz curve with the two points of the 80/20 rule only, for the summary."""
    own = 1 - float(np.interp(0.80, curve["customer_share"], curve["value_share"]))
    plot_lorenz(curve, brief=sentence("here: {share}", share=formats.share(own)), ax=ax)
    ax.texts[0].set_visible(False)
    ax.set(xlabel=sentence("smallest customers (share)"), ylabel=sentence("revenue"))
    ax.set_xticks([0, 0.8, 1])
    ax.set_yticks([0, 1])
    return ax


def plot_pareto(
    curve: pd.DataFrame, classes: pd.DataFrame, *, count: int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the cumulative share of revenue over customers, largest first, with the classes as bands.

    Parameters
    ----------
    curve : DataFrame
        customer_share, value_share, from `concentration.lorenz` (smallest first).
    classes : DataFrame
        abc_class, customers, from `concentration.summarise_classes`.
    count : int, optional
        How many customers the curve is over; by default those with a value above 0.
    """
    ax = axes(ax, 2.8)
    n = int(classes.loc[classes["abc_class"] != "N", "customers"].sum()) if count is None else count
    customers = (1 - curve["customer_share"][::-1]) * n
    share = 1 - curve["value_share"][::-1]
    start = 0
    for name, size in zip(classes["abc_class"], classes["customers"], strict=True):
        if name == "N" or size == 0:
            continue
        inside = (customers >= start - 0.5) & (customers <= start + size + 0.5)
        ax.fill_between(customers[inside], 0, share[inside], color=style.CLASS_COLOURS[name], alpha=0.9, linewidth=0)
        label = f"{name}\n{sentences(size, '{n} customer', '{n} customers', n=formats.count(size))}"
        colour = style.text_on(style.CLASS_COLOURS[name])
        ax.annotate(label, (start + size / 2, 0.05), ha="center", va="bottom", color=colour, fontweight=600)
        start += size
    ax.plot(customers, share, color=style.INK, linewidth=1.6)
    ax.set(
        xlim=(0, n),
        ylim=(0, 1.005),
        xlabel=sentence("customers, from the largest"),
        ylabel=sentence("cumulative revenue (share)"),
    )
    counts(ax.xaxis)
    percent(ax.yaxis)
    return ax


def plot_pyramid(classes: pd.DataFrame, *, value_label: str = "", ax: Axes | None = None) -> Axes:
    """Draw each class as two bars to scale: its share of the customers and its share of the revenue.

    Parameters
    ----------
    classes : DataFrame
        abc_class, customer_share, revenue_share, from `concentration.summarise_classes`.
    value_label : str
        What the second bar is a share of; by default the revenue.
    """
    shown = classes[classes["customer_share"] >= 0.005].reset_index(drop=True)
    ax = axes(ax, 0.9 + 0.34 * len(shown))
    for row in shown.itertuples():
        y = -row.Index
        colour = style.CLASS_COLOURS[row.abc_class]
        revenue = max(row.revenue_share, 0.0)
        ax.barh(y, -row.customer_share, color=style.FAINT, height=0.62)
        ax.barh(y, revenue, color=colour, height=0.62)
        ax.annotate(formats.share(row.customer_share), (-row.customer_share - 0.015, y), ha="right", va="center")
        ax.annotate(formats.share(row.revenue_share), (revenue + 0.015, y), ha="left", va="center", fontweight=600)
    ax.axvline(0, color=style.PAPER, linewidth=3)
    ax.set_yticks([-i for i in shown.index], [sentence("Class {name}", name=name) for name in shown["abc_class"]])
    ax.set_xlim(-1.02, 1.02)
    ax.annotate(
        sentence("of the customers"), (-0.02, 0.5), ha="right", va="bottom", color=style.MUTED, annotation_clip=False
    )
    ax.annotate(
        value_label or sentence("of the revenue"),
        (0.02, 0.5),
        ha="left",
        va="bottom",
        color=style.MUTED,
        annotation_clip=False,
    )
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)
    return ax
