"""Figures of what acting brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, counts, money
from analysis.display.language import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_profit_curve(curve: pd.DataFrame, currency: str | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw the expected profit of contacting the first n of the lost, with its highest point.

    `curve`: contacted, profit, from `winback.profit_curve` (`thinned` keeps the highest point).

    Examples
    --------
    >>> curve = pd.DataFrame({"contacted": [0, 1, 2], "profit": [0.0, 5.0, 4.0]})
    >>> plot_profit_curve(curve).get_xlabel()
    'lost customers contacted, the best first'
    """
    ax = axes(ax, 2.2)
    ax.axhline(0, color=palette.MUTED, linewidth=0.8)
    ax.plot(curve["contacted"], curve["profit"], color=palette.ACCENT, linewidth=2.2)
    best, last = curve.loc[curve["profit"].idxmax()], curve.iloc[-1]
    ax.plot([best["contacted"]], [best["profit"]], "o", color=palette.ACCENT, markersize=7)
    text = sentence("contact {n}: {profit}", n=formats.count(best["contacted"]), profit=_cash(best["profit"], currency))
    ax.annotate(
        text,
        (best["contacted"], best["profit"]),
        xytext=(8, 6),
        textcoords="offset points",
        color=palette.ACCENT,
        fontweight=600,
        annotation_clip=False,
    )
    if last["contacted"] > best["contacted"]:
        text = sentence("all: {profit}", profit=_cash(last["profit"], currency))
        place = (last["contacted"], last["profit"])
        colour = palette.NEGATIVE if last["profit"] < 0 else palette.MUTED
        ax.annotate(text, place, xytext=(-14, -4), textcoords="offset points", ha="right", va="center", color=colour)
    low, high = min(0.0, float(curve["profit"].min())), float(curve["profit"].max())
    ax.set(
        xlim=(0, max(1, float(last["contacted"]))),
        ylim=(low - 0.1 * (high - low or 1), high + 0.22 * (high - low or 1)),
        xlabel=sentence("lost customers contacted, the best first"),
        ylabel=sentence("expected profit"),
    )
    counts(ax.xaxis)
    money(ax.yaxis, currency)
    return ax


def _cash(value: float, currency: str | None) -> str:
    return formats.compact_money(value, currency)
