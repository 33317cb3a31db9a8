"""How far an optional table covers the customers who bought: ids that match, that do not, and that never bought."""

from __future__ import annotations

from typing import Any

from analysis.display.language import data_error
from analysis.intake.join.tables import Typed
from analysis.intake.workspace import Workspace

ALIKE = "ltrim(translate(lower(id), ' _.-', ''), '0')"


def say_coverage(bench: Workspace, typed: Typed) -> dict[str, Any]:
    """Note how many of the ids that bought stand in a table, and return the figures.

    ``bought`` holds id and net of the used lines. The figures: rows (read), ids, matched and unmatched (ids that
    bought), revenue_share (fraction of net revenue, None if there is none), never_bought (ids of the table).

    Raises
    ------
    DataError
        If no id matches at all.
    """
    bench.con.execute(f"CREATE OR REPLACE TEMP TABLE listed AS SELECT DISTINCT id FROM {typed.table}")
    ids, matched, covered, total, largest = bench.row(
        "SELECT count(*), count(*) FILTER (known), coalesce(sum(net) FILTER (known), 0), sum(net), "
        "first(id ORDER BY net DESC, id) FILTER (NOT known) FROM "
        "(SELECT id, net, id IN (SELECT id FROM listed) AS known FROM bought)"
    )
    never = bench.row("SELECT count(*) FROM listed ANTI JOIN bought USING (id)")[0]
    if not matched:
        theirs, ours = bench.row("SELECT (SELECT min(id) FROM listed), (SELECT min(id) FROM bought)")
        raise data_error(
            "{file}: none of its ids (as '{theirs}') bought anything: the transactions have ids as '{ours}'. Name "
            "the column that holds the same ids as customer_id.",
            file=typed.place,
            theirs=theirs,
            ours=ours,
        )
    share = float(covered / total) if total > 0 else None
    near, near_bought, near_listed = _near_misses(bench)
    note = bench.warn if typed.key == "customers" and matched < ids else bench.info
    note(
        f"{typed.key}_coverage",
        ids - matched,
        total - covered,
        file=typed.place,
        table=typed.key,
        matched=matched,
        ids=ids,
        revenue_share=share,
        largest=largest,
        never_bought=never,
        near=near,
        near_bought=near_bought,
        near_listed=near_listed,
    )
    return {
        "rows": typed.rows,
        "ids": int(ids),
        "matched": int(matched),
        "unmatched": int(ids - matched),
        "revenue_share": share,
        "never_bought": int(never),
    }


def _near_misses(bench: Workspace) -> tuple[int, str | None, str | None]:
    """Return how many ids would match but for their spelling, and the first of them on either side."""
    count, ours, theirs = bench.row(
        f"WITH lone AS (SELECT id, {ALIKE} AS k FROM bought ANTI JOIN listed USING (id)), "
        f"spare AS (SELECT id, {ALIKE} AS k FROM listed ANTI JOIN bought USING (id)) "
        f"SELECT count(DISTINCT lone.id), min(lone.id), first(spare.id ORDER BY lone.id, spare.id) "
        f"FROM lone JOIN spare USING (k)"
    )
    return count, ours, theirs
