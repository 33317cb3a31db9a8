"""Figures of who holds the future value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.display import formats, style
from analysis.display.axes import axes, money

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_value_by_class(table: pd.DataFrame, currency: str | None, *, label: str, ax: Axes | None = None) -> Axes:
    """Draw the value to come of each class as a bar with its 95 % interval.

    Parameters
    ----------
    table : DataFrame
        abc_class, value, low, high.
    currency : str or None
    label : str
        Axis title.
    """
    ax = axes(ax, 1.0 + 0.4 * len(table))
    reach = float(table[["value", "high"]].max().max())
    for row in table.reset_index(drop=True).itertuples():
        y = -row.Index
        ax.barh(y, row.value, color=style.CLASS_COLOURS[row.abc_class], height=0.6)
        ax.plot([row.low, row.high], [y, y], color=style.INK, linewidth=1.6, solid_capstyle="butt")
        for end in (row.low, row.high):
            ax.plot([end, end], [y - 0.12, y + 0.12], color=style.INK, linewidth=1.6)
        spread = formats.interval(row.low, row.high, lambda value: formats.compact_money(value, currency))
        text = f"{formats.compact_money(row.value, currency)}  ({spread})"
        at = max(row.high, row.value, 0.0) + reach * 0.015
        ax.annotate(text, (at, y), va="center", fontsize=9, annotation_clip=False)
    names = [
        f"Class {name}\n{formats.counted(n, 'customer')}"
        for name, n in zip(table["abc_class"], table["customers"], strict=True)
    ]
    ax.set_yticks(-np.arange(len(table)), names)
    lowest = min(0.0, float(table[["value", "low"]].min().min()))
    ax.set(xlim=(lowest * 1.05, reach * 1.38 if reach > 0 else 1), xlabel=label)
    ax.grid(visible=False)
    ax.tick_params(axis="y", length=0)
    money(ax.xaxis, currency)
    return ax


def plot_class_moves(classes: pd.DataFrame, currency: str | None, *, ax: Axes | None = None) -> Axes:
    """Draw the future value and the number of customers by historic class (rows) and forward class (columns).

    Parameters
    ----------
    classes : DataFrame
        historic, forward, value, from `value.forward_classes`.
    currency : str or None
        Of `value`.
    """
    import seaborn as sns

    order = [name for name in "ABCN" if name in set(classes["historic"])]
    across = [name for name in "ABCN" if name in set(classes["forward"])]
    ax = axes(ax, 1.0 + 0.46 * len(order))

    def grid(column: str) -> pd.DataFrame:
        wide = classes.pivot_table(index="historic", columns="forward", values=column, aggfunc="sum", fill_value=0)
        return wide.reindex(index=order, columns=across, fill_value=0)

    money, customers = grid("value"), grid("customers")
    texts = [
        [
            f"{formats.compact_money(v, currency)}\n{formats.counted(c, 'customer')}" if c else ""
            for v, c in zip(*row, strict=True)
        ]
        for row in zip(money.to_numpy(), customers.to_numpy(), strict=True)
    ]
    sns.heatmap(
        money, annot=texts, fmt="", cmap=style.sequential(), cbar=False, ax=ax, linewidths=2, linecolor=style.PAPER
    )
    ax.set(xlabel="class by future value", ylabel="class by past revenue")
    ax.tick_params(length=0, rotation=0)
    ax.grid(visible=False)
    return ax


def plot_season(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the index of each calendar month with its 95 % interval; 1 is an average month.

    Parameters
    ----------
    table : DataFrame
        month (1 to 12), index, low, high.
    """
    ax = axes(ax, 2.2)
    ax.axhline(1, color=style.MUTED, linewidth=1)
    ax.vlines(table["month"], table["low"], table["high"], color=style.INK, linewidth=1.6)
    ax.plot(table["month"], table["index"], "o", color=style.ACCENT, markersize=7)
    for row in table.to_dict("records"):
        end, side, va = (row["high"], 3, "bottom") if row["index"] >= 1 else (row["low"], -3, "top")
        text, at = formats.number(row["index"]), (row["month"], end)
        ax.annotate(text, at, (0, side), textcoords="offset points", ha="center", va=va, fontsize=9)
    ax.set_xticks(table["month"], [formats.month_name(month)[:3] for month in table["month"]])
    ax.set(xlim=(0.5, 12.5), ylim=(0, float(table["high"].max()) * 1.15), ylabel="times an average month")
    ax.grid(visible=False, axis="x")
    return ax
