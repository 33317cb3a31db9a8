"""What a careful analyst would notice about the money in the rows that are used."""

from __future__ import annotations

from analysis.intake.amounts import product
from analysis.intake.lines import Source
from analysis.intake.words import sql_list
from analysis.intake.workspace import Workspace, name
from analysis.schema import DataError

USED = "FROM lines WHERE reason IS NULL"
NOBODY = "('missing_customer_id', 'placeholder_customer_id')"
KNOWN = f"FROM lines WHERE (reason IS NULL OR reason IN {NOBODY})"
SAMPLED_ROWS = 200_000  # are enough for a median to compare with
CANCELLING = {"C", "CN", "CR", "K", "R", "RE", "ST"}
FEES = (
    "post", "postage", "dot", "dotcom postage", "m", "manual", "c2", "carriage", "d", "discount", "s", "samples",
    "bank charges", "adjust", "adjust2", "amazonfee", "amazon fee", "pads", "cruk", "b", "shipping", "freight", "fee",
    "delivery", "versand", "porto", "gutschein", "voucher", "gift card", "deposit", "运费", "邮费", "手续费", "押金",
)  # fmt: skip
ENDED = (
    "cancelled", "canceled", "cancel", "void", "voided", "refunded", "refund", "returned", "failed", "declined",
    "draft", "test", "storniert", "annulé", "cancelado", "unpaid", "pending", "已取消", "取消", "已退款", "退款",
    "关闭",
    "已关闭", "待付款", "未付款",
)  # fmt: skip


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
        _say_missing_cost(bench)
    if "product" in columns:
        _say_fees(bench)
    if "status" in columns:
        _say_status(bench)
    for source in sources:
        _say_quantities(bench, source)


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
        _say_cancellations(bench, sources)


def _say_cancellations(bench: Workspace, sources: list[Source]) -> None:
    """Tell documents with a letter before the number (C536379) from plain negative rows."""
    total = bench.row(f"SELECT count(*) {KNOWN}")[0]
    for prefix, rows, negative, positive, money, wrong in bench.rows(
        f"SELECT upper(regexp_extract(order_id, '^([A-Za-z]{{1,3}})[-_ ]?[0-9]+$', 1)) AS p, count(*), "
        f"count(*) FILTER (amount < 0), count(*) FILTER (amount > 0), sum(amount), "
        f"coalesce(sum(amount) FILTER (amount > 0), 0) {KNOWN} GROUP BY p HAVING p <> '' ORDER BY count(*) DESC, p"
    ):
        if rows > 0.4 * total or (negative < 0.5 * rows and prefix not in CANCELLING):
            continue
        without = f"NOT coalesce(starts_with(upper(order_id), '{prefix}'), false)"
        plain, plain_money = bench.row(
            f"SELECT count(*), coalesce(sum(amount), 0) {KNOWN} AND amount < 0 AND {without}"
        )
        taken_back = sum(_negative_quantities(bench, source, without) for source in sources)
        also = f" and {taken_back:,} rows with a negative quantity are not (write-offs?)" if taken_back else ""
        bench.info(
            "cancellations",
            f"{rows:,} rows are on documents that begin with '{prefix}' (cancellations?), {money:,.2f} in all; "
            f"{plain:,} negative rows are not ({plain_money:,.2f}){also}.",
            rows,
            float(money),
        )
        if positive and prefix in CANCELLING:
            bench.warn(
                "cancellation_positive",
                f"{positive:,} rows on documents that begin with '{prefix}', like cancellations and "
                f"returns, have positive "
                f"amounts ({wrong:,.2f}); if their minus sign was lost, set cancel_prefix: {prefix}.",
                positive,
                float(wrong),
            )


