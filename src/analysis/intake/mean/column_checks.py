"""What the optional columns show: cancellations, costs, fees, states and quantities."""

from __future__ import annotations

from analysis.intake.mean.amounts import product
from analysis.intake.mean.lines import Source
from analysis.intake.mean.words import sql_list
from analysis.intake.workspace import Workspace, name

USED = "FROM lines WHERE reason IS NULL"
NOBODY = "('missing_customer_id', 'placeholder_customer_id')"


KNOWN = f"FROM lines WHERE (reason IS NULL OR reason IN {NOBODY})"


CANCELLING = {"C", "CN", "CR", "K", "R", "RE", "ST"}


FEES = (
    "post", "postage", "dot", "dotcom postage", "m", "manual", "c2", "carriage", "d", "discount", "s", "samples",
    "bank charges", "adjust", "adjust2", "amazonfee", "amazon fee", "pads", "cruk", "b", "shipping", "freight", "fee",
    "delivery", "versand", "porto", "gutschein", "voucher", "gift card", "deposit", "运费", "邮费", "手续费", "押金",
)  # fmt: skip


def say_cancellations(bench: Workspace, sources: list[Source]) -> None:
    """Tell documents with a letter before the number (C536379) from plain negative rows."""
    total = bench.row(f"SELECT count(*) {KNOWN}")[0]
    for prefix, rows, negative, positive, money, wrong in bench.rows(
        f"SELECT upper(regexp_extract(order_id, '^([A-Za-z]{{1,3}})[-_ ]?[0-9]+$', 1)) AS p, count(*), "
        f"count(*) FILTER (amount < 0), count(*) FILTER (amount > 0), sum(amount), "
        f"coalesce(sum(amount) FILTER (amount > 0), 0) {KNOWN} GROUP BY p ORDER BY count(*) DESC, p"
    ):
        if not prefix or rows > 0.4 * total or (negative < 0.5 * rows and prefix not in CANCELLING):
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


def say_turned(bench: Workspace, sources: list[Source]) -> None:
    """Say which positive amounts a cancel_prefix has made negative: the total is not that of the export."""
    for source in sources:
        if source.cancels is None:
            continue
        number, raw = source.staged.number, source.staged.table
        rows, money, first = bench.row(
            f"SELECT count(*), coalesce(sum(written), 0), min(row) FROM (SELECT {raw}.rowid AS row, "
            f"{source.written[0]} AS written FROM {source.relation} WHERE {source.cancels}) JOIN lines USING (row) "
            f"WHERE written > 0 AND source = {number} AND (reason IS NULL OR reason IN {NOBODY})"
        )
        if rows:
            bench.warn(
                "cancellation_turned",
                f"{source.staged.label}: {rows:,} row{'' if rows == 1 else 's'} with positive amounts ({money:,.2f}) "
                f"on documents that begin with '{source.staged.source.cancel_prefix}' count as negative, as "
                f"cancel_prefix says; the first is {source.staged.where(first)}. "
                f"The total is {2 * money:,.2f} lower than written.",
                rows,
                float(money),
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


def say_missing_cost(bench: Workspace) -> None:
    """Count the rows whose cost, and so whose margin, is unknown, and those sold below cost."""
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


def say_fees(bench: Workspace) -> None:
    """Count the rows that are postage, fees, tests or adjustments rather than products."""
    found = bench.rows(
        f"WITH products AS MATERIALIZED (SELECT product, count(*) AS n, sum(amount) {USED} GROUP BY product) "
        f"FROM products WHERE lower(product) IN {sql_list(FEES)} "
        f"OR regexp_matches(lower(product), '^(test|gift_)[0-9_]') ORDER BY n DESC, product"
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


def say_quantities(bench: Workspace, source: Source) -> None:
    """Say absurd and zero quantities, and amounts that are not quantity times price."""
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
