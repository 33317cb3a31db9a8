"""Customers and amounts that look like something else: test accounts, totals, garbled names, one amount throughout."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from analysis.display.formats import count
from analysis.display.language import data_error
from analysis.intake.mean.lines import Source
from analysis.intake.mean.tally import Sums
from analysis.intake.mean.words import literal_pattern
from analysis.intake.workspace import Workspace, literal

ACCOUNTS = literal_pattern(
    "test", "tests", "testkunde", "testuser", "dummy", "demo", "sample", "muster", "mustermann", "intern", "internal",
    "eigenverbrauch", "eigenbedarf", "mitarbeiter", "personalkauf", "employee", "employees", "staff", "hauskonto",
    "intercompany", "interco", "konzernintern",
    "house account", "内部", "员工", "自用",
)  # fmt: skip
GARBLED = r"Ã[¤¶¼Ÿœ„–©¨ª«¡³±§¢®¥]|â€[™œž“”¦\x{9d}]|Â[´°§»«]|ï»¿|å[\x{80}-\x{bf}œŽ]|æ[\x{80}-\x{bf}œŽˆ˜™]"
TOTAL = (
    r"(?i)^(summe|total|subtotal|gesamt|zwischensumme|sum|итого)\b|\b(total|subtotal|summe|ergebnis)$|(合计|总计|小计)$"
)
DOUBTS = {"customers_test": ACCOUNTS, "customers_total": TOTAL, "text_garbled": GARBLED}
FEWEST_GROUPS = 3
FEWEST = 20  # rows, before one amount throughout is strange


def say_doubts(bench: Workspace, doubted: Sequence[bool]) -> None:
    """Name the customers that a careful reader would ask the client about, of each of ``DOUBTS`` that some cause."""
    for code, pattern in itertools.compress(DOUBTS.items(), doubted):
        customers, rows, money, shown = bench.row(
            f"SELECT count(*), coalesce(sum(n), 0), coalesce(sum(net), 0), list(id ORDER BY abs(net) DESC, id)[:3] "
            f"FROM people JOIN customers USING (customer) WHERE regexp_matches(id, {literal(pattern)})"
        )
        if customers:
            bench.warn(code, rows, money, customers=customers, names=shown)


def say_one_amount(bench: Workspace, used: Sums) -> None:
    """Say that every amount is the same: a count, a flag or a fee rather than revenue."""
    if used.rows >= FEWEST and used.smallest == used.largest:
        bench.warn("one_amount", used.rows, each=used.largest)


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
        bench.warn("quantity_sign", rows, money, file=source.staged.label)


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
        raise data_error(
            "{file}: the customer id stands in the first row of each group only: {ids} ids, each once, and "
            "{nobody} rows without one (merged cells, a pivot table). Fill the ids down in the export.",
            file=source.staged.label,
            ids=count(ids),
            nobody=count(nobody),
        )
