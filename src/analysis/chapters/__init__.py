"""What the notebooks show: one function per cell, run in, something to look at out.

A step that the data cannot carry shows its reason in place of figures: see `refusable`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from analysis.display import formats
from analysis.display.cells import Refusal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from analysis.run.run import Run

View = Callable[..., Any]


def refusable(section: str, *, speaks: bool = False, money: bool = False) -> Callable[[View], View]:
    """Show a section's refusal instead of the view, once (where `speaks`), and nothing in the other cells.

    A view of `money` shows nothing where the data hold no amounts.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(run: Run, *args: Any, **kwargs: Any) -> Any:
            refusal = getattr(run, section).numbers["refusal"]
            if refusal is not None:
                return Refusal(refusal) if speaks else None
            return None if money and not run.client.has_amounts else view(run, *args, **kwargs)

        return guarded

    return decorate


def finished(ax: Axes, title: str, source: str) -> Figure:
    """Write the takeaway and the source line, and hand the figure over to be shown once."""
    from matplotlib import pyplot as plt

    from analysis.display.style import source_line, takeaway

    takeaway(ax, title.replace("**", ""))
    source_line(ax, source)
    figure = ax.figure
    plt.close(figure)  # type: ignore[arg-type]
    return figure  # type: ignore[return-value]


def source_of(run: Run, what: str = "", end: dt.date | None = None) -> str:
    """Return the source line: data, period, what is counted, what was left out."""
    data = run.data
    period = run.period(end)
    left_out = sum(row["rows"] for row in data["ledger"])
    parts = [f"Source: {data['client']}, {period}", what or f"{formats.count(data['customers'])} customers"]
    if left_out:
        parts.append(f"{formats.counted(left_out, 'row')} left out (see the data notes)")
    return "; ".join(parts) + "."
