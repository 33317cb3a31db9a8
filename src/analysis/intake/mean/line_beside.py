# ruff: noqa: E501
"""A price that is the whole line's, and a column beside that holds the line's amount: both told by arithmetic."""

from __future__ import annotations

import re

from analysis.intake.mean.divisions import divisions
from analysis.intake.mean.neighbours import Seen
from analysis.intake.workspace import name

TOTAL = r".*(total|gesamt|summe|\bext\b|\bext[_. ]|extended|\bline\b|\bline[_. ]|zeilen|positions?(preis|betrag|wert)|importe|montant|合计|合計|总价|总额|总金额|金额|金額).*"
NOT_THE_LINE_S = r".*(paid|bezahlt|pay|balance|saldo|open|offen|cost|kosten|einkauf|tax|vat|steuer|mwst|税|成本).*"
SAMPLE = 20_000
FEWEST = 20
NEARLY_ALL = 0.98
BY_CHANCE = 0.8  # of the prices may be multiples of the quantity of another row
SOME = 0.05


def say_price_of_line(seen: Seen) -> None:
    """Say that the unit price is the line's: by its name, or because it is a multiple of the quantity in every row."""
    quantity, price = (seen.source.numbers[c] for c in ("quantity", "unit_price"))
    title = seen.source.staged.headers.get("unit_price", "")
    whole = f"({price.value} * {10**price.scale})::HUGEINT"
    rows, own, of_another = seen.bench.row(
        f"SELECT count(*), count(*) FILTER (p % q = 0), count(*) FILTER (p % other = 0) FROM (SELECT q, p, "
        f"lag(q) OVER (ORDER BY place) AS other FROM (SELECT {seen.source.staged.table}.rowid AS place, {quantity.value} AS n, "
        f"n::BIGINT AS q, {whole} AS p FROM {seen.source.relation} LIMIT {SAMPLE}) WHERE n > 1 AND n = floor(n) AND p > 0) "
        f"WHERE other IS NOT NULL"
    )
    named = re.fullmatch(TOTAL, title.casefold()) is not None
    divided = rows >= FEWEST and own >= NEARLY_ALL * rows and of_another <= BY_CHANCE * rows
    if divided or named:
        seen.bench.warn(
            "price_of_line", rows, file=seen.label, column=title, multiples=own if divided else 0, named=named
        )


def say_line_beside(seen: Seen) -> None:
    """Say which column beside is quantity times price in some rows and less in others: the line's amount, reduced."""
    if "discount" in seen.source.staged.source.columns or "price_unit" in seen.source.staged.source.columns:
        return
    mark = seen.source.numbers["unit_price"].decimal
    for division in divisions(seen):
        if division.column in seen.named or division.distinct < FEWEST // 2:
            continue
        digits = f"regexp_replace({name(division.column)}, '[^0-9{mark}-]', '', 'g')"
        value = f"try_cast(replace({digits}, '{mark}', '.') AS DECIMAL(18, 4))"
        rows, equal, less, money = seen.bench.row(
            f"SELECT count(v), count(*) FILTER (abs(v - amount) < 0.011), count(*) FILTER (v BETWEEN 0.2 * amount "
            f"AND amount - 0.011), coalesce(sum(amount - v), 0) FROM (SELECT amount, {value} AS v FROM {seen.table} "
            f"WHERE counted AND amount > 0)"
        )
        some = min(equal, less) >= max(SOME * rows, 3)
        if (
            rows >= FEWEST
            and some
            and equal + less >= NEARLY_ALL * rows
            and not re.fullmatch(NOT_THE_LINE_S, division.title.casefold())
        ):
            seen.bench.warn("line_beside", less, money, file=seen.label, column=division.title, equal=equal)
