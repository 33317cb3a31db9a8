"""What the optional columns show: cancellations, costs, fees, states and quantities."""

from __future__ import annotations

from analysis.intake.mean.amounts import product
from analysis.intake.mean.lines import Source
from analysis.intake.mean.states import cancel_prefix
from analysis.intake.mean.tally import COUNTED
from analysis.intake.mean.words import sql_list
from analysis.intake.rules.states import cancelled
from analysis.intake.workspace import Workspace

USED = "FROM lines WHERE reason IS NULL"
KNOWN = f"FROM lines WHERE {COUNTED}"


CANCELLING = {"AV", "C", "CM", "CN", "CR", "CRN", "FK", "GS", "GU", "K", "KOR", "NC", "R", "RE", "SR", "ST"}
"""Cancellations, credit notes and corrections: avoir, Gutschrift, korekta, nota de crédito."""


FEES = (
    "post", "postage", "dot", "dotcom postage", "m", "manual", "c2", "carriage", "d", "discount", "s", "samples",
    "bank charges", "adjust", "adjust2", "amazonfee", "amazon fee", "pads", "cruk", "b", "shipping", "freight", "fee",
    "delivery", "versand", "porto", "gutschein", "voucher", "gift card", "deposit", "运费", "邮费", "手续费", "押金",
)  # fmt: skip


def say_cancellations(bench: Workspace, sources: list[Source]) -> None:
    """Tell documents with a letter before the number (C536379) from plain negative rows."""
    total = bench.row(f"SELECT count(*) {KNOWN}")[0]
    for prefix, rows, negative, positive, money, wrong in bench.rows(
        f"SELECT upper(regexp_extract(order_id, '^([A-Za-z]{{1,3}})[-_/ ]?[0-9]+([-_/][0-9]+)*$', 1)) AS p, count(*), "
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
        bench.info(
            "cancellations",
            rows,
            money,
            prefix=prefix,
            negative=plain,
            negative_amount=plain_money,
            taken_back=taken_back,
        )
        if positive and prefix in CANCELLING:
            bench.warn("cancellation_positive", positive, wrong, prefix=prefix)


def say_turned(bench: Workspace, sources: list[Source]) -> None:
    """Say which positive amounts a cancel_prefix has made negative: the total is not that of the export."""
    for source in sources:
        number, raw, prefix = source.staged.number, source.staged.table, cancel_prefix(source.staged)
        if not prefix:
            continue
        orders = bench.frame(
            f"SELECT row, money, number FROM (SELECT {raw}.rowid AS row, {source.written[0]} AS money, "
            f"trim({raw}.order_id) AS number FROM {source.relation}) JOIN lines USING (row) "
            f"WHERE source = {number} AND {COUNTED}"
        )
        rows, money, first = bench.fetch(cancelled(orders, prefix))[0]
        if rows:
            bench.warn(
                "cancellation_turned",
                rows,
                money,
                file=source.staged.label,
                prefix=prefix,
                first=source.staged.where(first),
            )


def _negative_quantities(bench: Workspace, source: Source, without: str) -> int:
    if "quantity" not in source.numbers or "order_id" not in source.staged.source.columns:
        return 0
    number, raw = source.staged.number, source.staged.table
    return int(
        bench.row(
            f"SELECT count(*) FROM (SELECT {raw}.rowid AS row, {source.numbers['quantity'].value} AS q "
            f"FROM {source.relation}) JOIN lines USING (row) WHERE q < 0 AND source = {number} AND {without} "
            f"AND {COUNTED}"
        )[0]
    )


def say_missing_cost(bench: Workspace) -> None:
    """Count the rows whose cost, and so whose margin, is unknown, and those sold below cost."""
    rows, money = bench.row(f"SELECT count(*), coalesce(sum(amount), 0) {USED} AND margin IS NULL")
    if rows:
        bench.warn("cost_missing", rows, money)
    below, loss = bench.row(f"SELECT count(*), coalesce(sum(margin), 0) {USED} AND margin < 0 AND amount > 0")
    if below:
        bench.info("below_cost", below, loss)


def say_fees(bench: Workspace) -> None:
    """Count the rows that are postage, fees, tests or adjustments rather than products."""
    found = bench.rows(
        f"WITH products AS MATERIALIZED (SELECT product, count(*) AS n, sum(amount) {USED} GROUP BY product) "
        f"FROM products WHERE lower(product) IN {sql_list(FEES)} "
        f"OR regexp_matches(lower(product), '^(test|gift_)[0-9_]') ORDER BY n DESC, product"
    )
    if found:
        bench.info(
            "not_products",
            sum(rows for _, rows, _ in found),
            sum(money for *_, money in found),
            products=[{"product": product, "rows": rows} for product, rows, _ in found[:6]],
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
        bench.warn("quantity_extreme", rows, file=source.staged.label, limit=limit, most=most, median=middle)
    if zero:
        bench.info("quantity_zero", zero, file=source.staged.label)
    if "amount" in source.numbers and "unit_price" in source.numbers:
        expected = product(numbers, source.numbers["unit_price"])[0]
        differ = bench.row(
            f"SELECT count(*) FROM {source.relation} WHERE abs({source.numbers['amount'].value} - {expected}) > 0.01"
        )[0]
        if differ:
            amount = source.staged.source.columns["amount"]
            bench.warn("amount_not_price_times_quantity", differ, file=source.staged.label, column=str(amount))
