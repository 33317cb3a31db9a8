"""Kinds and states of documents: what stands behind each value, and what settles what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import narwhals as nw

    from analysis.client.rules import Rules
    from analysis.intake.workspace import Frame


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


def among(column: str, values: Sequence[str]) -> nw.Expr:
    """Return whether a state is one of the values, which a client file may write in any case."""
    import narwhals as nw

    return nw.col(column).is_in([value.strip().casefold() for value in values])


def _taken_back(rules: dict[str, Rules]) -> nw.Expr:
    """Return whether a line counts as negative."""
    import narwhals as nw

    back = nw.lit(value=False)
    for column, rule in rules.items():
        if rule.negate:
            back |= among(column, rule.negate)
    return back


def ruled(rows: Frame, rules: dict[str, Rules], prefix: str | None) -> Frame:
    """Apply what a client file says of states and documents: some lines are dropped, others count as negative.

    Parameters
    ----------
    rows : LazyFrame
        exact (money), quantity where it is given, number (of the document) where a prefix is given, and the
        columns of the rules, in lower case.
    rules
        By column: what is kept (then all else is dropped), dropped, and counted as negative.
    prefix
        What the numbers of cancelled documents begin with.

    Returns
    -------
    LazyFrame
        With dropped; exact is negative where a rule or the prefix says so, and quantity wherever the money is.
    """
    import narwhals as nw

    out = nw.lit(value=False)
    for column, rule in rules.items():
        if rule.keep is not None:
            out |= ~among(column, [*rule.keep, *rule.negate])
        if rule.drop:
            out |= among(column, rule.drop)
    exact, many = nw.col("exact"), nw.col("quantity")
    if prefix or any(rule.negate for rule in rules.values()):
        back = nw.col("number").str.starts_with(prefix) if prefix else nw.lit(value=False)
        back |= _taken_back(rules)
        rows = rows.with_columns(exact=nw.when(back).then(-exact.abs()).otherwise(exact))
    if "quantity" in rows.collect_schema().names():
        rows = rows.with_columns(quantity=nw.when(exact < 0).then(-many.abs()).otherwise(many))
    return rows.with_columns(dropped=out)


def cancelled(rows: Frame, prefix: str) -> Frame:
    """Return how many positive amounts a prefix has made negative: n, money, first (row); of row, money, number."""
    import narwhals as nw

    turned = rows.filter(nw.col("number").str.starts_with(prefix), nw.col("money") > 0)
    return turned.select(nw.len().alias("n"), nw.col("money").sum(), nw.col("row").min().alias("first"))


def negated(rows: Frame, rules: dict[str, Rules]) -> Frame:
    """Return how many lines count as negative, with their money: n, amount."""
    import narwhals as nw

    return rows.filter(_taken_back(rules)).select(nw.len().alias("n"), nw.col("amount").sum())
