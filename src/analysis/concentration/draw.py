"""Figures of how unequal the customers are."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, counts, percent
from analysis.display.language import sentence, sentences
from analysis.drawings import plot_lorenz_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_lorenz(curve: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the Lorenz curve with the line of equality, the client's own point and the 80/20 point.

    `curve`: customer_share, value_share, from `concentration.lorenz`.

    Examples
    --------
    >>> from analysis.concentration.concentration import lorenz
    >>> plot_lorenz(lorenz([6.0, 2.0, 1.0, 1.0])).get_ylabel()
    'revenue (share)'
    """
    ax = axes(ax, 2.8)
    top = formats.share(0.20)

    def own_point(share: str) -> str:
        return textwrap.fill(sentence("here the top {top} bring {share}", top=top, share=share), 18)

    plot_lorenz_line(curve, own_point, sentence("80/20 rule: 80 %"), ax=ax)
    ax.annotate(sentence("all customers equal"), (0.44, 0.47), color=palette.MUTED, rotation=0, ha="right", fontsize=9)
    ax.set(xlabel=sentence("customers, from the smallest (share)"), ylabel=sentence("revenue (share)"))
    return ax


def plot_pareto(
    curve: pd.DataFrame, classes: pd.DataFrame, *, count: int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the cumulative share of revenue over customers, largest first, with the classes as bands.

    `curve`: customer_share, value_share, from `concentration.lorenz` (smallest first).
    `classes`: abc_class, customers, from `concentration.summarise_classes`.
    `count`: How many customers the curve is over; by default those with a value above 0.
    """
    ax = axes(ax, 2.4)
    n = int(classes.loc[classes["abc_class"] != "N", "customers"].sum()) if count is None else count
    customers = (1 - curve["customer_share"][::-1]) * n
    share = 1 - curve["value_share"][::-1]
    start = 0
    for name, size in zip(classes["abc_class"], classes["customers"], strict=True):
        if name == "N" or size == 0:
            continue
        inside = (customers >= start - 0.5) & (customers <= start + size + 0.5)
        ax.fill_between(customers[inside], 0, share[inside], color=palette.CLASS_COLOURS[name], alpha=0.9, linewidth=0)
        label = f"{name}\n{sentences(size, '{n} customer', '{n} customers')}"
        colour = palette.text_on(palette.CLASS_COLOURS[name])
        ax.annotate(label, (start + size / 2, 0.05), ha="center", va="bottom", color=colour, fontweight=600)
        start += size
    ax.plot(customers, share, color=palette.INK, linewidth=1.6)
    ax.set(
        xlim=(0, n),
        ylim=(0, 1.005),
        xlabel=sentence("customers, from the largest"),
        ylabel=sentence("cumulative revenue (share)"),
    )
    counts(ax.xaxis)
    percent(ax.yaxis)
    return ax
