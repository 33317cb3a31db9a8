"""What stands in two exports: whole orders, and rows that coincide, as often as both hold them.

Rows: export, source, row, day, customer, amount, order_id (None without one), and k, equal where all that both exports
know of a row is equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.intake.workspace import Frame


def orders_by_export(rows: Frame) -> Frame:
    """Return each order in each export: order_id, export, n (rows), money, and content, equal for equal rows."""
    import narwhals as nw

    return (
        rows.filter(~nw.col("order_id").is_null())
        .group_by("order_id", "export")
        .agg(n=nw.len(), money=nw.col("amount").sum(), content=nw.col("k").sum())
    )


def shared_orders(orders: Frame) -> Frame:
    """Return the orders that stand in several exports, each with the first export that holds the same rows."""
    import narwhals as nw

    several = orders.group_by("order_id").agg(exports=nw.len()).filter(nw.col("exports") > 1)
    return orders.join(several, on="order_id", how="semi").with_columns(
        first_export=nw.col("export").min().over("order_id", "n", "content")
    )


def how_shared(shared: Frame) -> Frame:
    """Return what the shared orders are: again (whether any repeats an earlier export's), orders, rows, money, first.

    ``first`` is the smallest number of such an order.
    """
    import narwhals as nw

    again = (nw.col("export") != nw.col("first_export")).cast(nw.Int64).max()
    orders = shared.group_by("order_id").agg(again=again, rows=nw.col("n").sum(), money=nw.col("money").sum())
    return orders.group_by("again").agg(
        orders=nw.len(), rows=nw.col("rows").sum(), money=nw.col("money").sum(), first=nw.col("order_id").min()
    )


def repeated_orders(rows: Frame, shared: Frame) -> Frame:
    """Return the rows of orders that an earlier export holds."""
    import narwhals as nw

    again = shared.filter(nw.col("export") != nw.col("first_export"))
    return rows.join(again, on=["order_id", "export"], how="semi")


def pieces_of(rows: Frame, columns: list[str]) -> Frame:
    """Return the equal rows of each export and day, counted: export, day, k, n, and the columns that k is made of."""
    import narwhals as nw

    return rows.group_by("export", "day", "k").agg(nw.len().alias("n"), *(nw.col(c).any_value() for c in columns))


def pairs_of(pieces: Frame) -> Frame:
    """Return the exports that coincide in anything: first, second, same (rows in both)."""
    import narwhals as nw

    counted = pieces.select("day", "k", "n", "export")
    both = counted.join(counted, on=["day", "k"], suffix="_of_other").filter(
        nw.col("export") < nw.col("export_of_other")
    )
    same = both.group_by(nw.col("export").alias("first"), nw.col("export_of_other").alias("second")).agg(
        same=nw.min_horizontal("n", "n_of_other").sum()
    )
    return same.sort("first", "second")


def compared(pieces: Frame, first: int, second: int, column: str) -> Frame:
    """Return the rows of two exports by the values of a column: v, in_first, in_second, same (rows in both)."""
    import narwhals as nw

    none = nw.lit(0, dtype=nw.Int64)
    of_first, of_second = (pieces.filter(nw.col("export") == export) for export in (first, second))
    both = of_first.join(of_second.select("day", "k", others="n"), on=["day", "k"])
    every = nw.concat(
        [
            of_first.select(v=column, in_first="n", in_second=none, same=none),
            of_second.select(v=column, in_first=none, in_second="n", same=none),
            both.select(v=column, in_first=none, in_second=none, same=nw.min_horizontal("n", "others")),
        ]
    )
    return every.group_by("v").agg(nw.col("in_first", "in_second", "same").sum())


def in_common(by_value: Frame) -> Frame:
    """Return same and smaller: of the values that both exports hold, the rows in both, and those of the smaller one."""
    import narwhals as nw

    both = by_value.filter(nw.col("in_first") > 0, nw.col("in_second") > 0, ~nw.col("v").is_null())
    sums = both.select(nw.col("same", "in_first", "in_second").sum())
    return sums.select("same", smaller=nw.min_horizontal("in_first", "in_second"))


def rows_of(pieces: Frame, export: int) -> Frame:
    """Return how many rows an export holds: n."""
    import narwhals as nw

    return pieces.filter(nw.col("export") == export).select(nw.col("n").sum())


def coinciding(rows: Frame, pieces: Frame, first: int, second: int) -> Frame:
    """Return the second export's rows that the first holds as well, of each kind as many as both hold."""
    import narwhals as nw

    held = pieces.filter(nw.col("export") == first).select("day", "k", "n")
    nth = nw.col("row").rank("ordinal").over("day", "k")
    theirs = rows.filter(nw.col("export") == second).with_columns(nth=nth, place=nw.col("row").rank("ordinal"))
    return theirs.join(held, on=["day", "k"]).filter(nw.col("nth") <= nw.col("n"))


def in_runs(both: Frame, rows: float, groups: int) -> Frame:
    """Return those coinciding rows that follow each other: so many at least, of so many customers or days."""
    import narwhals as nw

    placed = both.with_columns(run=nw.col("place") - nw.col("place").rank("ordinal"))
    runs = placed.group_by("run").agg(
        n=nw.len(), customers=nw.col("customer").n_unique(), days=nw.col("day").n_unique()
    )
    long = runs.filter(nw.col("n") >= rows, nw.max_horizontal("customers", "days") >= groups)
    return placed.join(long, on="run", how="semi")


def held_by(both: Frame, pieces: Frame, export: int, column: str) -> Frame:
    """Return those coinciding rows whose value of a column an export holds."""
    import narwhals as nw

    values = pieces.filter(nw.col("export") == export).select(column)
    return both.join(values, on=column, how="semi")


def differ_in_time(rows: Frame) -> Frame:
    """Return whether some parts have times of the day and others none: mixed; of source, part, moment and day."""
    import narwhals as nw

    timed = (nw.col("moment") != nw.col("day").cast(nw.Datetime)).cast(nw.Int64).max()
    parts = rows.group_by("source", "part").agg(timed=timed)
    return parts.select(mixed=nw.col("timed").n_unique() > 1)
