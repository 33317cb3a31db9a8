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
from analysis.intake.mean.tally import People, Sums
from analysis.intake.workspace import Workspace, name

SAMPLED_ROWS = 200_000  # are enough for a median to compare with


def check_money(
    bench: Workspace, sources: list[Source], used: Sums, people: People, columns: list[str], currency: str | None
) -> None:
    """Note rounding, returns, zeros, duplicates, outliers and what the optional columns show.

    Raises
    ------
    DataError
        If there is no positive amount at all.
    """
    _refuse_no_revenue(used)
    if used.n_rounded:
        bench.info("rounding", used.n_rounded, float(used.residue))
    say_minor_units(bench, currency)
    _say_returns(bench, used, people)
    if "order_id" in columns:
        say_cancellations(bench, sources)
        say_turned(bench, sources)
    _say_zeros(bench, used)
    _say_duplicates(bench, sources, columns)
    _say_outliers(bench, used)
    say_scattered_cents(bench, sources, used, columns, currency)
    if "margin" in columns:
        say_missing_cost(bench)
    if "product" in columns:
        say_fees(bench)
    for source in sources:
        say_quantities(bench, source)


def _refuse_no_revenue(used: Sums) -> None:
    if used.n_positive:
        return
    if used.n_negative:
        raise data_error(
            "no amount is positive: {negative} of {rows} are negative (returns only, or the opposite sign "
            "convention); export sales as positive amounts, or name the column that holds them.",
            negative=count(used.n_negative),
            rows=count(used.rows),
        )
    raise data_error(
        "revenue is zero: all {rows} amounts are 0; name the column that holds the money.", rows=count(used.rows)
    )


def _say_returns(bench: Workspace, used: Sums, people: People) -> None:
    if used.n_negative and not say_payments(bench, used):
        bench.warn("returns", used.n_negative, float(used.negative), share=-used.negative / used.positive)
        if people.in_debt:
            bench.warn("negative_customers", people.in_debt, float(people.debt))


def _say_zeros(bench: Workspace, used: Sums) -> None:
    rows = used.rows - used.n_positive - used.n_negative
    if rows:
        note = bench.warn if rows > 0.05 * used.rows else bench.info
        note("zero_amount", rows)


def _say_duplicates(bench: Workspace, sources: list[Source], columns: list[str]) -> None:
    """Count rows that repeat another in every column; whole rows are compared only where the lines look alike.

    It stays SQL: that a row repeats another is a matter of its text, which no other engine has.
    """
    look = f"hash({', '.join(['source', 'customer', 'day', 'amount', *map(name, columns)])})"
    shared, every = bench.row("SELECT coalesce(sum(n) FILTER (n > 1), 0), sum(n) FROM days")
    few = 2 * shared < every  # rows on a day with others: where most are, to look for them costs more than it spares
    beside = "SEMI JOIN (FROM days WHERE n > 1) d USING (customer, day)" if few else ""
    if not shared:
        return
    alike = (
        f"WITH looks AS (SELECT {look} AS look FROM lines {beside} WHERE reason IS NULL GROUP BY look "
        f"HAVING count(*) > 1), alike AS MATERIALIZED (SELECT source, row, amount FROM lines WHERE reason IS NULL AND "
        f"{look} IN (FROM looks))"
    )
    repeated = " UNION ALL ".join(
        f"SELECT count(*) AS n, any_value(a_) AS a FROM (WITH r AS MATERIALIZED (SELECT rowid AS row, * EXCLUDE (part) "
        f"FROM {source.staged.table} WHERE rowid IN (SELECT row FROM alike WHERE source = {source.staged.number})) "
        f"SELECT r.*, alike.amount AS a_ FROM r JOIN alike USING (row) WHERE source = {source.staged.number}) "
        f"GROUP BY others, {', '.join(name(column) for column in source.staged.source.columns)} HAVING count(*) > 1"
        for source in sources
    )
    rows, money, groups = bench.row(
        f"{alike} SELECT coalesce(sum(n - 1), 0), coalesce(sum((n - 1) * a), 0), count(*) FROM ({repeated})"
    )
    if rows:
        bench.warn("duplicate_rows", rows, money, groups=groups)


def _say_outliers(bench: Workspace, used: Sums) -> None:
    largest, positive = used.largest, used.positive
    if used.rows >= 20 and largest > positive / 5:
        bench.warn("outlier", 1, float(largest), share=largest / positive)
    if used.rows >= 3 and 2 * largest == used.amount:
        bench.warn("total_row_suspected", 1, float(largest))
    one_in = max(used.rows // SAMPLED_ROWS, 1)
    lines = "FROM lines WHERE reason IS NULL AND"
    middle = bench.row(f"SELECT quantile_disc(abs(amount), 0.5) {lines} amount <> 0 AND row % {one_in} = 0")[0]
    highest = max(largest, -used.smallest)
    if middle and highest > 10000 * middle and largest <= positive / 5:
        extreme = bench.row(f"SELECT count(*) {lines} abs(amount) > {10000 * middle}")[0]
        bench.warn("extreme_amounts", extreme, median=middle, largest=highest)
