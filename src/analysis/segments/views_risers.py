"""What the segments notebook shows of the customers who rose; nothing where they cannot be compared."""

from __future__ import annotations

from analysis.display.cells import Finding, Note
from analysis.run.run import Run
from analysis.segments import say_risers


def risers(run: Run) -> Finding | None:
    """Say what risers did otherwise before they rose."""
    r = run.risers.facts
    return Finding(say_risers.risers(r, r.strongest)) if r.strongest else None


def risers_how(run: Run) -> Note | None:
    """Say how risers are compared."""
    r = run.risers.facts
    return Note(say_risers.how(r, r.strongest)) if r.strongest else None
