# ruff: noqa: E501
"""Rows that are sales of another sort: vouchers and deposits, instalments, and quantities in two units."""

from __future__ import annotations

import re

from analysis.intake.mean.divisions import Division, divisions
from analysis.intake.mean.neighbours import Seen
from analysis.intake.rules.states import kinds_of
from analysis.intake.workspace import literal, name

PREPAID = (
    r"gift ?(?:card|voucher|cert|token)|geschenk(?:karte|gutschein)|\bgutschein|\bvouchers?\b|store credit|carte cadeau|bon cadeau|chèque[- ]cadeau|tarjeta regalo|carta regalo|buono regalo"
    r"|cadeau(?:bon|kaart)|presentkort|gavekort|lahjakortti|karta podarunkowa|\bdeposits?\b|kaution|pfand\b|leergut|anzahlung|acompte|\barrhes|\bdepósito|\bsinal\b|caparra|cauzione|acconto|anticipo"
    r"|waarborg|borgsom|zaliczk|kaucj|záloh|\bpre-?paid\b|pre-?payment|\btop[- ]?up|advance payment|礼品卡|充值|储值|押金|定金|预付|ギフト(?:カード|券)|商品券|預り金|保証金|상품권|보증금|선불|предоплат|подарочн|залог|depozito|kapora|hediye (?:kart|çek)"
)
RATE = r".*(instal|\brate\b|raten|cuota|parcela|[ée]ch[ée]ance|mensualit|rata\b|raty|splátk|taksit|termijn|аванс|платеж|分期|期数|期次|\bterm\b).*"
OF = r"\D{0,16}([0-9]{1,3})\s?(?:/|of|von|de|di|van|z|из|out of|-)\s?([0-9]{1,3})"
UNIT = r".*(unit|uom|einheit|\bme\b|\beh\b|unité|unidad|unità|eenheid|jednostka|jedn|birim|единиц|ед\.|单位|單位|単位|단위|measure).*"
SIZES = {"g": 1, "gr": 1, "gram": 1, "grams": 1, "kg": 1000, "kilo": 1000, "kgs": 1000, "t": 10**6, "ton": 10**6, "to": 10**6, "mg": 0.001, "lb": 454, "lbs": 454, "oz": 28,
         "ml": 1, "cl": 10, "l": 1000, "ltr": 1000, "liter": 1000, "litre": 1000, "hl": 10**5, "克": 1, "千克": 1000, "公斤": 1000, "吨": 10**6, "斤": 500}  # fmt: skip
PACKS = {"pc", "pcs", "piece", "pieces", "each", "ea", "unit", "st", "stk", "stück", "pce", "个", "件", "只"}
LOTS = {
    "box",
    "boxes",
    "carton",
    "cartons",
    "case",
    "cases",
    "dozen",
    "dz",
    "pack",
    "packs",
    "pallet",
    "ctn",
    "karton",
    "kiste",
    "ve",
    "箱",
    "盒",
    "打",
}
FEWEST = 5
APART = 5.0
MOST = 0.5


def say_lots(seen: Seen) -> None:
    """Say which rows are prepaid, are instalments, or are counted in another unit than the others."""
    for division in divisions(seen):
        if division.column not in {"order_id", "status"} and 2 * division.distinct <= division.filled:
            _say_prepaid(seen, division)
        if re.fullmatch(RATE, division.title.casefold()):
            _say_instalments(seen, division)
        if {"quantity", "unit_price"} <= seen.source.numbers.keys() and re.fullmatch(UNIT, division.title.casefold()):
            _say_units(seen, division)


def _say_prepaid(seen: Seen, division: Division) -> None:
    cell = f"trim({name(division.column)})"
    told = f"length(value) < 60 AND regexp_matches(lower(value), {literal(PREPAID)})"
    of_kind = seen.bench.frame(f"SELECT {cell} AS value, amount FROM {seen.table} WHERE counted")
    sums = seen.bench.sql(kinds_of(of_kind))
    rows, amount, every, words = seen.bench.row(
        f"SELECT coalesce(sum(rows) FILTER (told), 0), coalesce(sum(amount) FILTER (told), 0), sum(rows), list(value ORDER BY value) "
        f"FILTER (told) FROM (SELECT *, {told} AS told FROM ({sums}))"
    )
    if rows >= FEWEST and rows < MOST * every and amount >= 0:
        seen.bench.warn("prepaid", rows, amount, file=seen.label, column=division.title, words=words[:3])


def _say_instalments(seen: Seen, division: Division) -> None:
    cell = f"trim({name(division.column)})"
    parts = f"regexp_extract({cell}, {literal('^' + OF + '$')}, ['k', 'n'])"
    rows, amount, fit, most = seen.bench.row(
        f"SELECT count(*), coalesce(sum(amount), 0), count(*) FILTER (k BETWEEN 1 AND n AND n > 1), max(n) FROM (SELECT amount, "
        f"try_cast({parts}.k AS INTEGER) AS k, try_cast({parts}.n AS INTEGER) AS n FROM {seen.table} WHERE counted AND {cell} <> '')"
    )
    if rows >= 2 * FEWEST and fit >= 0.9 * rows:
        seen.bench.warn("instalments", rows, amount, file=seen.label, column=division.title, most=most)


def _say_units(seen: Seen, division: Division) -> None:
    """Say that a quantity is in two units of one kind whose prices do not differ as the units do."""
    raw, price = seen.source.staged.table, seen.source.numbers["unit_price"]
    found = {
        str(unit): (int(rows), float(middle or 0))
        for unit, rows, middle in seen.bench.rows(
            f"SELECT lower(trim(s.{name(division.column)}, ' .')) AS u, count(*), median(p.price) FROM {seen.table} s JOIN (SELECT {raw}.rowid "
            f"AS row, {price.value} AS price FROM {seen.source.relation}) p USING (row) WHERE s.counted GROUP BY u"
        )
    }
    sized = sorted((SIZES[unit], unit) for unit in found if unit in SIZES and found[unit][0] >= FEWEST)
    pieces, lots = found.keys() & PACKS, found.keys() & LOTS
    pairs = [(*sorted(pieces)[:1], *sorted(lots)[:1])] if pieces and lots else []
    factor = 1.0
    if len(sized) > 1:
        pairs, factor = [(sized[0][1], sized[-1][1])], sized[-1][0] / sized[0][0]
    for small, large in pairs:
        low, high = found[small][1], found[large][1]
        times = high / low if low else 0.0
        if (factor > 1 and times * APART < factor) or (factor == 1 and times < 1.5):
            seen.bench.warn(
                "units_mixed",
                found[small][0],
                file=seen.label,
                column=division.title,
                small=small,
                large=large,
                low=low,
                high=high,
            )
