"""The small figures of the summary that no chapter draws: sums beside each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matplotlib.axes import Axes

from analysis.display import palette
from analysis.display.axes import axes, beside


def plot_amounts(
    rows: Sequence[tuple[str, float]], printed: Callable[[float | None], str], *, ax: Axes | None = None
) -> Axes:
    """Draw a few sums as bars, those below 0 to the left.

    `rows` (sequence of (str, float)): What each bar is called, and its length; the first stands on top.
    `printed`: How a length is printed.

    Examples
    --------
    >>> ax = plot_amounts([("2018", 10.0), ("2019", -5.0)], str)
    >>> [text.get_text() for text in ax.texts]
    ['10.0', '-5.0']
    """
    ax = axes(ax, 0.9 + 0.4 * len(rows))
    low, high = min(0.0, *(value for _, value in rows)), max(0.0, *(value for _, value in rows))
    for place, (_, value) in enumerate(rows):
        ax.barh(-place, value, color=palette.ACCENT if value >= 0 else palette.NEGATIVE, height=0.62)
        at = (max(value, 0.0), -place)
        beside(ax, printed(value), at, (4, 0), va="center", fontweight=600, annotation_clip=False)
    ax.set_xlim(low, high * 1.02 if high > low else 1.0)
    ax.set_yticks([-place for place in range(len(rows))], [name for name, _ in rows])
    ax.set_xticks([])
    return ax
