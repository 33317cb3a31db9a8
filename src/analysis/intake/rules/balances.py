"""Days that hold a row of many customers, and values that stand on one day only: balances that are carried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.intake.workspace import Frame


def by_day(rows: Frame) -> Frame:
    """Return what each day holds, in their order: day, n (rows), customers, money; of day, customer, amount."""
    import narwhals as nw

    days = rows.group_by("day").agg(n=nw.len(), customers=nw.col("customer").n_unique(), money=nw.col("amount").sum())
    return days.sort("day")


def only_there(rows: Frame, n: int) -> Frame:
    """Return the values that all so many rows of a place have, and no other row; of value and there (1 or 0)."""
    import narwhals as nw

    values = rows.group_by("value").agg(n=nw.len(), there=nw.col("there").sum())
    return values.filter(nw.col("n") == n, nw.col("there") == n).select("value").sort("value")


def always_growing(rows: Frame, steps: int) -> Frame:
    """Return how many customers bought after as many days before, and of how many each day's sum is above the last.

    Parameters
    ----------
    rows : LazyFrame
        customer, day, amount; none is 0.
    steps
        From one day to the next, at least so many.

    Returns
    -------
    LazyFrame
        One row. customers; grow: those whose sums always grow, to more than twice the least.
    """
    import narwhals as nw

    s, up = nw.col("s"), nw.col("up")
    days = rows.group_by("customer", "day").agg(s=nw.col("amount").sum())
    stepped = days.with_columns(up=(s > s.shift(1).over("customer", order_by="day")).cast(nw.Int64))
    each = stepped.group_by("customer").agg(steps=up.count(), ups=up.sum(), low=s.min(), high=s.max())
    grows = (nw.col("ups") == nw.col("steps")) & (nw.col("high") > nw.col("low") * 2)
    return each.filter(nw.col("steps") >= steps).select(customers=nw.len(), grow=grows.cast(nw.Int64).sum())


def repeated(rows: Frame) -> Frame:
    """Return how many rows there are, and how many repeat others in all but a stamp that differs each time.

    Parameters
    ----------
    rows : LazyFrame
        k (equal where all but the stamp is equal), amount, stamp.

    Returns
    -------
    LazyFrame
        One row. n: those of the kinds that repeat; again, money: of these, those beyond the first, and their amounts.
    """
    import narwhals as nw

    kinds = rows.group_by("k").agg(n=nw.len(), stamps=nw.col("stamp").n_unique(), amount=nw.col("amount").max())
    often = kinds.filter(nw.col("n") > 1, nw.col("stamps") == nw.col("n")).with_columns(more=nw.col("n") - 1)
    return often.select(
        n=nw.col("n").sum(), again=nw.col("more").sum(), money=(nw.col("more") * nw.col("amount")).sum()
    )
