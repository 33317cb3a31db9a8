"""Figures of what changed between two periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, counts, money, wrapped
from analysis.display.language import sentence
from analysis.movement.say import kind, step_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_bridge(steps: pd.DataFrame, currency: str | None, *, of: str = "revenue", ax: Axes | None = None) -> Axes:
    """Draw a bridge from one sum to the next: each step begins where the one before it ends.

    Parameters
    ----------
    steps : DataFrame
        part, start, end (money), total (whether the step is a sum and no change), first and last (days of a sum), from
        top to bottom.
    currency : str, optional
    of : {"revenue", "purchases"}
        What is bridged: money, or purchase days.
    """
    ax = axes(ax, 0.9 + 0.3 * len(steps))
    for row in steps.itertuples():
        y, change = -row.Index, row.end - row.start
        colour = palette.MUTED if row.total else palette.ACCENT if change >= 0 else palette.NEGATIVE
        ax.barh(y, change, left=row.start, height=0.66, color=colour)
        text = _printed(change, currency, of)
        text = text if row.total or change < 0 else "+" + text
        ax.annotate(
            text,
            (max(row.start, row.end), y),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontweight=600 if row.total else 400,
        )
    ax.set_yticks([-i for i in range(len(steps))], [step_name(row) for row in steps.itertuples()])
    ax.grid(axis="x")
    ax.grid(visible=False, axis="y")
    ax.margins(x=0.12)
    _label(ax, currency, of)
    return ax


def plot_movers(
    movers: pd.DataFrame,
    names: pd.Series | None,
    currency: str | None,
    *,
    of: str = "revenue",
    top: int = 6,
    ax: Axes | None = None,
) -> Axes:
    """Draw the customers who moved most, by name: to the right what they added, to the left what they took away.

    Parameters
    ----------
    movers : DataFrame indexed by customer_id
        mover, and ending in _before and in _period the column `of`.
    names : Series of str, optional
        By customer_id; who has none is called by the id.
    currency : str, optional
    of : {"revenue", "purchases"}
        What is compared.
    top : int
        How many on either side.
    """
    change = movers[f"{of}_period"] - movers[f"{of}_before"]
    ranked = change.sort_values(ascending=False, kind="stable")
    most = pd.concat([ranked[ranked > 0].head(top), ranked[ranked < 0].tail(top)])
    called = most.index.to_series() if names is None else names.reindex(most.index).fillna(most.index.to_series())
    ax = axes(ax, 0.7 + 0.28 * len(most))
    for place, (customer, value) in enumerate(most.items()):
        colour = palette.ACCENT if value > 0 else palette.NEGATIVE
        ax.barh(-place, value, height=0.66, color=colour)
        text = ("+" if value > 0 else "") + _printed(value, currency, of)
        ax.annotate(
            f"{text}  {kind(movers.loc[customer, 'mover'])}",
            (max(value, 0.0), -place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.axvline(0, color=palette.FAINT, linewidth=0.8)
    ax.set_yticks([-i for i in range(len(most))], [wrapped(formats.text(name)[:60]) for name in called])
    ax.grid(visible=False, axis="y")
    ax.grid(axis="x")
    ax.margins(x=0.16)
    _label(ax, currency, of)
    ax.set_xlabel(sentence("change of revenue") if of == "revenue" else sentence("change in purchase days"))
    return ax


def _printed(value: float, currency: str | None, of: str) -> str:
    return formats.compact_money(value, currency) if of == "revenue" else formats.count(value)


def _label(ax: Axes, currency: str | None, of: str) -> None:
    if of == "revenue":
        money(ax.xaxis, currency)
    else:
        counts(ax.xaxis)
