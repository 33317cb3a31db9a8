"""Figures of the accounts: the largest and whether they still buy, steadiness against size, the whale curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, counts, money, percent
from analysis.display.language import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST = 28
BUYING = {"yes": palette.ACCENT, "late": palette.CLASS_COLOURS["B"], "gone": palette.FAINT}
VERDICTS = {
    "key": palette.ACCENT,
    "develop": palette.CLASS_COLOURS["B"],
    "watch": palette.MUTED,
    "one_off": palette.FAINT,
    "unprofitable": palette.NEGATIVE,
}


def _short(label: object) -> str:
    """Return a name that has room beside a point or a bar."""
    text = str(label)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def plot_largest(largest: pd.DataFrame, *, whole: float, ax: Axes | None = None) -> Axes:
    """Draw the largest accounts as bars, with whether they still buy at their end.

    Parameters
    ----------
    largest : DataFrame
        label (name or id), size, account_verdict, still_buys ("yes", "late", "gone" or missing), state (in words); the
        largest first.
    whole : float
        Size of all customers above 0.
    """
    ax = axes(ax, 0.5 + 0.25 * len(largest))
    shares = largest["size"] / whole
    y = np.arange(len(largest))[::-1]
    losing = largest["account_verdict"].eq("unprofitable")
    colours = [
        palette.NEGATIVE if costs and state != "gone" else BUYING.get(str(state), palette.ACCENT)
        for costs, state in zip(losing, largest["still_buys"], strict=True)
    ]
    ax.barh(y, shares, color=colours, height=0.66)
    for at, share, state, words in zip(y, shares, largest["still_buys"], largest["state"], strict=True):
        label = f"{formats.share(share, 1)}  {words}"
        colour = palette.NEGATIVE if state == "gone" else palette.MUTED
        ax.annotate(
            label, (share, at), (4, 0), textcoords="offset points", va="center", fontsize=8.5, color=colour
        ).set_parse_math(False)
    ax.set_yticks(y, [_short(label) for label in largest["label"]], parse_math=False)
    ax.set(xlim=(0, float(shares.max()) * 1.75), ylim=(-0.6, len(largest) - 0.4))
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.set_xticks([])
    return ax


def plot_steadiness(
    large: pd.DataFrame,
    lines: tuple[float, float],
    words: dict[str, str],
    *,
    currency: str | None,
    size_label: str,
    by_money: bool,
    ax: Axes | None = None,
) -> Axes:
    """Draw the large accounts: how steadily they buy against their size, coloured by verdict.

    Parameters
    ----------
    large : DataFrame
        active_quarter_share, size (> 0), account_verdict, label.
    lines : (float, float)
        Shares of quarters below which an account is one-off, and irregular.
    words : mapping
        AccountVerdict -> how it is called.
    size_label : str
        What the size is.
    by_money : bool
        Whether the size is money.
    """
    ax = axes(ax, 2.9)
    for line, label in zip(lines, (sentence("one-off"), sentence("irregular")), strict=True):
        ax.axvline(line, color=palette.FAINT, linewidth=1, linestyle=(0, (2, 2)), zorder=0)
        ax.annotate(
            f"← {label}",
            (line, 1.0),
            (-4, 0),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="right",
            fontsize=8.5,
            color=palette.MUTED,
        )
    # Many accounts share the same share of quarters: the grid is shaken apart a little, always alike.
    shake = ((np.arange(len(large)) * 0.618034) % 1 - 0.5) * 0.02
    x, size = large["active_quarter_share"] + shake, large["size"]
    for verdict, colour in VERDICTS.items():
        of = (large["account_verdict"] == verdict).to_numpy()
        if of.any():
            ax.plot(x[of], size[of], "o", markersize=5, color=colour, alpha=0.85, markeredgewidth=0)
    ax.set_yscale("log")
    ax.margins(y=0.12)
    _name_the_largest(ax, large.assign(x=x))
    shown = [verdict for verdict in VERDICTS if large["account_verdict"].eq(verdict).any()]
    for k, verdict in enumerate(shown):
        ax.annotate(
            f"● {words[verdict]}",
            (1.02, 0.98 - 0.09 * k),
            xycoords="axes fraction",
            va="top",
            fontsize=9,
            color=VERDICTS[verdict],
            annotation_clip=False,
        )
    ax.set(
        xlim=(-0.02, 1.04),
        xlabel=sentence("quarters with a purchase, of those since the first (share)"),
        ylabel=size_label,
    )
    percent(ax.xaxis)
    (money(ax.yaxis, currency) if by_money else counts(ax.yaxis))
    from matplotlib.ticker import LogLocator, NullLocator

    ax.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    ax.yaxis.set_minor_locator(NullLocator())
    return ax


def _name_the_largest(ax: Axes, large: pd.DataFrame, number: int = 4) -> None:
    """Write the names of the largest beside their points, none onto another's."""
    heights: list[float] = []
    for row in large.head(number * 2).itertuples():
        height = float(np.log10(row.size))
        if any(abs(height - other) < 0.06 for other in heights) or len(heights) >= number:
            continue
        heights.append(height)
        right = row.x > 0.6
        ax.annotate(
            _short(row.label),
            (row.x, 10**height),
            (-6 if right else 6, 3),
            textcoords="offset points",
            ha="right" if right else "left",
            fontsize=8.5,
            color=palette.INK,
        ).set_parse_math(False)


