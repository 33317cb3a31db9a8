"""Two exports that overlap: what stands in both is counted once, what merely looks alike is kept."""

from __future__ import annotations

from analysis.intake.mean.lines import Source
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace

STRUCTURAL = "('repeated_header', 'total_row')"
FEWEST_ROWS = 5  # that coincide, before a stretch of days inside two exports is an overlap
FEWEST_DAYS = 3
FEWEST_AT_EDGE = 3


def leave_out_overlaps(bench: Workspace, sources: list[Source], columns: list[str]) -> None:
    """Mark rows that an earlier export holds as well with the reason ``overlap``.

    With order ids, a whole order that stands in two exports with the same rows is one order. Without, it
    takes a stretch of days in which all rows of two exports coincide.
    """
    labels = {(source.staged.number, k): part.label for source in sources for k, part in enumerate(source.staged.parts)}
    keys = ["customer", "moment", "amount"]
    shared = [c for c in columns if c != "margin" and all(c in s.staged.source.columns for s in sources)]
    keys += [f"coalesce({column}, '')" for column in shared if column != "order_id"]
    bench.con.execute(
        f"CREATE TABLE candidates AS SELECT source * 100000 + part AS export, row, source, day, "
        f"{'order_id' if 'order_id' in shared else 'NULL::VARCHAR'} AS order_id, hash({', '.join(keys)}) AS k, amount "
        f"FROM lines WHERE (reason IS NULL OR reason NOT IN {STRUCTURAL}) AND day IS NOT NULL"
    )
    bench.con.execute("CREATE TABLE doubled (source INTEGER, row BIGINT)")
    if "order_id" in shared:
        _by_order(bench)
    _by_day(bench, labels, "AND order_id IS NULL" if "order_id" in shared else "")
    bench.con.execute(
        "UPDATE lines SET reason = 'overlap' FROM doubled d WHERE lines.source = d.source AND lines.row = d.row"
    )
    bench.con.execute("DROP TABLE candidates; DROP TABLE doubled")


def _by_order(bench: Workspace) -> None:
    """Count whole orders once that stand in several exports with the same rows."""
    bench.con.execute(
        "CREATE TABLE orders AS WITH each AS (SELECT order_id, export, count(*) AS n, sum(k::HUGEINT) AS content "
        "FROM candidates WHERE order_id IS NOT NULL GROUP BY ALL), "
        "several AS (SELECT order_id FROM each GROUP BY order_id HAVING count(*) > 1) "
        "SELECT *, first_value(export) OVER (PARTITION BY order_id, n, content ORDER BY export) AS first_export, "
        "FROM each SEMI JOIN several USING (order_id)"
    )
    shared, same = bench.row(
        "SELECT count(DISTINCT order_id), count(DISTINCT order_id) FILTER (export <> first_export) FROM orders"
    )
    different, rows, money, example = bench.row(
        "SELECT count(DISTINCT o.order_id), count(*), coalesce(sum(c.amount), 0), min(o.order_id) FROM orders o "
        "JOIN candidates c USING (order_id, export) WHERE o.order_id NOT IN "
        "(SELECT order_id FROM orders WHERE export <> first_export)"
    )
    if shared and same >= 0.5 * shared:
        bench.con.execute(
            "INSERT INTO doubled SELECT c.source, c.row FROM candidates c JOIN orders o USING (order_id, export) "
            "WHERE o.export <> o.first_export"
        )
    if different:
        bench.warn("orders_shared", rows, money, different=different, example=example)
    elif shared and same < 0.5 * shared:
        bench.warn("orders_shared", same, same=same, shared=shared)
    bench.con.execute("DROP TABLE orders")


def _by_day(bench: Workspace, labels: dict[tuple[int, int], Label], only: str) -> None:
    """Count once what coincides over a stretch of days in which two exports agree completely."""
    bench.con.execute(
        f"CREATE TABLE pieces AS SELECT export, day, k, count(*) AS n FROM candidates WHERE true {only} GROUP BY ALL"
    )
    pairs = bench.rows(
        "SELECT a.export, b.export, count(*) FROM (SELECT DISTINCT export, day, k FROM pieces) a "
        "JOIN (SELECT DISTINCT export, day, k FROM pieces) b ON a.day = b.day AND a.k = b.k AND a.export < b.export "
        "GROUP BY ALL ORDER BY ALL"
    )
    for first, second, _ in pairs:
        names = [labels[divmod(export, 100000)] for export in (first, second)]
        _compare(bench, first, second, names, only)
    bench.con.execute("DROP TABLE pieces")


def _compare(bench: Workspace, first: int, second: int, names: list[Label], only: str) -> None:
    days = bench.rows(
        f"WITH a AS (SELECT * FROM pieces WHERE export = {first}), b AS (SELECT * FROM pieces WHERE "
        f"export = {second}), "
        f"span AS (SELECT greatest((SELECT min(day) FROM a), (SELECT min(day) FROM b)) AS low, "
        f"least((SELECT max(day) FROM a), (SELECT max(day) FROM b)) AS high) "
        f"SELECT coalesce(a.day, b.day) AS d, coalesce(sum(a.n), 0), coalesce(sum(b.n), 0), "
        f"coalesce(sum(least(coalesce(a.n, 0), coalesce(b.n, 0))), 0) FROM a FULL JOIN b ON a.day = "
        f"b.day AND a.k = b.k, span "
        f"WHERE coalesce(a.day, b.day) BETWEEN low AND high GROUP BY d ORDER BY d"
    )
    stretches, current = [], []
    for place, (day, in_first, in_second, same) in enumerate(days):
        edge = place in (0, len(days) - 1)
        agrees = same == max(in_first, in_second) or (edge and same and same == min(in_first, in_second))
        if agrees:
            current.append((day, same))
        if current and (not agrees or place == len(days) - 1):
            stretches.append(current)
            current = []
    coinciding = sum(same for *_, same in days)
    smaller = min(sum(row[1] for row in days), sum(row[2] for row in days))
    overlaps = [stretch for stretch in stretches if _is_overlap(stretch, len(days))]
    if coinciding >= 20 and coinciding >= 0.8 * smaller:
        overlaps = [[(day, same) for day, _, _, same in days if same]]
    counted = 0
    for stretch in overlaps:
        counted += _mark(bench, first, second, [day for day, _ in stretch], only)
    left = coinciding - counted
    if left > 0:
        bench.warn("coincidences", left, file=names[1], other=names[0])


def _is_overlap(stretch: list[tuple[object, int]], all_days: int) -> bool:
    rows = sum(same for _, same in stretch)
    if len(stretch) == all_days:
        return rows >= FEWEST_AT_EDGE
    return len(stretch) >= FEWEST_DAYS and rows >= FEWEST_ROWS


def _mark(bench: Workspace, first: int, second: int, days: list[object], only: str) -> int:
    """Mark the later export's rows on these days, as many of each kind as both exports hold."""
    before = bench.row("SELECT count(*) FROM doubled")[0]
    bench.con.execute(
        f"INSERT INTO doubled SELECT source, row FROM (SELECT source, row, k, day, "
        f"row_number() OVER (PARTITION BY day, k ORDER BY row) AS nth FROM candidates WHERE export = "
        f"{second} {only}) c "
        f"JOIN (SELECT day, k, n FROM pieces WHERE export = {first}) p USING (day, k) "
        f"WHERE nth <= n AND list_contains(?, day) AND NOT EXISTS "
        f"(SELECT 1 FROM doubled d WHERE d.source = c.source AND d.row = c.row)",
        [days],
    )
    return int(bench.row("SELECT count(*) FROM doubled")[0] - before)
