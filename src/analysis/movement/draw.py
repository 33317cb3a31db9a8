"""Figures of what changed between two periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, money
from analysis.movement.say import step_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_bridge(steps: pd.DataFrame, currency: str | None, *, ax: Axes | None = None) -> Axes:
    """Draw a bridge from one sum to the next: each step begins where the one before it ends.

    Parameters
    ----------
    steps : DataFrame
        part, start, end (money), total (whether the step is a sum and no change), first and last (days of a sum), from
        top to bottom.
    currency : str, optional
    """
    ax = axes(ax, 0.9 + 0.3 * len(steps))
    for row in steps.itertuples():
        y, change = -row.Index, row.end - row.start
        colour = palette.MUTED if row.total else palette.ACCENT if change >= 0 else palette.NEGATIVE
        ax.barh(y, change, left=row.start, height=0.66, color=colour)
        text = formats.compact_money(change, currency)
        text = text if row.total or change < 0 else "+" + text
        ax.annotate(
            text,
            (max(row.start, row.end), y),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontweight=600 if row.total else 400,
        )
    ax.set_yticks([-i for i in range(len(steps))], [step_name(row) for row in steps.itertuples()])
    ax.grid(axis="x")
    ax.grid(visible=False, axis="y")
    ax.margins(x=0.12)
    money(ax.xaxis, currency)
    return ax
