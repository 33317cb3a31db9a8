"""What the rows and columns of a source mean, asked once its cells are read: sums, documents, kinds."""

from __future__ import annotations

from analysis.intake.mean.balances import say_cumulated, say_opening_balances
from analysis.intake.mean.composed import say_composed
from analysis.intake.mean.copied import say_copied
from analysis.intake.mean.deposits import say_deposits
from analysis.intake.mean.heads import refuse_heads
from analysis.intake.mean.identity import say_new_ids
from analysis.intake.mean.kinds import say_kinds
from analysis.intake.mean.lots import say_lots
from analysis.intake.mean.neighbours import Seen
from analysis.intake.mean.nobody import say_named_nobody
from analysis.intake.mean.order_totals import say_order_totals
from analysis.intake.mean.price_modifiers import say_modifiers
from analysis.intake.mean.states import say_rules
from analysis.intake.mean.sums import leave_out_sums


def weigh(seen: Seen) -> None:
    """Leave out what is no sale, and say what the columns beside the named ones tell of the others."""
    source = seen.source
    say_rules(seen.bench, source.staged)
    if not source.staged.source.has_amounts:
        return
    if source.staged.source.has_days:
        refuse_heads(seen)
    leave_out_sums(seen)
    if source.staged.source.has_days:
        say_opening_balances(seen)
        say_deposits(seen)
        say_cumulated(seen)
    if not say_copied(seen):
        say_order_totals(seen)
    say_composed(seen)
    say_kinds(seen)
    say_lots(seen)
    say_new_ids(seen)
    say_named_nobody(seen)
    say_modifiers(seen)
