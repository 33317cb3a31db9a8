"""What customers are called: asked of all of them together, and closely only where one is called so."""

from __future__ import annotations

from analysis.intake.mean.doubts import DOUBTS, say_doubts
from analysis.intake.mean.identity import say_phone_twins
from analysis.intake.mean.ids import TWINS, say_twins
from analysis.intake.mean.nobody import say_unlike, say_zero
from analysis.intake.workspace import Workspace, literal

FIRST_IDS = 500  # that show how ids are written
WORDS = r"\p{L}{2}|[^\x00-\x7F]"  # what no doubt is without


def say_names(bench: Workspace) -> None:
    """Note ids that are perhaps one customer, that stand for nobody, or that look like no customer."""
    twins = [f"bool_or(regexp_matches(id, {literal(needed)}))" for needed, *_ in TWINS.values()]
    *twins, zero, words = bench.row(
        f"SELECT {', '.join(twins)}, bool_or(id = '0'), bool_or(regexp_matches(id, {literal(WORDS)})) FROM customers"
    )
    first = [id_ for (id_,) in bench.rows(f"SELECT id FROM customers LIMIT {FIRST_IDS}")]
    say_twins(bench, [bool(each) for each in twins])
    say_phone_twins(bench, first)
    if zero:
        say_zero(bench)
    say_unlike(bench, first)
    if words:
        tests = ", ".join(f"bool_or(regexp_matches(id, {literal(pattern)}))" for pattern in DOUBTS.values())
        say_doubts(bench, bench.row(f"SELECT {tests} FROM customers"))
