"""The figure of moves between classes."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, wrapped
from analysis.display.language import sentence
from analysis.movement.say import signed
from analysis.movement.say_migration import NOT_YET, named

FAINTEST, DEEPEST = 0.10, 0.55
"""Opacity of a move of nobody, and of the largest: text stays readable on it, on a dark page too."""


def plot_class_matrix(
    cells: pd.DataFrame, classes: list[str], currency: str | None = None, *, money: bool = True, ax: Any = None
) -> Any:
    """Draw the moves from class to class: who rose and who fell in colour, who stayed in grey.

    `cells`: from, to, customers, revenue_from, revenue_to, from `migration.matrix`.
    `classes`: The best first: from top to bottom, and from left to right.
    `money`: Whether there are amounts: colour then says how much, else how many.

    Examples
    --------
    >>> moves = {"from": ["A"], "to": ["B"], "customers": [3], "revenue_from": [90.0], "revenue_to": [20.0]}
    >>> [text.get_text() for text in plot_class_matrix(pd.DataFrame(moves), ["A", "B"], "USD").texts]
    ['3', '−$70.00']
    """
    rows = [name for name in [*classes, NOT_YET] if name in set(cells["from"])]
    ax = axes(ax, 1.1 + 0.42 * len(rows))
    change = cells["revenue_to"] - cells["revenue_from"]
    size = (change if money else cells["customers"]).abs()
    moved = cells["from"] != cells["to"]
    largest = size[moved & (cells["from"] != NOT_YET)].max()
    for row, weight, difference in zip(cells.itertuples(), size, change, strict=True):
        if row.customers:
            at = classes.index(row.to), -rows.index(row[1])
            _cell(ax, at, _look(row[1], row.to, classes, weight / largest if largest > 0 else 0.0))
            _text(ax, at, row.customers, signed(difference, currency) if money else "", loud=row[1] != row.to)
    ax.set(xlim=(-0.5, len(classes) - 0.5), ylim=(-len(rows) + 0.5, 0.5))
    across = [textwrap.fill(_sized(name, cells, "to"), max(12, 60 // len(classes))) for name in classes]
    ax.set_xticks(range(len(classes)), across, parse_math=False)
    ax.set_yticks([-at for at in range(len(rows))], [_sized(name, cells, "from") for name in rows], parse_math=False)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set(xlabel=sentence("class after"), ylabel=sentence("class before"))
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def _sized(name: str, cells: pd.DataFrame, side: str) -> str:
    here = int(cells.loc[cells[side] == name, "customers"].sum())
    return sentence("{name} ({n})", name=wrapped(named(name)), n=formats.count(here))


def _look(before: str, after: str, classes: list[str], weight: float) -> tuple[str, float]:
    """Return colour and opacity: newcomers and who stayed are quiet."""
    if before in (after, NOT_YET):
        return palette.SHADE, 1.0
    rose = classes.index(after) < classes.index(before)
    return (palette.ACCENT if rose else palette.NEGATIVE), FAINTEST + (DEEPEST - FAINTEST) * min(weight, 1.0) ** 0.5


def _cell(ax: Any, at: tuple[int, int], look: tuple[str, float]) -> None:
    x, y = at
    ax.bar(x, 0.94, bottom=y - 0.47, width=0.96, color=look[0], alpha=look[1], linewidth=0)


def _text(ax: Any, at: tuple[int, int], customers: int, money: str, *, loud: bool) -> None:
    x, y = at
    up = 0.18 if money else 0.0
    colour = palette.INK if loud else palette.MUTED
    style = {"ha": "center", "va": "center", "color": colour}
    ax.annotate(formats.count(customers), (x, y + up), fontweight=600 if loud else 400, **style)
    if money:
        ax.annotate(money, (x, y - 0.22), fontsize=8.5, **style)
