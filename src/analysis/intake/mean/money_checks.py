"""What a careful analyst would notice about the money in the rows that are used."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import data_error
from analysis.intake.mean.column_checks import (
    say_cancellations,
    say_fees,
    say_missing_cost,
    say_quantities,
    say_turned,
)
from analysis.intake.mean.lines import Source
from analysis.intake.mean.minor_units import say_minor_units
from analysis.intake.mean.payments import say_payments
from analysis.intake.mean.scattered_cents import say_scattered_cents
from analysis.intake.workspace import Workspace, name

USED = "FROM tally WHERE reason IS NULL"
SAMPLED_ROWS = 200_000  # are enough for a median to compare with


def check_money(bench: Workspace, sources: list[Source], columns: list[str], currency: str | None) -> None:
    """Note rounding, returns, zeros, duplicates, outliers and what the optional columns show.

    Raises
    ------
    DataError
        If there is no positive amount at all.
    """
    _refuse_no_revenue(bench)
    _say_rounding(bench)
    say_minor_units(bench, currency)
    _say_returns(bench, sources, columns)
    _say_zeros(bench)
    _say_duplicates(bench, sources, columns)
    _say_outliers(bench)
    say_scattered_cents(bench, sources, columns, currency)
    if "margin" in columns:
        say_missing_cost(bench)
    if "product" in columns:
        say_fees(bench)
    for source in sources:
        say_quantities(bench, source)


def _refuse_no_revenue(bench: Workspace) -> None:
    rows, positive, negative = bench.row(
        f"SELECT sum(n)::BIGINT, sum(n_positive)::BIGINT, sum(n_negative)::BIGINT {USED}"
    )
    if positive:
        return
    if negative:
        raise data_error(
            "no amount is positive: {negative} of {rows} are negative (returns only, or the opposite sign "
            "convention); export sales as positive amounts, or name the column that holds them.",
            negative=count(negative),
            rows=count(rows),
        )
    raise data_error(
        "revenue is zero: all {rows} amounts are 0; name the column that holds the money.", rows=count(rows)
    )


def _say_rounding(bench: Workspace) -> None:
    rows, difference = bench.row(f"SELECT sum(n_rounded)::BIGINT, coalesce(sum(residue), 0) {USED}")
    if rows:
        bench.info("rounding", rows, difference)


def _say_returns(bench: Workspace, sources: list[Source], columns: list[str]) -> None:
    rows, money, positive = bench.row(
        f"SELECT sum(n_negative)::BIGINT, coalesce(sum(negative), 0), sum(positive) {USED}"
    )
    if rows and not say_payments(bench):
        bench.warn("returns", rows, money, share=-money / positive)
        customers, sum_ = bench.row(
            "SELECT count(*), coalesce(sum(s), 0) FROM (SELECT net AS s FROM people) WHERE s < 0"
        )
        if customers:
            bench.warn("negative_customers", customers, sum_)
    if "order_id" in columns:
        say_cancellations(bench, sources)
        say_turned(bench, sources)


def _say_zeros(bench: Workspace) -> None:
    rows, total = bench.row(f"SELECT sum(n - n_positive - n_negative)::BIGINT, sum(n)::BIGINT {USED}")
    if rows:
        note = bench.warn if rows > 0.05 * total else bench.info
        note("zero_amount", rows)


def _say_duplicates(bench: Workspace, sources: list[Source], columns: list[str]) -> None:
    """Count rows that repeat another in every column; whole rows are compared only where the lines look alike.

    It stays SQL: that a row repeats another is a matter of its text, which no other engine has.
    """
    look = f"hash({', '.join(['source', 'customer', 'day', 'amount', *map(name, columns)])})"
    shared, every = bench.row("SELECT coalesce(sum(n) FILTER (n > 1), 0), sum(n) FROM days")
    few = 2 * shared < every  # rows on a day with others: where most are, to look for them costs more than it spares
    beside = "SEMI JOIN (FROM days WHERE n > 1) d USING (customer, day)" if few else ""
    bench.con.execute(
        f"CREATE TABLE alike AS WITH looks AS (SELECT {look} AS look FROM lines {beside} "
        f"WHERE reason IS NULL GROUP BY look HAVING count(*) > 1) "
        f"SELECT source, row, amount FROM lines WHERE reason IS NULL AND {look} IN (FROM looks)"
    )
    repeated = " UNION ALL ".join(
        f"SELECT count(*) AS n, any_value(a_) AS a FROM (WITH r AS MATERIALIZED (SELECT rowid AS row, * EXCLUDE (part) "
        f"FROM {source.staged.table} WHERE rowid IN (SELECT row FROM alike WHERE source = {source.staged.number})) "
        f"SELECT r.*, alike.amount AS a_ FROM r JOIN alike USING (row) WHERE source = {source.staged.number}) "
        f"GROUP BY others, {', '.join(name(column) for column in source.staged.source.columns)} HAVING count(*) > 1"
        for source in sources
    )
    rows, money, groups = bench.row(
        f"SELECT coalesce(sum(n - 1), 0), coalesce(sum((n - 1) * a), 0), count(*) FROM ({repeated})"
    )
    bench.con.execute("DROP TABLE alike")
    if rows:
        bench.warn("duplicate_rows", rows, money, groups=groups)


def _say_outliers(bench: Workspace) -> None:
    rows, positive, largest, smallest, total = bench.row(
        f"SELECT sum(n)::BIGINT, sum(positive), max(largest), min(smallest), sum(amount) {USED}"
    )
    if rows >= 20 and largest > positive / 5:
        bench.warn("outlier", 1, largest, share=largest / positive)
    if rows >= 3 and 2 * largest == total:
        bench.warn("total_row_suspected", 1, largest)
    one_in = max(rows // SAMPLED_ROWS, 1)
    lines = "FROM lines WHERE reason IS NULL AND"
    middle = bench.row(f"SELECT quantile_disc(abs(amount), 0.5) {lines} amount <> 0 AND row % {one_in} = 0")[0]
    highest = max(largest, -smallest)
    if middle and highest > 10000 * middle and largest <= positive / 5:
        extreme = bench.row(f"SELECT count(*) {lines} abs(amount) > {10000 * middle}")[0]
        bench.warn("extreme_amounts", extreme, median=middle, largest=highest)
