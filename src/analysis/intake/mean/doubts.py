"""Customers and amounts that look like something else: test accounts, totals, garbled names, one amount throughout."""

from __future__ import annotations

from analysis.intake.mean.lines import Source
from analysis.intake.mean.words import literal_pattern
from analysis.intake.workspace import Workspace, literal
from analysis.schema import DataError

ACCOUNTS = literal_pattern(
    "test", "tests", "testkunde", "testuser", "dummy", "demo", "sample", "muster", "mustermann", "intern", "internal",
    "eigenverbrauch", "eigenbedarf", "mitarbeiter", "personalkauf", "employee", "employees", "staff", "hauskonto",
    "house account", "内部", "员工", "自用",
)  # fmt: skip
GARBLED = r"Ã[¤¶¼Ÿœ„–©¨ª«¡³±§¢®¥]|â€[™œž“”¦\x{9d}]|Â[´°§»«]|ï»¿|å[\x{80}-\x{bf}œŽ]|æ[\x{80}-\x{bf}œŽˆ˜™]"
TOTAL = (
    r"(?i)^(summe|total|subtotal|gesamt|zwischensumme|sum|итого)\b|\b(total|subtotal|summe|ergebnis)$|(合计|总计|小计)$"
)
FEWEST_GROUPS = 3
FEWEST = 20  # rows, before one amount throughout is strange


def say_doubts(bench: Workspace) -> None:
    """Name the customers that a careful reader would ask the client about."""
    for code, pattern, words in (
        (
            "customers_test",
            ACCOUNTS,
            "look like test, internal or sample accounts; they are included. Export without them if they are",
        ),
        (
            "customers_total",
            TOTAL,
            "look like totals or subtotals and count as customers; if they are, every sale counts twice. Export "
            "without totals",
        ),
        (
            "text_garbled",
            GARBLED,
            "have letters that were encoded twice (UTF-8 taken for another encoding before it was exported); names "
            "are shown as they stand. Export the file again as UTF-8",
        ),
    ):
        customers, rows, money, shown = bench.row(
            f"SELECT count(*), coalesce(sum(n), 0), coalesce(sum(net), 0), list(id ORDER BY abs(net) DESC, id)[:3] "
            f"FROM people JOIN customers USING (customer) WHERE regexp_matches(id, {literal(pattern)})"
        )
        if customers:
            names = ", ".join(f"'{name}'" for name in shown)
            bench.warn(
                code,
                f"{customers:,} customer id{'s' * (customers > 1)} ({names}) with {rows:,} rows and {money:,.2f} "
                f"{words}.",
                int(rows),
                float(money),
            )


def say_one_amount(bench: Workspace) -> None:
    """Say that every amount is the same: a count, a flag or a fee rather than revenue."""
    rows, least, most = bench.row("SELECT sum(n)::BIGINT, min(smallest), max(largest) FROM tally WHERE reason IS NULL")
    if rows >= FEWEST and least == most:
        bench.warn(
            "one_amount",
            f"All {rows:,} amounts are the same, {most:,.2f}: is the column a count or a flag, and the money in "
            f"another one? Customers then differ in how often they buy only.",
            rows,
        )


def say_opposite_signs(bench: Workspace, source: Source) -> None:
    """Say in which rows a negative quantity stands beside a positive amount: returns that lost their sign."""
    numbers = source.numbers
    if not {"quantity", "amount"} <= numbers.keys():
        return
    quantity, amount = numbers["quantity"].value, numbers["amount"].value
    rows, money = bench.row(
        f"SELECT count(*), coalesce(sum({amount}), 0) FROM {source.relation} WHERE {quantity} < 0 AND {amount} > 0"
    )
    if rows:
        bench.warn(
            "quantity_sign",
            f"{source.staged.label}: {rows:,} row{'s' * (rows > 1)} with {money:,.2f} "
            f"{'have' if rows > 1 else 'has'} a negative quantity and a positive amount: returns whose amount lost "
            f"its sign? They count as revenue; export their amounts as negative.",
            rows,
            float(money),
        )


def refuse_first_rows_only(bench: Workspace, source: Source) -> None:
    """Refuse a list whose customers stand in the first row of their group only, as pivot tables and merged cells do.

    Raises
    ------
    DataError
        If every id stands once and rows without an id follow.
    """
    of_source = f"FROM lines WHERE source = {source.staged.number}"
    nobody, named = bench.row(
        f"SELECT count(*) FILTER (reason = 'missing_customer_id'), count(*) FILTER (reason IS NULL) {of_source}"
    )
    if nobody < named:
        return
    ids, first = bench.row(
        f"SELECT count(DISTINCT customer) FILTER (reason IS NULL), arg_min(reason IS NULL, row) {of_source} "
        f"AND (reason IS NULL OR reason = 'missing_customer_id')"
    )
    if first and named == ids >= FEWEST_GROUPS:
        raise DataError(
            f"{source.staged.label}: the customer id stands in the first row of each group only: {ids:,} ids, each "
            f"once, and {nobody:,} rows without one (merged cells, a pivot table). Fill the ids down in the export."
        )
