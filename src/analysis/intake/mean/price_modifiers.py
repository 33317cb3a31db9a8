# ruff: noqa: E501
"""What stands beside quantity and price and changes their product: a discount, or a price for 100 pieces."""

from __future__ import annotations

import re

from analysis.intake.mean.candidate_words import TAX
from analysis.intake.mean.divisions import Division, divisions
from analysis.intake.mean.line_beside import say_line_beside, say_price_of_line
from analysis.intake.mean.neighbours import Seen
from analysis.intake.workspace import name

DISCOUNT = (
    r".*(discount|\bdisc\b|_disc\b|disc\.|rebate|rabatt|nachlass|nachlaß|skonto|remise|rabais|ristourne|réduction"
    r"|descuento|\bdto\b|\bdcto\b|desconto|sconto|korting"
    r"|rabat|upust|opust|bonif|zniżk|avdrag|sleva|zľava|kedvezmény|popust|indirim|iskonto|alennus|скидк|знижк|折扣|优惠|折让|割引|値引|할인|diskon|chiết "
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
UNIT = r"(1|10|100|1[., ']?000|10[., ']?000)([.,]0+)?( ?[^\W\d_]{1,8}\.?)?"
"""As many pieces as a price is for: 1,000; 100.00; 100 szt."""
SHARE = r"0([.,][0-9]+)?|1([.,]0+)?"
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
        if (
            product
            and "discount" not in source.columns
            and (re.fullmatch(DISCOUNT, title) or _is_factor(seen, division, title))
        ):
            _say_discount(seen, division.column, division.title)
        elif product and "price_unit" not in source.columns and _is_unit(seen, division.column, title):
            _say_unit(seen, division.column, division.title)


def _is_factor(seen: Seen, division: Division, title: str) -> bool:
    """Return whether a column holds shares of one, nothing else: what a list price is multiplied by, or less it."""
    if not division.few or division.distinct < 2 or re.fullmatch(TAX, title):
        return False
    found = seen.rows(f"trim({name(division.column)}) AS v, count(*) GROUP BY v")
    values = [str(value) for value, _ in found if value]
    return all(re.fullmatch(SHARE, value) for value in values) and any(re.search("^0.*[1-9]", v) for v in values)


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
    fits = [re.fullmatch(UNIT, value) for value in values]
    pieces = {re.sub(r"\D", "", str(each[1])) for each in fits if each}
    if not all(fits) or pieces <= {"1"}:
        return False
    return re.fullmatch(PRICE_UNIT, title) is not None or ("1" in pieces and bool(pieces & {"100", "1000"}))


def _say_unit(seen: Seen, column: str, title: str) -> None:
    cell = f"trim({name(column)})"
    rows, amount = seen.bench.row(
        f"SELECT count(*), coalesce(sum(amount), 0) FROM {seen.table} WHERE counted AND "
        f"regexp_matches({cell}, '^1.*0') AND NOT regexp_full_match({cell}, '1([.,]0+)?')"
    )
    seen.bench.warn("price_unit_not_named", rows, amount, file=seen.label, column=title)
