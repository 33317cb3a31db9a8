"""What all figures share: the sheet, and how an axis is labelled."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.display import formats, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def axes(ax: Axes | None, height: float, width: float = style.WIDTH) -> Axes:
    """Return the Axes to draw on: the given ones, or new ones of the report's width (inches)."""
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt

    return plt.subplots(figsize=(width, height))[1]


def percent(axis: Any) -> None:
    """Label an axis of fractions in percent."""
    axis.set_major_formatter(lambda value, _: formats.share(value))


def money(axis: Any, currency: str | None) -> None:
    """Label an axis of amounts in the currency."""
    axis.set_major_formatter(lambda value, _: formats.tick_money(value, currency))


def counts(axis: Any) -> None:
    """Label an axis of counts."""
    axis.set_major_formatter(lambda value, _: formats.count(value))


def name_rows(ax: Axes, names: Sequence[str]) -> None:
    """Name the rows at 0, -1, -2 … and leave out the axis of numbers: each bar says its own."""
    ax.set_yticks([-row for row in range(len(names))], names, parse_math=False)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)


def beside(ax: Axes, text: str, at: tuple[Any, Any], points: tuple[float, float], **look: Any) -> None:
    """Write a text so many points to the right of a place and above it."""
    ax.annotate(text, at, points, textcoords="offset points", **look)


def wrapped(name: str) -> str:
    """Return a name as an axis label: whole, in lines that are not too long."""
    return textwrap.fill(name, 30)
