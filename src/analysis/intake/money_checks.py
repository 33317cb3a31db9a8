"""What a careful analyst would notice about the money in the rows that are used."""

from __future__ import annotations

from analysis.intake.column_checks import (
    say_cancellations,
    say_fees,
    say_missing_cost,
    say_quantities,
    say_status,
    say_turned,
)
from analysis.intake.lines import Source
from analysis.intake.workspace import Workspace
from analysis.schema import DataError

USED = "FROM lines WHERE reason IS NULL"
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
    _say_returns(bench, sources, columns)
    _say_zeros(bench)
    _say_duplicates(bench)
    _say_outliers(bench)
    if "margin" in columns:
        say_missing_cost(bench)
    if "product" in columns:
        say_fees(bench)
    if "status" in columns:
        say_status(bench)
    for source in sources:
        say_quantities(bench, source)


def _refuse_no_revenue(bench: Workspace) -> None:
    rows, positive, negative = bench.row(
        f"SELECT count(*), count(*) FILTER (amount > 0), count(*) FILTER (amount < 0) {USED}"
    )
    if positive:
        return
    if negative:
        raise DataError(
            f"no amount is positive: {negative:,} of {rows:,} are negative (returns only, or the opposite sign "
            f"convention); export sales as positive amounts, or name the column that holds them."
        )
    raise DataError(f"revenue is zero: all {rows:,} amounts are 0; name the column that holds the money.")


def _say_rounding(bench: Workspace) -> None:
    rows, difference = bench.row(f"SELECT count(*) FILTER (residue <> 0), coalesce(sum(residue), 0) {USED}")
    if rows:
        bench.info(
            "rounding",
            f"{rows:,} amounts have more decimals than the currency and were rounded half up, row by row: "
            f"the exact total is {difference:+,.6f} different.",
            rows,
            float(difference),
        )


def _say_returns(bench: Workspace, sources: list[Source], columns: list[str]) -> None:
    rows, money, positive = bench.row(
        f"SELECT count(*), coalesce(sum(amount), 0), (SELECT sum(amount) {USED} AND amount > 0) {USED} AND amount < 0"
    )
    if rows:
        bench.warn(
            "returns",
            f"{rows:,} rows have negative amounts (returns, credit notes, cancellations), {money:,.2f} in all, "
            f"{-money / positive:.1%} of the positive revenue; they are netted per customer and day.".replace(
                "%", " %"
            ),
            rows,
            float(money),
        )
        customers, sum_ = bench.row(
            "SELECT count(*), coalesce(sum(s), 0) FROM (SELECT net AS s FROM people) WHERE s < 0"
        )
        if customers:
            bench.warn(
                "negative_customers",
                f"{customers:,} customers have a negative net revenue, {sum_:,.2f} in all (returns exceed purchases): "
                f"cumulative shares are taken over the others.",
                customers,
                float(sum_),
            )
    if "order_id" in columns:
        say_cancellations(bench, sources)
        say_turned(bench, sources)


def _say_zeros(bench: Workspace) -> None:
    rows, total = bench.row(f"SELECT count(*) FILTER (amount = 0), count(*) {USED}")
    if rows:
        note = bench.warn if rows > 0.05 * total else bench.info
        note(
            "zero_amount",
            f"{rows:,} rows have the amount zero (samples, gifts, tests?); they bring no revenue, and "
            f"whether such a day "
            f"counts as a purchase is the parameter zero_is_purchase.",
            rows,
        )


def _say_duplicates(bench: Workspace) -> None:
    rows, money, groups = bench.row(
        "SELECT coalesce(sum(n - 1), 0), coalesce(sum((n - 1) * a), 0), count(*) FROM (SELECT count(*) AS n, "
        "any_value(amount) AS a FROM lines SEMI JOIN (FROM days WHERE n > 1) d USING (customer, day) "
        "WHERE reason IS NULL GROUP BY source, fingerprint HAVING count(*) > 1)"
    )
    if rows:
        bench.warn(
            "duplicate_rows",
            f"{rows:,} duplicate rows repeat another row of the same source in every column ({groups:,} groups), "
            f"{money:,.2f} in all; they were kept, because true sales can look alike. Remove them in "
            f"the export if not.",
            int(rows),
            float(money),
        )


def _say_outliers(bench: Workspace) -> None:
    rows, positive, largest, total = bench.row(
        f"SELECT count(*), sum(amount) FILTER (amount > 0), max(amount), sum(amount) {USED}"
    )
    if rows >= 20 and largest > positive / 5:
        bench.warn(
            "outlier",
            f"The largest amount, {largest:,.2f}, is {largest / positive:.0%} of the positive revenue in one row: an "
            f"extreme outlier; check it before any share is quoted.".replace("%", " %"),
            1,
            float(largest),
        )
    if rows >= 3 and 2 * largest == total:
        bench.warn(
            "total_row_suspected",
            f"One row's amount, {largest:,.2f}, equals the sum of all the others: it may be a total row; remove it in "
            f"the export if it is.",
            1,
            float(largest),
        )
    one_in = max(rows // SAMPLED_ROWS, 1)
    middle = bench.row(f"SELECT quantile_disc(abs(amount), 0.5) {USED} AND amount <> 0 AND row % {one_in} = 0")[0] or 0
    highest, extreme = bench.row(f"SELECT max(abs(amount)), count(*) FILTER (abs(amount) > {10000 * middle}) {USED}")
    if middle and extreme and largest <= positive / 5:
        bench.warn(
            "extreme_amounts",
            f"{extreme:,} amounts are over 10,000 times the median of {middle:,.2f} (the largest is {highest:,.2f}): "
            f"outliers to check.",
            extreme,
        )
