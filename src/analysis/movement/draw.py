"""Figures of what changed between two periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.display import formats, palette
from analysis.display.axes import axes, counts, money, wrapped
from analysis.display.language import sentence
from analysis.movement.say import step_name
from analysis.movement.say_ahead import below_name, window_name
from analysis.movement.say_movers import kind

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_bridge(
    steps: pd.DataFrame,
    currency: str | None,
    *,
    of: str = "revenue",
    ahead: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a bridge from one sum to the next: each step begins where the one before it ends.

    Parameters
    ----------
    steps : DataFrame
        part, start, end (money), total (whether the step is a sum and no change), first and last (days of a sum), from
        top to bottom.
    of : {"revenue", "margin", "purchases"}
        What is bridged.
    ahead : DataFrame, optional
        The later sum by who was known before and who was new, and the forecast: two rows as `plot_ahead` takes them.
    """
    below = [] if ahead is None else list(enumerate(ahead.itertuples(), start=len(steps)))
    ax = axes(ax, 0.9 + 0.25 * (len(steps) + len(below)))
    floor = 0.0 if below else _floor(steps)
    for row in steps.itertuples():
        y, change = -row.Index, row.end - row.start
        colour = palette.MUTED if row.total else palette.ACCENT if change >= 0 else palette.NEGATIVE
        begin = floor if row.total and floor else row.start
        ax.barh(y, row.end - begin, left=begin, height=0.66, color=colour)
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
    for place, row in below:
        _ahead_bar(ax, row, -place, currency, of)
    names = [step_name(row, of) for row in steps.itertuples()] + [below_name(row) for _, row in below]
    ax.set_yticks([-i for i in range(len(names))], names)
    ax.grid(axis="x")
    ax.grid(visible=False, axis="y")
    ax.margins(x=0.16)
    _label(ax, currency, of)
    if floor:
        _cut(ax, floor, steps.index[steps["total"]], _printed(floor, currency, of))
    return ax


def _floor(steps: pd.DataFrame) -> float:
    """Return where the axis begins: at 0, unless the changes would be too small to see beside the sums."""
    changes = steps.loc[~steps["total"], ["start", "end"]].to_numpy()
    levels = [*steps.loc[steps["total"], "end"], *changes.ravel()]
    low, high = min(levels), max(levels)
    return low - 0.3 * (high - low) if low > 0.7 * high and high > low else 0.0


def _cut(ax: Axes, floor: float, sums: pd.Index, printed: str) -> None:
    """Begin the axis at `floor`, and cut the bars of the sums visibly."""
    ax.set_xlim(left=floor)
    width = ax.get_xlim()[1] - floor
    for place in sums:
        x, y = floor + 0.025 * width, -place
        ax.plot([x, x + 0.012 * width], [y - 0.4, y + 0.4], color=palette.PAPER, linewidth=4, solid_capstyle="butt")
    ax.set_xlabel(sentence("The axis begins at {floor}.", floor=printed))


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

    `movers` (DataFrame indexed by customer_id): mover, and ending in _before and in _period the column `of`.
    `names`: By customer_id; who has none is called by the id.
    `of` ({"revenue", "purchases"}): What is compared.
    `top`: How many on either side.
    """
    change = movers[f"{of}_period"] - movers[f"{of}_before"]
    ranked = change.sort_values(ascending=False, kind="stable")
    most = pd.concat([ranked[ranked > 0].head(top), ranked[ranked < 0].tail(top)])
    called = most.index.to_series() if names is None else names.reindex(most.index).fillna(most.index.to_series())
    ax = axes(ax, 0.7 + 0.23 * len(most))
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


def plot_ahead(bars: pd.DataFrame, currency: str | None, *, of: str = "revenue", ax: Axes | None = None) -> Axes:
    """Draw what opening and new customers brought in earlier windows, and the forecast of today's customers beneath.

    Parameters
    ----------
    bars : DataFrame
        last (day; missing for the forecast), opening, new (missing for the forecast), low, high (its interval), days,
        point_shown, from top to bottom.
    of : {"revenue", "purchases"}
        What is compared.
    """
    ax = axes(ax, 0.9 + 0.42 * len(bars))
    for row in bars.itertuples():
        _ahead_bar(ax, row, -row.Index, currency, of)
    ax.set_yticks([-i for i in range(len(bars))], [window_name(row) for row in bars.itertuples()])
    ax.grid(axis="x")
    ax.grid(visible=False, axis="y")
    ax.set_xlim(left=0)
    ax.margins(x=0.3)
    _label(ax, currency, of)
    return ax


def _ahead_bar(ax: Axes, row: Any, y: float, currency: str | None, of: str) -> None:
    """Draw what opening and new customers brought, or the forecast with its interval."""
    beside: Any = {"va": "center", "ha": "left", "xytext": (6, 0), "textcoords": "offset points"}
    if pd.notna(row.new):
        ax.barh(y, row.opening, height=0.6, color=palette.ACCENT)
        ax.barh(y, row.new, left=max(row.opening, 0.0), height=0.6, color=palette.FAINT)
        colour = palette.text_on(palette.ACCENT)
        ax.annotate(_printed(row.opening, currency, of), (0, y), color=colour, fontweight=600, **beside)
        text = sentence("+{new} from new customers", new=_printed(row.new, currency, of)) if row.new else ""
        ax.annotate(text, (row.opening + row.new, y), color=palette.MUTED, **beside)
        return
    middle = row.opening if row.point_shown else row.high
    ax.barh(y, middle, height=0.6, color=palette.SHADE, edgecolor=palette.ACCENT, linewidth=1.2)
    ax.plot([row.low, row.high], [y, y], color=palette.INK, linewidth=2)
    limits = {"low": _printed(row.low, currency, of), "high": _printed(row.high, currency, of)}
    if row.point_shown:
        text = sentence("{most} ({low} to {high})", most=_printed(row.opening, currency, of), **limits)
    else:
        text = sentence("{low} to {high}", **limits)
    ax.annotate(text, (row.high, y), fontweight=600, **beside)


def _printed(value: float, currency: str | None, of: str) -> str:
    return formats.count(value) if of == "purchases" else formats.compact_money(value, currency)


def _label(ax: Axes, currency: str | None, of: str) -> None:
    if of == "purchases":
        counts(ax.xaxis)
    else:
        money(ax.xaxis, currency)
