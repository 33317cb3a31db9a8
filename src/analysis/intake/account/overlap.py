"""Two exports that overlap: what stands in both is counted once, what merely looks alike is kept."""

from __future__ import annotations

from analysis.intake.mean.lines import Source
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace, name

STRUCTURAL = "('repeated_header', 'total_row')"
FEWEST_ROWS = 5  # that coincide, before a stretch of days inside two exports is an overlap
FEWEST_DAYS = 3
FEWEST_AT_EDGE = 3
MANY = 20  # coinciding rows are no accident, if they are
MOSTLY = 0.8  # of all rows of the days, or of the customers, that two exports share
LONG = 0.01  # of an export's rows follow each other, and at least MANY, before they are an overlap by themselves


def leave_out_overlaps(bench: Workspace, sources: list[Source], columns: list[str]) -> None:
    """Mark rows that an earlier export holds as well with the reason ``overlap``.

    With order ids, a whole order that stands in two exports with the same rows is one order. Without, it
    takes a stretch of days in which all rows of two exports coincide; or customers (products, channels …) of which
    both have all rows in common; or many rows that follow each other in one export and all stand in the other.
    """
    labels = {(source.staged.number, k): part.label for source in sources for k, part in enumerate(source.staged.parts)}
    mixed = bench.row(
        "SELECT count(DISTINCT timed) > 1 FROM "
        "(SELECT bool_or(moment <> day) AS timed FROM lines WHERE day IS NOT NULL GROUP BY source, part)"
    )[0]
    keys = ["customer", "day" if mixed else "moment", "amount"]
    shared = [
        c for c in columns if c not in ("margin", "quantity") and all(c in s.staged.source.columns for s in sources)
    ]
    others = [name(column) for column in shared if column != "order_id"]
    keys += [f"coalesce({column}, '')" for column in others]
    bench.con.execute(
        f"CREATE TABLE candidates AS SELECT source * 100000 + part AS export, row, source, day, "
        f"{'order_id' if 'order_id' in shared else 'NULL::VARCHAR'} AS order_id, hash({', '.join(keys)}) AS k, "
        f"{', '.join(['customer', 'amount', *others])} "
        f"FROM lines WHERE (reason IS NULL OR reason NOT IN {STRUCTURAL}) AND day IS NOT NULL"
    )
    bench.con.execute("CREATE TABLE doubled (source INTEGER, row BIGINT)")
    if "order_id" in shared:
        _by_order(bench)
    bench.con.execute(f"DELETE FROM candidates WHERE {'order_id IS NOT NULL' if 'order_id' in shared else 'false'}")
    _by_stretch(bench, labels, ["customer", *others])
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


def _by_stretch(bench: Workspace, labels: dict[tuple[int, int], Label], columns: list[str]) -> None:
    """Count once what coincides over a stretch of days, or of rows, or for all customers that two exports share."""
    values = ", ".join(f"any_value({column}) AS {column}" for column in columns)
    bench.con.execute(
        f"CREATE TABLE pieces AS SELECT export, day, k, count(*) AS n, {values} FROM candidates GROUP BY export, day, k"
    )
    pairs = bench.rows(
        "SELECT a.export, b.export, sum(least(a.n, b.n))::BIGINT FROM pieces a JOIN pieces b "
        "ON a.day = b.day AND a.k = b.k AND a.export < b.export GROUP BY ALL ORDER BY ALL"
    )
    for first, second, coinciding in pairs:
        counted = _compare_days(bench, first, second)
        for column in columns:
            if coinciding - counted >= MANY and _share(bench, first, second, column):
                counted += _mark(
                    bench, first, second, f"{column} IN (SELECT {column} FROM pieces WHERE export = {first})"
                )
        if coinciding - counted >= MANY:
            counted += _mark(bench, first, second, f"row IN ({_rows_in_a_run(first, second)})")
        if coinciding > counted:
            names = [labels[divmod(export, 100000)] for export in (second, first)]
            bench.warn("coincidences", coinciding - counted, file=names[0], other=names[1])
    bench.con.execute("DROP TABLE pieces")


