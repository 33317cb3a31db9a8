"""How far an optional table covers the customers who bought: ids that match, that do not, and that never bought."""

from __future__ import annotations

from typing import Any

from analysis.intake.join.tables import Typed
from analysis.intake.workspace import Workspace
from analysis.schema import DataError

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
        raise DataError(
            f"{typed.label}: none of its ids (as '{theirs}') bought anything: the transactions have ids as '{ours}'. "
            f"Name the column that holds the same ids as customer_id."
        )
    share = float(covered / total) if total > 0 else None
    noun = {"customers": "customer ids that bought stand in the table"}.get(
        typed.key, f"customer ids that bought have {typed.key}"
    )
    said = f"{typed.label}: {matched:,} of {ids:,} {noun}" + (
        f" ({_percent(share)} of revenue)" if share is not None else ""
    )
    if matched < ids:
        said += f"; {ids - matched:,} {'do' if ids - matched > 1 else 'does'} not (the largest: '{largest}')"
    if never:
        said += f"; {never:,} id{'s' * (never > 1)} of the table never bought"
    lacking = typed.key == "customers" and matched < ids
    note = bench.warn if lacking else bench.info
    note(f"{typed.key}_coverage", f"{said}.{_near_misses(bench)}", int(ids - matched), float(total - covered))
    return {
        "rows": typed.rows,
        "ids": int(ids),
        "matched": int(matched),
        "unmatched": int(ids - matched),
        "revenue_share": share,
        "never_bought": int(never),
    }


def _near_misses(bench: Workspace) -> str:
    """Say how many ids would match but for their spelling."""
    count, ours, theirs = bench.row(
        f"WITH lone AS (SELECT id, {ALIKE} AS k FROM bought ANTI JOIN listed USING (id)), "
        f"spare AS (SELECT id, {ALIKE} AS k FROM listed ANTI JOIN bought USING (id)) "
        f"SELECT count(DISTINCT lone.id), min(lone.id), first(spare.id ORDER BY lone.id, spare.id) "
        f"FROM lone JOIN spare USING (k)"
    )
    if not count:
        return ""
    return (
        f" {count:,} of those that do not would but for case, blanks, dashes or leading zeros (as '{ours}' and "
        f"'{theirs}'): unify the ids."
    )


def _percent(share: float) -> str:
    """Return a share as text; what is not all is not called 100.

    Examples
    --------
    >>> _percent(0.981), _percent(0.99999), _percent(1.0)
    ('98.1 %', '99.9 %', '100.0 %')
    """
    return f"{min(share, 0.999) if share < 1 else share:.1%}".replace("%", " %")
