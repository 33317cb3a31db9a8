"""The customer pyramid: each layer's customers, money and contact time side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, name_rows, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BARS = ("customers", "money", "attention")
GAP = 0.75


def plot_layers(table: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """Draw each layer as up to three bars side by side, all to one scale.

    `table`: name, customers, and customers_share, money_share, attention_share (of all layers; missing if unknown).
    `labels`: What each of the bars is a share of; only those that there are.
    """
    ax = axes(ax, 0.7 + 0.4 * len(table))
    shown = [bar for bar in BARS if bar in labels]
    colours = dict(zip(BARS, (palette.FAINT, palette.ACCENT, palette.CLASS_COLOURS["B"]), strict=True))
    widest = max(table[[f"{bar}_share" for bar in shown]].max().max(), 1e-9)
    for place, bar in enumerate(shown):
        left = place * (1 + GAP)
        values = table[f"{bar}_share"]
        ax.annotate(labels[bar], (left, 0.5), va="bottom", color=palette.MUTED, annotation_clip=False)
        for y, value in enumerate(values):
            if pd.isna(value):
                continue
            width = max(value, 0.0) / widest
            ax.barh(-y, width, left=left, color=colours[bar], height=0.62)
            text = formats.share(value)
            if bar == "customers":
                text = f"{formats.count(table['customers'].iloc[y])} · {text}"
            ax.annotate(text, (left + width + 0.02, -y), va="center", fontweight=600 if bar != "customers" else 400)
    ax.set_xlim(0, len(shown) * (1 + GAP))
    name_rows(ax, [wrapped(name) for name in table["name"]])
    return ax
