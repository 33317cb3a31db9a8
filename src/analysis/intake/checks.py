"""What a careful analyst would notice in the lines that are used."""

from __future__ import annotations

import datetime as dt

from analysis.intake.ids import say_twins
from analysis.intake.lines import Source
from analysis.intake.workspace import Workspace


def check_lines(bench: Workspace, sources: list[Source], end: dt.date, columns: list[str], currency: str | None) -> None:
    """Note everything that the reader of a report has to know about the data."""
    say_twins(bench, "lines")
