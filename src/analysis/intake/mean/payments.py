"""Negative rows that settle earlier invoices: payments in a ledger of accounts, not returns."""

from __future__ import annotations

from analysis.intake.workspace import Workspace

FEWEST = 10
MIRRORED = 0.8  # of the negative rows equal an earlier sale of the same customer
SETTLED = 0.25  # of the revenue: returns in full of a quarter of all sales are no trade


def say_payments(bench: Workspace) -> bool:
    """Say that the negative rows look like payments, if they do; return whether they were said."""
    rows, money, positive = bench.row(
        "SELECT sum(n_negative)::BIGINT, -coalesce(sum(negative), 0), sum(positive) FROM tally WHERE reason IS NULL"
    )
    if not rows or rows < FEWEST or money < SETTLED * float(positive or 0):
        return False
    mirrored = _mirrored(bench)
    if mirrored < MIRRORED * rows:
        return False
    bench.warn("payments", rows, -money, mirrored=mirrored, share=money / positive)
    return True


def _mirrored(bench: Workspace) -> int:
    """Return how many negative rows equal an earlier positive row of their customer, each of which settles one only."""
    import narwhals as nw

    lines = nw.from_native(
        bench.con.sql("SELECT customer, day, amount FROM lines WHERE reason IS NULL AND amount <> 0")
    )
    size = lines.with_columns(size=nw.col("amount").abs(), sold=(nw.col("amount") > 0).cast(nw.Int64))
    pairs = size.group_by("customer", "size").agg(
        sold=nw.col("sold").sum(),
        rows=nw.len(),
        first_sale=nw.when(nw.col("sold") == 1).then(nw.col("day")).min(),
        first_back=nw.when(nw.col("sold") == 0).then(nw.col("day")).min(),
    )
    back = pairs.filter(nw.col("first_sale") <= nw.col("first_back")).with_columns(back=nw.col("rows") - nw.col("sold"))
    settled = back.select(n=nw.min_horizontal("back", "sold").sum()).collect("pyarrow")
    return int(settled["n"][0] or 0)
