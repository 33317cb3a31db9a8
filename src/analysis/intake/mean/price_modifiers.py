# ruff: noqa: E501
"""What stands beside quantity and price and changes their product: a discount, or a price for 100 pieces."""

from __future__ import annotations

import re

from analysis.intake.mean.divisions import divisions
from analysis.intake.mean.line_beside import say_line_beside, say_price_of_line
from analysis.intake.mean.neighbours import Seen
from analysis.intake.workspace import name

DISCOUNT = (
    r".*(discount|\bdisc\b|_disc\b|disc\.|rebate|rabatt|nachlass|nachlaß|skonto|remise|rabais|ristourne|réduction"
    r"|descuento|\bdto\b|\bdcto\b|desconto|sconto|korting"
    r"|rabat|sleva|zľava|kedvezmény|popust|indirim|iskonto|alennus|скидк|знижк|折扣|优惠|折让|割引|値引|할인|diskon|chiết "
    r"khấu|giảm giá|ส่วนลด|خصم).*"
)
PRICE_UNIT = (
    r".*(price[ _-]?(unit|per|basis|quantity|factor)|unit[ _-]?of[ _-]?price|per[ _-]?qty|preis[ "
    r"_-]?(einheit|je|pro|menge|faktor|basis|dimension)"
    r"|\bpeinh\b|\bkpein\b|\bpe\b|prix[ _-]?(par|unité)|unité[ _-]?de[ _-]?prix|base[ _-]?(de )?prix|unidad[ "
    r"_-]?(de )?precio|precio[ _-]?por|unità[ _-]?(di )?prezzo"
    r"|prezzo[ _-]?per|prijs[ _-]?(per|eenheid)|cena[ _-]?za|jednostka[ _-]?ceny|计价单位|价格单位|単価単位|価格単位|가격단위|единица "
    r"цены).*|per|je|pro|par|por|za"
)
COUNTED_IN = {"each": 1, "ea": 1, "e": 1, "pc": 1, "pcs": 1, "st": 1, "stk": 1, "c": 100, "m": 1000}
"""Pieces that a letter stands for where prices are per each, per hundred (C) or per thousand (M)."""
UNITS = {
    "1",
    "10",
    "100",
    "1000",
    "10000",
    "1,000",
    "1.000",
    "1'000",
    "1 000",
    "1.0",
    "100.0",
    "1000.0",
    "1,00",
    "100,00",
    "1.00",
    "100.00",
}
NUMBER = r"[-+]?[0-9][0-9., ]*\s*%?"


def say_modifiers(seen: Seen) -> None:
    """Say which columns beside quantity and price change their product, and were not taken into account."""
    source, numbers = seen.source.staged.source, seen.source.numbers
    product = "amount" not in numbers and "unit_price" in numbers
    if product:
        say_price_of_line(seen)
        say_line_beside(seen)
    for division in divisions(seen):
        if division.column in seen.named:
            continue
        title = division.title.casefold()
        if product and "discount" not in source.columns and re.fullmatch(DISCOUNT, title):
            _say_discount(seen, division.column, division.title)
        elif product and "price_unit" not in source.columns and _is_unit(seen, division.column, title):
            _say_unit(seen, division.column, division.title)


def _say_discount(seen: Seen, column: str, title: str) -> None:
    cell = f"trim({name(column)})"
    rows, examples = seen.bench.row(
        f"SELECT count(*), list(DISTINCT {cell} ORDER BY {cell})[:3] FROM {seen.table} WHERE counted AND "
        f"regexp_full_match({cell}, '{NUMBER}') AND regexp_matches({cell}, '[1-9]')"
    )
    if not rows:
        return
    seen.bench.warn("discount_not_named", rows, file=seen.label, column=title, examples=examples)


def _is_unit(seen: Seen, column: str, title: str) -> bool:
    """Return whether a column says for how many pieces the price is: by its name, or as only powers of ten do."""
    found = seen.rows(f"trim({name(column)}) AS v, count(*) GROUP BY v")
    values = {str(value): int(str(rows)) for value, rows in found if value}
    letters = {value.casefold() for value in values}
    if letters <= COUNTED_IN.keys() and len({COUNTED_IN[letter] for letter in letters}) > 1:
        return True
    if len(values) < 2 and set(values) <= {"1", "1.0", "1,00", "1.00"} or not set(values) <= UNITS:
        return False
    return re.fullmatch(PRICE_UNIT, title) is not None or {"1", "100"} <= set(values) or {"1", "1000"} <= set(values)


def _say_unit(seen: Seen, column: str, title: str) -> None:
    cell = f"trim({name(column)})"
    rows, amount = seen.bench.row(
        f"SELECT count(*), coalesce(sum(amount), 0) FROM {seen.table} WHERE counted AND {cell} NOT IN ('', '1', "
        f"'1.0', '1,00', '1.00')"
    )
    seen.bench.warn("price_unit_not_named", rows, amount, file=seen.label, column=title)
