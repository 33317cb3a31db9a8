"""Two exports that overlap: what stands in both is counted once, what merely looks alike is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.intake.mean.lines import Source
from analysis.intake.places import Label
from analysis.intake.rules import overlaps
from analysis.intake.workspace import Workspace, name

if TYPE_CHECKING:
    from analysis.intake.workspace import Frame

STRUCTURAL = "('repeated_header', 'total_row')"
FEWEST_ROWS = 5  # that coincide, before a stretch of days inside two exports is an overlap
FEWEST_DAYS = 3
FEWEST_AT_EDGE = 3
MANY = 20  # coinciding rows are no accident, if they are
MOSTLY = 0.8  # of all rows of the days, or of the customers, that two exports share
LONG = 0.01  # of an export's rows follow each other, and at least MANY, before they are an overlap by themselves


@dataclass(frozen=True)
class Pair:
    """Two exports by number, the rows of all (``rows``, and ``pieces`` of them), and those of the second in both."""

    bench: Workspace
    rows: Frame
    pieces: Frame
    first: int
    second: int

    @property
    def both(self) -> Frame:
        """The second export's rows that the first holds as well."""
        return overlaps.coinciding(self.rows, self.pieces, self.first, self.second)

    def compared(self, column: str) -> Frame:
        """Return the rows of both by the values of a column."""
        return overlaps.compared(self.pieces, self.first, self.second, column)

    def mark(self, found: Frame) -> int:
        """Mark rows that were not marked before; return how many."""
        count = "SELECT count(*) FROM doubled"
        before, marked = self.bench.row(count)[0], self.bench.frame("FROM doubled")
        self.bench.add(found.join(marked, on=["source", "row"], how="anti").select("source", "row"), "doubled")
        return int(self.bench.row(count)[0] - before)


def leave_out_overlaps(bench: Workspace, sources: list[Source], columns: list[str]) -> None:
    """Mark rows that an earlier export holds as well with the reason ``overlap``.

    With order ids, a whole order that stands in two exports with the same rows is one order. Without, it
    takes a stretch of days in which all rows of two exports coincide; or customers (products, channels …) of which
    both have all rows in common; or many rows that follow each other in one export and all stand in the other.
    """
    import narwhals as nw

    labels = {(source.staged.number, k): part.label for source in sources for k, part in enumerate(source.staged.parts)}
    shared = [
        c for c in columns if c not in ("margin", "quantity") and all(c in s.staged.source.columns for s in sources)
    ]
    others = [column for column in shared if column != "order_id"]
    rows = _candidates(bench, others, ordered="order_id" in shared)
    bench.con.execute("CREATE TABLE doubled (source INTEGER, row UINTEGER)")
    if "order_id" in shared:
        _by_order(bench, rows)
        rows = rows.filter(nw.col("order_id").is_null())
    _by_stretch(bench, labels, rows, ["customer", *others])
    bench.con.execute(
        "UPDATE lines SET reason = 'overlap' FROM doubled d WHERE lines.source = d.source AND lines.row = d.row"
    )
    bench.con.execute("DROP TABLE candidates; DROP TABLE doubled")


def _candidates(bench: Workspace, others: list[str], *, ordered: bool) -> Frame:
    """Return the rows that may stand in two exports, as the rules on overlaps want them."""
    dated = bench.frame("SELECT source, part, moment, day FROM lines WHERE day IS NOT NULL")
    mixed = bench.fetch(overlaps.differ_in_time(dated))[0][0]
    keys = ["customer", "day" if mixed else "moment", "amount", *(f"coalesce({name(c)}, '')" for c in others)]
    return bench.keep(
        bench.frame(
            f"SELECT source * 100000 + part AS export, row, source, day, hash({', '.join(keys)}) AS k, amount, "
            f"{', '.join(['customer', *map(name, others), 'order_id' if ordered else 'NULL::VARCHAR AS order_id'])} "
            f"FROM lines WHERE (reason IS NULL OR reason NOT IN {STRUCTURAL}) AND day IS NOT NULL"
        ),
        "candidates",
    )


def _by_order(bench: Workspace, rows: Frame) -> None:
    """Count whole orders once that stand in several exports with the same rows."""
    orders = bench.keep(overlaps.orders_by_export(rows), "orders")
    shared = bench.keep(overlaps.shared_orders(orders), "shared")
    found = {bool(again): sums for again, *sums in bench.fetch(overlaps.how_shared(shared))}
    same, *_ = found.get(True, [0])
    different, lines, money, example = found.get(False, [0, 0, 0, ""])
    if same and same >= different:
        bench.add(overlaps.repeated_orders(rows, shared).select("source", "row"), "doubled")
    if different:
        bench.warn("orders_shared", lines, money, different=different, example=example)
    bench.con.execute("DROP TABLE orders; DROP TABLE shared")


def _by_stretch(bench: Workspace, labels: dict[tuple[int, int], Label], rows: Frame, columns: list[str]) -> None:
    """Count once what coincides over a stretch of days, or of rows, or for all customers that two exports share."""
    pieces = bench.keep(overlaps.pieces_of(rows, columns), "pieces")
    for first, second, coinciding in bench.fetch(overlaps.pairs_of(pieces)):
        pair = Pair(bench, rows, pieces, first, second)
        counted = _compare_days(pair)
        for column in columns:
            if coinciding - counted >= MANY and _share(pair, column):
                counted += pair.mark(overlaps.held_by(pair.both, pieces, first, column))
        if coinciding - counted >= MANY:
            every = bench.fetch(overlaps.rows_of(pieces, second))[0][0]
            counted += pair.mark(overlaps.in_runs(pair.both, max(MANY, LONG * every), FEWEST_DAYS))
        if coinciding > counted:
            names = [labels[divmod(export, 100000)] for export in (second, first)]
            bench.warn("coincidences", coinciding - counted, file=names[0], other=names[1])
    bench.con.execute("DROP TABLE pieces")


def _share(pair: Pair, column: str) -> bool:
    """Return whether two exports coincide in the values of a column that both hold: one part of a list is in both."""
    same, smaller = pair.bench.fetch(overlaps.in_common(pair.compared(column)))[0]
    return bool(same and same >= MANY and same >= MOSTLY * smaller)


def _compare_days(pair: Pair) -> int:
    """Mark what coincides on days on which two exports agree completely; return how many rows."""
    import narwhals as nw

    every = pair.bench.fetch(pair.compared("day").sort("v"))
    held = [[day for day, *n, _ in every if n[k]] for k in (0, 1)]
    low, high = max(days[0] for days in held), min(days[-1] for days in held)
    days = [row for row in every if low <= row[0] <= high]
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
    found = [stretch for stretch in stretches if _is_overlap(stretch, len(days))]
    if coinciding >= MANY and coinciding >= MOSTLY * smaller:
        found = [[(days[0][0], 0), (days[-1][0], 0)]]
    return sum(pair.mark(pair.both.filter(nw.col("day").is_between(days[0][0], days[-1][0]))) for days in found)


def _is_overlap(stretch: list[tuple[object, int]], all_days: int) -> bool:
    rows = sum(same for _, same in stretch)
    if len(stretch) == all_days:
        return rows >= FEWEST_AT_EDGE
    return len(stretch) >= FEWEST_DAYS and rows >= FEWEST_ROWS
