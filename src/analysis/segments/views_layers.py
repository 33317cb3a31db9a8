"""What the segments notebook shows of price layers: who trades up and who trades down."""

from __future__ import annotations

from analysis.display.cells import Finding, Table
from analysis.display.chapter import refusable
from analysis.display.formats import compact_money, count
from analysis.display.language import joined, sentence, sentences
from analysis.display.names import called
from analysis.run.run import Run
from analysis.segments.facts import SegmentsFacts
from analysis.segments.tables_layers import moves_table

TOP = 10


@refusable("segments", money=True)
def layer_moves(run: Run) -> Finding | None:
    """Say how many customers moved to a higher price layer, how many to a lower, and whether that is chance."""
    s = run.segments.facts
    return Finding(_said(s, run.currency)) if s.layer_moves else None


def _said(s: SegmentsFacts, currency: str | None) -> str:
    assert s.layer_moves is not None
    up, down, same = (s.layer_moves[name] for name in ("up", "down", "same"))
    bought = up.customers + down.customers + same.customers
    return joined(
        sentences(
            bought,
            "Of the {n} customer who bought in both stretches of {days} days, **{up}** moved to a higher price layer, "
            "{down} to a lower one.",
            "Of the {n} customers who bought in both stretches of {days} days, **{up}** moved to a higher price layer, "
            "{down} to a lower one.",
            days=count(s.window_days),
            up=count(up.customers),
            down=count(down.customers),
        ),
        sentence(
            "Those who moved up spent {up_before} before and {up_now} now, those who moved down {down_before} and "
            "{down_now}.",
            up_before=compact_money(up.before, currency),
            up_now=compact_money(up.now, currency),
            down_before=compact_money(down.before, currency),
            down_now=compact_money(down.now, currency),
        ),
        sentence("That is no trend: even odds would move as many up as down.")
        if s.layer_moves_by_chance
        else sentence("More moved up than even odds would move (at 95 %).")
        if up.customers > down.customers
        else sentence("More moved down than even odds would move (at 95 %)."),
        sentence(
            "Layers are of products, by what a unit costs on average, a third of the revenue each; a customer is in "
            "the one in which most is spent."
        ),
    )


@refusable("segments", money=True)
@called
def layer_moves_table(run: Run) -> Table | None:
    """Show who moved to a higher price layer, the largest first."""
    if not run.segments.facts.layer_moves or run.segments["layer_moves"].empty:
        return None
    return moves_table(run, top=TOP)