def _negative_quantities(bench: Workspace, source: Source, without: str) -> int:
    if "quantity" not in source.numbers or "order_id" not in source.staged.source.columns:
        return 0
    number, raw = source.staged.number, source.staged.table
    return int(
        bench.row(
            f"SELECT count(*) FROM (SELECT {raw}.rowid AS row, {source.numbers['quantity'].value} AS q "
            f"FROM {source.relation}) JOIN lines USING (row) WHERE q < 0 AND source = {number} AND {without} "
            f"AND (reason IS NULL OR reason IN {NOBODY})"
        )[0]
    )


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


def _say_missing_cost(bench: Workspace) -> None:
    rows, money = bench.row(f"SELECT count(*), coalesce(sum(amount), 0) {USED} AND margin IS NULL")
    if rows:
        bench.warn(
            "cost_missing",
            f"{rows:,} rows with {money:,.2f} have no cost (missing), so they have no margin; margins "
            f"are sums over the "
            f"other rows.",
            rows,
            float(money),
        )
    below, loss = bench.row(f"SELECT count(*), coalesce(sum(margin), 0) {USED} AND margin < 0 AND amount > 0")
    if below:
        bench.info("below_cost", f"{below:,} rows are sold below cost, {loss:,.2f} in all.", below, float(loss))


def _say_fees(bench: Workspace) -> None:
    found = bench.rows(
        f"SELECT product, count(*) AS n, sum(amount) {USED} AND (lower(product) IN {sql_list(FEES)} "
        f"OR regexp_matches(lower(product), '^(test|gift_)[0-9_]')) GROUP BY product ORDER BY n DESC, product"
    )
    if found:
        shown = ", ".join(f"{product} ({rows:,})" for product, rows, _ in found[:6])
        bench.info(
            "not_products",
            f"{sum(rows for _, rows, _ in found):,} rows are fees, postage, tests or adjustments rather than products: "
            f"{shown}; they are included.",
            sum(rows for _, rows, _ in found),
            float(sum(money for *_, money in found)),
        )


def _say_status(bench: Workspace) -> None:
    found = bench.rows(
        f"SELECT status, count(*) AS n, sum(amount) {USED} AND lower(status) IN {sql_list(ENDED)} "
        f"AND amount > 0 GROUP BY status ORDER BY n DESC, status"
    )
    if found:
        shown = ", ".join(f"'{status}' ({rows:,} rows, {money:,.2f})" for status, rows, money in found[:5])
        bench.warn(
            "status",
            f"rows with a status that says they were not completed are included with positive amounts: {shown}; export "
            f"without them if they are no sales.",
            sum(rows for _, rows, _ in found),
            float(sum(money for *_, money in found)),
        )


def _say_quantities(bench: Workspace, source: Source) -> None:
    numbers = source.numbers.get("quantity")
    if numbers is None:
        return
    value = numbers.value
    middle, most, zero = bench.row(
        f"SELECT quantile_disc(abs({value}), 0.5), max(abs({value})), count(*) FILTER ({value} = 0) "
        f"FROM {source.relation}"
    )
    limit = max(1000, 100 * (middle or 0))
    rows = bench.row(f"SELECT count(*) FROM {source.relation} WHERE abs({value}) > {limit}")[0]
    if rows:
        bench.warn(
            "quantity_extreme",
            f"{source.staged.label}: {rows:,} rows have a quantity above {limit:,.0f} (up to "
            f"{most:,.0f}; the median is "
            f"{middle:,.0f}): other units, or typing errors; amounts are used as they are.",
            rows,
        )
    if zero:
        bench.info("quantity_zero", f"{source.staged.label}: {zero:,} rows have the quantity 0.", zero)
    if "amount" in source.numbers and "unit_price" in source.numbers:
        expected = product(numbers, source.numbers["unit_price"])[0]
        differ = bench.row(
            f"SELECT count(*) FROM {source.relation} WHERE abs({source.numbers['amount'].value} - {expected}) > 0.01"
        )[0]
        if differ:
            amount = source.staged.source.columns["amount"]
            bench.warn(
                "amount_not_price_times_quantity",
                f"{source.staged.label}: in {differ:,} rows, {name(str(amount))} is not quantity times unit price "
                f"(discounts?); the amount is used.",
                differ,
            )
