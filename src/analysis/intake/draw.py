"""Figure of the revenue by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import palette
from analysis.display.axes import axes, money
from analysis.display.language import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_months(months: pd.DataFrame, currency: str | None, *, ax: Axes | None = None) -> Axes:
    """Draw the revenue of each month as a bar.

    Parameters
    ----------
    months : DataFrame
        month (first day), revenue, from `ledger.days.summarise_months`.
    currency : str or None
    """
    ax = axes(ax, 2.0)
    ax.bar(months["month"], months["revenue"], width=24, color=palette.ACCENT, align="edge")
    ax.axhline(0, color=palette.INK, linewidth=0.8)
    ax.set_ylabel(sentence("revenue by month"))
    money(ax.yaxis, currency)
    return ax
