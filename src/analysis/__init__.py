"""Customer diagnostics: from a transaction log to numbers a consultant can defend.

What a notebook needs is here: ``from analysis import open_run``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.display.axes import axes
    from analysis.display.cells import Cards, Column, Finding, Note, Stack, Table
    from analysis.display.chapter import finished, source_of
    from analysis.display.leave import leave
    from analysis.display.style import use_report_style
    from analysis.questions import open_run

_HOMES = {
    "open_run": "questions",
    "axes": "display.axes",
    "Cards": "display.cells",
    "Column": "display.cells",
    "Finding": "display.cells",
    "Note": "display.cells",
    "Stack": "display.cells",
    "Table": "display.cells",
    "finished": "display.chapter",
    "leave": "display.leave",
    "source_of": "display.chapter",
    "use_report_style": "display.style",
}

__all__ = [
    "Cards",
    "Column",
    "Finding",
    "Note",
    "Stack",
    "Table",
    "axes",
    "finished",
    "leave",
    "open_run",
    "source_of",
    "use_report_style",
]


def __getattr__(name: str) -> Any:
    """Import what a notebook asks for, when it asks: the command line does not pay for it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_HOMES[name]}"), name)