def plot_whale(curve: pd.DataFrame, *, peak_customers: int, currency: str | None, ax: Axes | None = None) -> Axes:
    """Draw the cumulative margin over customers, the most profitable first, with its peak and its slide.

    `curve`: customers, cumulative, from `profit.whale_curve`.
    `peak_customers`: Customers with a margin above 0.
    """
    ax = axes(ax, 3.2)
    x, y = curve["customers"], curve["cumulative"]
    at = int(np.flatnonzero(x == peak_customers)[0])
    peak, end = float(y.iloc[at]), float(y.iloc[-1])
    ax.plot(x[: at + 1], y[: at + 1], color=palette.ACCENT, linewidth=2.2)
    ax.plot(x[at:], y[at:], color=palette.NEGATIVE, linewidth=2.2)
    ax.fill_between(x[at:], y[at:], peak, color=palette.SHADE, linewidth=0)
    ax.axhline(0, color=palette.FAINT, linewidth=0.8)
    ax.plot([peak_customers], [peak], "o", color=palette.ACCENT, markersize=6)
    ax.annotate(
        sentence("peak: {money}", money=formats.compact_money(peak, currency)),
        (peak_customers, peak),
        (0, 7),
        textcoords="offset points",
        ha="center",
        color=palette.ACCENT,
        fontsize=9,
    )
    if end < peak:
        ax.annotate(
            sentence("left: {money}", money=formats.compact_money(end, currency)),
            (float(x.iloc[-1]), end),
            (-6, -4),
            textcoords="offset points",
            ha="right",
            va="top",
            color=palette.NEGATIVE,
            fontsize=9,
        )
    low = min(0.0, float(y.min()))
    ax.set(
        xlim=(0, float(x.iloc[-1]) * 1.01),
        ylim=(low - 0.12 * (peak - low), peak + 0.16 * (peak - low)),
        xlabel=sentence("customers, the most profitable first"),
        ylabel=sentence("cumulative margin"),
    )
    counts(ax.xaxis)
    money(ax.yaxis, currency)
    return ax


def plot_ageing(ageing: pd.DataFrame, *, currency: str | None, ax: Axes | None = None) -> Axes:
    """Draw what is open by days past due.

    `ageing`: label, amount; from not due to longest overdue.
    """
    ax = axes(ax, 2.2)
    y = np.arange(len(ageing))[::-1]
    steps = [palette.FAINT, *palette.SEQUENTIAL[3:8:2], palette.NEGATIVE][: len(ageing)]
    ax.barh(y, ageing["amount"], color=steps, height=0.66)
    for at, amount in zip(y, ageing["amount"], strict=True):
        ax.annotate(
            formats.compact_money(amount, currency),
            (max(amount, 0.0), at),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.set_yticks(y, list(ageing["label"]))
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.set(xlim=(0, float(ageing["amount"].max()) * 1.2), xlabel=sentence("open"))
    money(ax.xaxis, currency)
    return ax
