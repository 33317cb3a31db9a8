"""Figures of who will not buy, and of how long customers under contract stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, money, percent
from analysis.display.language import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CELLS = (38, 10)
"""Hexagons across and up: customers are counted in them, so that a figure of many is no larger than one of few."""
YEAR = 365.25
STEPS = 300
"""Points of a curve at most."""


def plot_value_risk(
    scores: pd.DataFrame, currency: str | None = None, *, border: float | None = None, ax: Axes | None = None
) -> Axes:
    """Draw customers by what they brought and how likely they will not buy, as four named fields.

    Parameters
    ----------
    scores : DataFrame
        churn_probability, revenue: one row per customer. Who brought nothing above 0 has no place on a logarithmic
        axis.
    currency : str, optional
        Of the revenue.
    border : float, optional
        Revenue that parts large from small customers; without one no line does.

    Examples
    --------
    >>> scores = pd.DataFrame({"churn_probability": [0.1, 0.9], "revenue": [100.0, 5.0]})
    >>> plot_value_risk(scores, border=50.0).get_ylabel()
    'revenue so far (logarithmic)'
    """
    from matplotlib.colors import LogNorm

    ax = axes(ax, 2.6)
    shown = scores[scores["revenue"] > 0]
    ax.hexbin(
        shown["churn_probability"],
        shown["revenue"],
        yscale="log",
        gridsize=CELLS,
        cmap=palette.sequential(),
        norm=LogNorm(vmin=0.7),
        linewidths=0.2,
        edgecolors="face",
        mincnt=1,
    )
    # Room above and below the customers for the names of the fields.
    low, high = shown["revenue"].min(), shown["revenue"].max()
    room = max((high / low) ** 0.15, 1.5)
    ax.set_ylim(low / room, high * room)
    if border is not None:
        ax.axhline(border, color=palette.MUTED, linewidth=0.8)
    ax.axvline(0.5, color=palette.MUTED, linewidth=0.8)
    _name_fields(ax)
    ax.set(
        xlim=(0, 1),
        xlabel=sentence("will not buy in the window (probability)"),
        ylabel=sentence("revenue so far (logarithmic)"),
    )
    ax.grid(visible=False)
    percent(ax.xaxis)
    money(ax.yaxis, currency)
    return ax


def _name_fields(ax: Axes) -> None:
    for name, place, side, level in (
        (sentence("keep"), (0.015, 0.98), "left", "top"),
        (sentence("win back"), (0.985, 0.98), "right", "top"),
        (sentence("grow"), (0.015, 0.03), "left", "bottom"),
        (sentence("let go"), (0.985, 0.03), "right", "bottom"),
    ):
        ax.annotate(name, place, xycoords="axes fraction", ha=side, va=level, fontweight=600, color=palette.INK)


def plot_survival(curve: pd.DataFrame, segments: pd.DataFrame | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw the share that is still there by years since the start, with its band; segments as thin lines.

    Parameters
    ----------
    curve : DataFrame
        days, share, low, high.
    segments : DataFrame, optional
        segment, days, share.

    Examples
    --------
    >>> curve = pd.DataFrame({"days": [0, 365], "share": [1, 0.6], "low": [1, 0.5], "high": [1, 0.7]})
    >>> plot_survival(curve).get_xlabel()
    'years since the start of the contract'
    """
    ax = axes(ax, 2.8)
    shown = _thinned(curve)
    years = shown["days"] / YEAR
    ax.fill_between(years, shown["low"], shown["high"], step="post", color=palette.SHADE, linewidth=0)
    named = []
    if segments is not None and len(segments):
        for name, own in segments.groupby("segment", sort=True):
            line = _thinned(own)
            ax.step(line["days"] / YEAR, line["share"], where="post", color=palette.FAINT, linewidth=1)
            named.append((str(name), line.iloc[-1]))
    ax.step(years, shown["share"], where="post", color=palette.ACCENT, linewidth=2)
    named.append((sentence("all"), shown.iloc[-1]))
    _name_lines(ax, named)
    ax.set(
        xlim=(0, max(float(curve["days"].max()) / YEAR, 0.1)),
        ylim=(0, 1.02),
        xlabel=sentence("years since the start of the contract"),
        ylabel=sentence("still under contract"),
    )
    percent(ax.yaxis)
    return ax


def _thinned(curve: pd.DataFrame) -> pd.DataFrame:
    if len(curve) <= STEPS:
        return curve
    places = sorted({round(k * (len(curve) - 1) / (STEPS - 1)) for k in range(STEPS)})
    return curve.iloc[places]


def _name_lines(ax: Axes, named: list[tuple[str, pd.Series]]) -> None:
    """Write the names at the lines' ends, apart from each other."""
    place = -1.0
    for name, end in sorted(named, key=lambda one: float(one[1]["share"])):
        place = max(float(end["share"]), place + 0.07)
        everybody = end is named[-1][1]
        ax.annotate(
            f" {formats.text(name)}",
            (float(end["days"]) / YEAR, float(end["share"])),
            xytext=(1.0, place),
            textcoords=("axes fraction", "data"),
            va="center",
            fontsize=9,
            fontweight=600 if everybody else 400,
            color=palette.ACCENT if everybody else palette.MUTED,
            annotation_clip=False,
            parse_math=False,
        )


def plot_marked(rates: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share that is marked as left by band of tenure, with 95 % intervals.

    Parameters
    ----------
    rates : DataFrame
        value, share, low, high, in order.
    """
    ax = axes(ax, 2.3)
    places = range(len(rates))
    spread = [rates["share"] - rates["low"], rates["high"] - rates["share"]]
    ax.errorbar(places, rates["share"], yerr=spread, fmt="o", color=palette.ACCENT, ecolor=palette.FAINT, markersize=6)
    for place, row in zip(places, rates.itertuples(), strict=True):
        ax.annotate(
            formats.share(row.share), (place, row.share), xytext=(8, 0), textcoords="offset points", va="center"
        )
    ax.set_xticks(list(places), [formats.text(value) for value in rates["value"]])
    ax.set(
        ylim=(0, min(1.02, float(rates["high"].max()) * 1.15)),
        xlim=(-0.5, len(rates) - 0.3),
        xlabel=sentence("tenure, in the unit of the column"),
        ylabel=sentence("marked as left"),
    )
    percent(ax.yaxis)
    return ax
