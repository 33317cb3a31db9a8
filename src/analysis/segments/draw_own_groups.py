"""The figure of groups held against all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, name_rows, wrapped
from analysis.display.language import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_differences(
    table: pd.DataFrame, currency: str | None, *, paid: bool, days: int, ax: Axes | None = None
) -> Axes:
    """Draw each group's difference to the others with its interval; grey where it is within chance.

    `table`: value, difference, low, high, beyond.
    `paid`: The difference is one of revenue per customer; else of the share who bought again.
    `days`: By which age.
    """
    ax = axes(ax, 0.9 + 0.32 * len(table))
    ax.axvline(0, color=palette.INK, linewidth=0.8)
    edge = 1.05 * max(table["low"].abs().max(), table["high"].abs().max(), 1e-9)
    for y, row in enumerate(table.itertuples()):
        colour = (palette.NEGATIVE if row.difference < 0 else palette.ACCENT) if row.beyond else palette.FAINT
        ax.plot([row.low, row.high], [-y, -y], color=colour, linewidth=2.2, solid_capstyle="round")
        ax.plot([row.difference], [-y], "o", color=colour, markersize=7)
        text = formats.compact_money(row.difference, currency) if paid else formats.points(row.difference)
        said = text if row.beyond else sentence("{amount}, within chance", amount=text)
        ax.annotate(
            said, (edge, -y), xytext=(8, 0), textcoords="offset points", va="center",
            color=palette.INK if row.beyond else palette.MUTED, annotation_clip=False,
        )  # fmt: skip
    ax.set_xlim(-edge, edge)
    ax.set_ylim(-len(table) + 0.4, 0.6)
    name_rows(ax, [wrapped(value) for value in table["value"]])
    ax.set_xticks([0], [sentence("the others")])
    what = sentence("revenue per customer in the first {days} days, against the others", days=formats.count(days))
    again = sentence("share who bought again within {days} days, against the others", days=formats.count(days))
    ax.set_xlabel(what if paid else again)
    return ax
