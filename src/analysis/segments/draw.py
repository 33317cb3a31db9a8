"""Figures of who the customers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, name_rows, wrapped
from analysis.display.language import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WARM = {"sleeping", "lost", "gone quiet", "cannot lose", "falling", "gone"}
"""Classes that call for action."""


def plot_classes(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each class as two bars to scale: its share of the customers, and of the revenue where there are amounts.

    `table`: code, name, customers, customer_share, revenue_share (missing without amounts).
    """
    ax = axes(ax, 0.7 + 0.28 * len(table))
    paid = table["revenue_share"].notna().any()
    for y, row in enumerate(table.itertuples()):
        colour = palette.NEGATIVE if row.code in WARM else palette.ACCENT
        ax.barh(-y, -row.customer_share, color=palette.FAINT, height=0.62)
        number = f"{formats.count(row.customers)} · {formats.share(row.customer_share)}"
        ax.annotate(number, (-row.customer_share - 0.015, -y), ha="right", va="center")
        if paid:
            revenue = max(row.revenue_share, 0.0)
            ax.barh(-y, revenue, color=colour, height=0.62)
            ax.annotate(formats.share(row.revenue_share), (revenue + 0.015, -y), va="center", fontweight=600)
    ax.axvline(0, color=palette.PAPER, linewidth=3)
    widest = max(table["customer_share"].max(), table["revenue_share"].fillna(0).max())
    ax.set_xlim(-1.45 * widest - 0.1, (1.2 * widest + 0.05) if paid else 0.02)
    heads = [(sentence("of the customers"), -0.02, "right")]
    heads += [(sentence("of the revenue"), 0.02, "left")] if paid else []
    for text, x, side in heads:
        ax.annotate(text, (x, 0.5), ha=side, va="bottom", color=palette.MUTED, annotation_clip=False)
    name_rows(ax, [wrapped(name) for name in table["name"]])
    return ax


def plot_change(table: pd.DataFrame, currency: str | None, *, paid: bool = True, ax: Axes | None = None) -> Axes:
    """Draw what each class of growth brought more or less than in the stretch before.

    `table`: code, name, customers, change (money, or purchases where nothing is paid).
    """
    ax = axes(ax, 0.7 + 0.29 * len(table))
    widest = max(table["change"].abs().max(), 1e-9)
    for y, row in enumerate(table.itertuples()):
        colour = palette.NEGATIVE if row.change < 0 else palette.ACCENT
        ax.barh(-y, row.change, color=colour, height=0.62)
        amount = formats.compact_money(row.change, currency) if paid else formats.count(row.change)
        text = f"{'+' if row.change > 0 else ''}{amount}"
        side = "left" if row.change >= 0 else "right"
        ax.annotate(
            text, (row.change, -y), xytext=(4 if side == "left" else -4, 0), textcoords="offset points", ha=side,
            va="center", fontweight=600,
        )  # fmt: skip
    ax.axvline(0, color=palette.INK, linewidth=0.8)
    ax.set_xlim(-1.3 * widest, 1.3 * widest)
    name_rows(ax, [f"{row.name} ({formats.count(row.customers)})" for row in table.itertuples(index=False)])
    return ax
