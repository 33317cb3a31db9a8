"""Figures of who holds the future value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, money
from analysis.display.language import sentence, sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLASSES = "ABCN"


def plot_value_by_class(table: pd.DataFrame, currency: str | None, *, label: str = "", ax: Axes | None = None) -> Axes:
    r"""Draw the value to come of each class as a bar with its 95 % interval.

    `table`: abc_class, customers, value, low, high.
    `label`: Axis title; by default it says nothing of the horizon.

    Examples
    --------
    >>> rows = {"abc_class": ["A", "C"], "customers": [7, 1], "value": [900, 90], "low": [800, 60], "high": [990, 130]}
    >>> [name.get_text() for name in plot_value_by_class(pd.DataFrame(rows), "USD").get_yticklabels()]
    ['Class A\n7 customers', 'Class C\n1 customer']
    """
    ax = axes(ax, 1.0 + 0.4 * len(table))
    reach = float(table[["value", "high"]].max().max())
    for row in table.reset_index(drop=True).itertuples():
        y = -row.Index
        ax.barh(y, row.value, color=palette.CLASS_COLOURS[row.abc_class], height=0.6)
        ax.plot([row.low, row.high], [y, y], color=palette.INK, linewidth=1.6, solid_capstyle="butt")
        for end in (row.low, row.high):
            ax.plot([end, end], [y - 0.12, y + 0.12], color=palette.INK, linewidth=1.6)
        spread = formats.interval(row.low, row.high, lambda value: formats.compact_money(value, currency))
        text = f"{formats.compact_money(row.value, currency)}  ({spread})"
        at = max(row.high, row.value, 0.0) + reach * 0.015
        ax.annotate(text, (at, y), va="center", fontsize=9, annotation_clip=False)
    names = [
        f"{sentence('Class {name}', name=name)}\n{_customers(n)}"
        for name, n in zip(table["abc_class"], table["customers"], strict=True)
    ]
    ax.set_yticks(-np.arange(len(table)), names)
    lowest = min(0.0, float(table[["value", "low"]].min().min()))
    ax.set(
        xlim=(lowest * 1.05, reach * 1.38 if reach > 0 else 1), xlabel=label or sentence("value to come, discounted")
    )
    ax.grid(visible=False)
    ax.tick_params(axis="y", length=0)
    money(ax.xaxis, currency)
    return ax


def plot_class_moves(classes: pd.DataFrame, currency: str | None, *, ax: Axes | None = None) -> Axes:
    r"""Draw the future value and the number of customers by historic class (rows) and forward class (columns).

    `classes`: historic, forward, customers, value, from `clv.forward_classes`.
    `currency`: Of `value`.

    Examples
    --------
    >>> moves = {"historic": ["A", "A"], "forward": ["A", "B"], "customers": [5, 1], "value": [900.0, 100.0]}
    >>> [text.get_text() for text in plot_class_moves(pd.DataFrame(moves), "USD").texts]
    ['$900\n5 customers', '$100\n1 customer']
    """
    import seaborn as sns

    value, customers = _crossed(classes, "value"), _crossed(classes, "customers")
    ax = axes(ax, 1.0 + 0.4 * len(value))
    texts = [
        [
            f"{formats.compact_money(worth, currency)}\n{_customers(n)}" if n else ""
            for worth, n in zip(*row, strict=True)
        ]
        for row in zip(value.to_numpy(), customers.to_numpy(), strict=True)
    ]
    sns.heatmap(
        value, annot=texts, fmt="", cmap=palette.sequential(), cbar=False, ax=ax, linewidths=2, linecolor=palette.PAPER
    )
    ax.set(xlabel=sentence("class by future value"), ylabel=sentence("class by past revenue"))
    ax.tick_params(length=0, rotation=0)
    ax.grid(visible=False)
    return ax


def _crossed(classes: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return a column by historic class, from A downwards, and forward class, from A to the right."""
    wide = classes.pivot_table(index="historic", columns="forward", values=column, aggfunc="sum", fill_value=0)
    down, across = ([name for name in CLASSES if name in set(classes[side])] for side in ("historic", "forward"))
    return wide.reindex(index=down, columns=across, fill_value=0)


def _customers(n: int) -> str:
    return sentences(n, "{n} customer", "{n} customers")
