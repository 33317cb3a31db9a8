"""What the rows and columns of a source mean, asked once its cells are read: sums, documents, kinds."""

from __future__ import annotations

from analysis.intake.mean.kinds import say_kinds
from analysis.intake.mean.lines import Source
from analysis.intake.mean.neighbours import look_beside
from analysis.intake.mean.states import say_rules
from analysis.intake.mean.sums import leave_out_sums
from analysis.intake.workspace import Workspace


def weigh(bench: Workspace, source: Source) -> None:
    """Leave out what is no sale, and say what the columns beside the named ones tell of the others."""
    seen = look_beside(bench, source)
    say_rules(bench, source.staged)
    if not source.staged.source.has_amounts:
        return
    leave_out_sums(seen)
    say_kinds(seen)
