"""Rows that are the sum of other rows, and totals of orders that stand on each of their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.intake.workspace import Frame


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


def parts_of_others(rows: Frame, shares: Sequence[float]) -> Frame:
    """Return the rows that are a share, to the cent, of another row of their customer, on another day.

    Parameters
    ----------
    rows : LazyFrame
        row, customer, day, cents (whole; above 0).
    shares
        Fractions below 1 that deposits usually are.

    Returns
    -------
    LazyFrame
        share, row, cents, and before (1 if the whole is later, else 0).
    """
    import narwhals as nw

    wholes = nw.concat(
        [
            rows.select(
                "customer",
                share=nw.lit(share),
                cents=(nw.col("cents") * share).round().cast(nw.Int64),
                whole_day=nw.col("day"),
            )
            for share in shares
        ]
    )
    pairs = rows.join(wholes, on=["customer", "cents"]).filter(nw.col("day") != nw.col("whole_day"))
    return pairs.select("share", "row", "cents", before=(nw.col("day") < nw.col("whole_day")).cast(nw.Int64)).unique()
