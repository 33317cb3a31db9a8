"""Figures of who the customers are: classes, groups against all others, and the customer pyramid."""

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
    ax = axes(ax, 0.7 + 0.24 * len(table))
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
    ax = axes(ax, 0.7 + 0.25 * len(table))
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
