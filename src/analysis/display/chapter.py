"""What the cells of every chapter do alike: refusals, figures with their two lines, names beside ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from analysis.display import formats
from analysis.display.cells import Refusal
from analysis.display.language import plain, sentence, sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

View = Callable[..., Any]


def refusable(section: str, *, speaks: bool = False, money: bool = False) -> Callable[[View], View]:
    """Show a step's refusal instead of the view, once (where `speaks`), and nothing in the other cells.

    A view of `money` shows nothing where the data hold no amounts.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(run: Any, *args: Any, **kwargs: Any) -> Any:
            why = run.stop(section).why
            if why is not None:
                return Refusal(why) if speaks else None
            return None if money and not run.client.has_amounts else view(run, *args, **kwargs)

        return guarded

    return decorate


def finished(ax: Axes, title: str, source: str) -> Figure:
    """Write the takeaway and the source line, and hand the figure over to be shown once.

    Examples
    --------
    >>> from analysis.display.axes import axes
    >>> finished(axes(None, height=2), "Half of them stay", "Source: Acme.")  # doctest: +SKIP
    """
    from matplotlib import pyplot as plt

    from analysis.display.style import source_line, takeaway

    takeaway(ax, plain(title))
    source_line(ax, source)
    figure = ax.figure
    plt.close(figure)  # type: ignore[arg-type]
    return figure  # type: ignore[return-value]


def small(draw: Callable[..., Any], *args: Any, size: tuple[float, float] = (3.1, 1.3), **kwargs: Any) -> Figure:
    """Draw a figure small, without title and source: the finding beside it says both."""
    from matplotlib import pyplot as plt

    figure, ax = plt.subplots(figsize=size)
    draw(*args, ax=ax, **kwargs)
    plt.close(figure)
    return figure


def source_of(run: Any, what: str = "", end: dt.date | None = None) -> str:
    """Return the source line: data, period, what is counted, what was left out.

    `what`: What is counted; by default all customers.
    `end`: Where the period ends; by default with the data.
    """
    data = run.data.facts
    left_out = sum(row.rows if hasattr(row, "rows") else row["rows"] for row in data.ledger)
    counted = what or sentences(data.customers, "{n} customer", "{n} customers")
    source = {"client": data.client, "period": run.period(end), "counted": counted}
    if not left_out:
        return sentence("Source: {client}, {period}; {counted}.", **source)
    return sentences(
        left_out,
        "Source: {client}, {period}; {counted}; {rows} row left out (see the data notes).",
        "Source: {client}, {period}; {counted}; {rows} rows left out (see the data notes).",
        rows=formats.count(left_out),
        **source,
    )
