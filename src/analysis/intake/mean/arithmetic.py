"""The rules on typed values, written once for any engine: sums of other rows, an order's total on its lines, kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw

    from analysis.intake.workspace import Workspace

    Frame = nw.LazyFrame[Any]


def lines(bench: Workspace, sql: str) -> Frame:
    """Return the rows of a query as a lazy frame."""
    import narwhals as nw

    return nw.from_native(bench.con.sql(sql))


def fetched(frame: Frame) -> list[tuple[Any, ...]]:
    """Return the rows of a frame that lies in DuckDB."""
    rows: list[tuple[Any, ...]] = frame.to_native().fetchall()
    return rows


def sums_of_others(rows: Frame) -> Frame:
    """Return how often the rows of one part are the sum of the others: part, groups, agree, rich.

    Parameters
    ----------
    rows : LazyFrame
        key (what rows are added up in), part (what divides them), amount; none is 0.

    Returns
    -------
    LazyFrame
        groups: keys that hold the part; agree: those in which it equals all others; rich: of these, those with fewer
        rows of the part than others.
    """
    import narwhals as nw

    parts = rows.group_by("key", "part").agg(n=nw.len(), s=nw.col("amount").sum())
    whole = parts.with_columns(every=nw.col("n").sum().over("key"), whole=nw.col("s").sum().over("key"))
    equal = nw.col("s") * 2 == nw.col("whole")
    told = whole.with_columns(
        agree=(equal & (nw.col("every") > nw.col("n"))).cast(nw.Int64),
        rich=(equal & (nw.col("every") > nw.col("n") * 2)).cast(nw.Int64),
    )
    return told.group_by("part").agg(groups=nw.len(), agree=nw.col("agree").sum(), rich=nw.col("rich").sum())


def totals_on_lines(rows: Frame) -> Frame:
    """Return how many orders have one amount on each of their lines: orders, equal, extra, money, totals.

    Parameters
    ----------
    rows : LazyFrame
        key (the order), amount, and item (what tells its lines apart); none is 0.

    Returns
    -------
    LazyFrame
        One row. orders: those of several different lines; equal: of these, those with one amount; extra, money: the
        lines beyond their first, with their amounts; totals: different amounts.
    """
    import narwhals as nw

    orders = rows.group_by("key").agg(
        n=nw.len(), least=nw.col("amount").min(), most=nw.col("amount").max(), items=nw.col("item").n_unique()
    )
    several = orders.filter(nw.col("n") > 1, nw.col("items") > 1).with_columns(
        same=(nw.col("least") == nw.col("most")).cast(nw.Int64), more=nw.col("n") - 1
    )
    return several.select(
        orders=nw.len(),
        equal=nw.col("same").sum(),
        extra=(nw.col("more") * nw.col("same")).sum(),
        money=(nw.col("more") * nw.col("same") * nw.col("least")).sum(),
        totals=nw.col("least").n_unique(),
    )


def kinds_of(rows: Frame) -> Frame:
    """Return what stands behind each value of a column: value, rows, amount, negative (rows), the most frequent first.

    Parameters
    ----------
    rows : LazyFrame
        value and amount.
    """
    import narwhals as nw

    found = rows.group_by("value").agg(
        rows=nw.len(), amount=nw.col("amount").sum(), negative=(nw.col("amount") < 0).cast(nw.Int64).sum()
    )
    return found.sort("rows", "value", descending=[True, False])


def settled(rows: Frame) -> Frame:
    """Return how many negative rows equal an earlier positive row of their customer, each of which settles one: n.

    Parameters
    ----------
    rows : LazyFrame
        customer, day, amount; none is 0.
    """
    import narwhals as nw

    size = rows.with_columns(size=nw.col("amount").abs(), sold=(nw.col("amount") > 0).cast(nw.Int64))
    pairs = size.group_by("customer", "size").agg(
        sold=nw.col("sold").sum(),
        rows=nw.len(),
        first_sale=nw.when(nw.col("sold") == 1).then(nw.col("day")).min(),
        first_back=nw.when(nw.col("sold") == 0).then(nw.col("day")).min(),
    )
    back = pairs.filter(nw.col("first_sale") <= nw.col("first_back")).with_columns(back=nw.col("rows") - nw.col("sold"))
    return back.select(n=nw.min_horizontal("back", "sold").sum())
