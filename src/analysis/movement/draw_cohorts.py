"""Figures of customers who came together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, percent
from analysis.display.language import sentence
from analysis.movement.say_cohorts import cohort_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 30
CODES = {"month": "M", "quarter": "Q", "year": "Y"}


def plot_retention(table: pd.DataFrame, grain: str, *, ax: Axes | None = None) -> Axes:
    """Draw which share of each cohort bought in each period since its first, as a heat map with its numbers.

    Parameters
    ----------
    table : DataFrame
        cohort (first day), size, age, share, from `cohorts.retention`; at most 24 cohorts. Those under 30 stay pale.
    grain : {"month", "quarter", "year"}
    """
    later = table[table["age"] > 0]
    wide = later.pivot_table(index="cohort", columns="age", values="share")
    sizes = table.groupby("cohort")["size"].first()
    wide = wide.reindex(index=sizes.index[sizes.index.isin(wide.index)])
    ax = axes(ax, 0.9 + 0.2 * max(len(wide), 4))
    large = wide[(sizes[wide.index] >= FEW).to_numpy()].to_numpy()
    top = max(float(np.nanmax(large)) if np.isfinite(large).any() else 0.0, 0.01)
    steps = palette.SEQUENTIAL
    cells = wide.reset_index(drop=True).rename_axis("row").reset_index().melt(id_vars="row", var_name="age").dropna()
    few = (sizes[wide.index] < FEW).to_numpy()[cells["row"]]
    step = np.minimum((cells["value"] / top * len(steps)).astype(int), len(steps) - 1)
    colours = [palette.SHADE if small else steps[i] for small, i in zip(few, step, strict=True)]
    ax.barh(-cells["row"], 0.96, left=cells["age"] - 0.48, height=0.94, color=colours)
    for cell, small, colour in zip(cells.itertuples(), few, colours, strict=True):
        ink = palette.FAINT if small else palette.text_on(colour)
        text, at = formats.number(100 * cell.value, 0), (cell.age, -cell.row)
        ax.annotate(text, at, ha="center", va="center", fontsize=8, color=ink)
    names = [cohort_name(str(pd.Period(first, freq=CODES[grain]))) for first in wide.index]
    labels = [f"{name}  ({formats.count(sizes[first])})" for name, first in zip(names, wide.index, strict=True)]
    ax.set_yticks([-row for row in range(len(wide))], labels)
    ax.set(xlim=(0.45, max(wide.columns) + 0.55), ylim=(-len(wide) + 0.45, 0.55), xlabel=_since(grain))
    ax.set_xticks(_ticks(int(max(wide.columns))))
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)
    return ax


def _since(grain: str) -> str:
    said = {
        "month": sentence("% of the cohort (its customers) who bought, by months since their first purchase"),
        "quarter": sentence("% of the cohort (its customers) who bought, by quarters since their first purchase"),
        "year": sentence("% of the cohort (its customers) who bought, by years since their first purchase"),
    }
    return said[grain]


def _ticks(last: int) -> list[int]:
    return list(range(1, last + 1)) if last <= 24 else list(range(1, last + 1, 3))


def plot_second_purchase(curves: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share who bought again by each day since the first purchase, earlier and later customers apart.

    `curves`: half ("earlier" and "later", or "all"), days, share.
    """
    ax = axes(ax, 2.7)
    looks = {
        "earlier": (palette.MUTED, sentence("earlier customers")),
        "later": (palette.ACCENT, sentence("later customers")),
        "all": (palette.ACCENT, sentence("all new customers")),
    }
    ends = curves.groupby("half")["share"].last()
    for half, curve in curves.groupby("half", sort=False):
        colour, name = looks[half]
        ax.plot(curve["days"], curve["share"], color=colour, drawstyle="steps-post")
        end = curve.iloc[-1]
        va = "center" if len(ends) == 1 else "bottom" if ends[half] == ends.max() else "top"
        text = f" {name} {formats.share(end['share'])}"
        ax.annotate(text, (end["days"], end["share"]), va=va, color=colour, fontweight=600, annotation_clip=False)
    ax.set(xlim=(0, curves["days"].max() * 1.22), xlabel=sentence("days since the first purchase"))
    ax.set_ylim(0, min(1.0, curves["share"].max() * 1.15 + 0.01))
    ax.set_ylabel(sentence("bought again (share)"))
    percent(ax.yaxis)
    return ax