def _compared(first: int, second: int, column: str) -> str:
    """Return SQL for the rows of two exports by the values of a column: v, those of each, and those in both."""
    return (
        f"SELECT coalesce(a.{column}, b.{column}) AS v, coalesce(sum(a.n), 0)::BIGINT AS in_first, "
        f"coalesce(sum(b.n), 0)::BIGINT AS in_second, "
        f"coalesce(sum(least(a.n, b.n)) FILTER (a.n IS NOT NULL AND b.n IS NOT NULL), 0)::BIGINT AS same "
        f"FROM (FROM pieces WHERE export = {first}) a FULL JOIN (FROM pieces WHERE export = {second}) b "
        f"ON a.day = b.day AND a.k = b.k GROUP BY v"
    )


def _share(bench: Workspace, first: int, second: int, column: str) -> bool:
    """Return whether two exports coincide in the values of a column that both hold: one part of a list is in both."""
    same, smaller = bench.row(
        f"SELECT sum(same), least(sum(in_first), sum(in_second)) FROM ({_compared(first, second, column)}) "
        f"WHERE in_first > 0 AND in_second > 0 AND v IS NOT NULL"
    )
    return bool(same and same >= MANY and same >= MOSTLY * smaller)


def _rows_in_a_run(first: int, second: int) -> str:
    """Return SQL for rows of the second export that follow each other and all stand in the first, as often."""
    return (
        f"WITH c AS (SELECT row, day, k, customer, row_number() OVER (ORDER BY source, row) AS place, "
        f"row_number() OVER (PARTITION BY day, k ORDER BY row) AS nth FROM candidates WHERE export = {second}), "
        f"found AS (SELECT row, day, customer, place - row_number() OVER (ORDER BY place) AS run FROM c JOIN "
        f"(SELECT day, k, n FROM pieces WHERE export = {first}) p USING (day, k) WHERE nth <= n) "
        f"SELECT row FROM found SEMI JOIN (SELECT run FROM found GROUP BY run "
        f"HAVING count(*) >= greatest({MANY}, {LONG} * (SELECT count(*) FROM c)) AND "
        f"greatest(count(DISTINCT customer), count(DISTINCT day)) >= {FEWEST_DAYS}) USING (run)"
    )


def _compare_days(bench: Workspace, first: int, second: int) -> int:
    """Mark what coincides on days on which two exports agree completely; return how many rows."""
    low, high = bench.row(
        f"SELECT max(low), min(high) FROM (SELECT min(day) AS low, max(day) AS high FROM pieces "
        f"WHERE export IN ({first}, {second}) GROUP BY export)"
    )
    days = bench.rows(f"FROM ({_compared(first, second, 'day')}) WHERE v BETWEEN ? AND ? ORDER BY v", low, high)
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
    if coinciding >= MANY and coinciding >= MOSTLY * smaller:
        overlaps = [[(day, same) for day, _, _, same in days if same]]
    return sum(
        _mark(bench, first, second, "list_contains(?, day)", [day for day, _ in stretch]) for stretch in overlaps
    )


def _is_overlap(stretch: list[tuple[object, int]], all_days: int) -> bool:
    rows = sum(same for _, same in stretch)
    if len(stretch) == all_days:
        return rows >= FEWEST_AT_EDGE
    return len(stretch) >= FEWEST_DAYS and rows >= FEWEST_ROWS


def _mark(bench: Workspace, first: int, second: int, where: str, *parameters: object) -> int:
    """Mark the later export's rows that meet a condition, as many of each kind as both exports hold."""
    before = bench.row("SELECT count(*) FROM doubled")[0]
    bench.con.execute(
        f"INSERT INTO doubled SELECT source, row FROM (SELECT *, "
        f"row_number() OVER (PARTITION BY day, k ORDER BY row) AS nth FROM candidates WHERE export = {second}) c "
        f"JOIN (SELECT day, k, n FROM pieces WHERE export = {first}) p USING (day, k) "
        f"WHERE nth <= n AND {where} AND NOT EXISTS "
        f"(SELECT 1 FROM doubled d WHERE d.source = c.source AND d.row = c.row)",
        list(parameters),
    )
    return int(bench.row("SELECT count(*) FROM doubled")[0] - before)
