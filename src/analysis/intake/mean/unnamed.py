"""Columns that a client file does not name although they change what the named ones mean.

A currency of each row, a debit or credit flag, a type that says "refund", a quantity beside a price, an order number
whose total stands on every line: read without them, the amounts are other numbers than the client's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from analysis.client.parameters import Source
from analysis.intake.mean.candidate_words import PRICE, QUANTITY
from analysis.intake.mean.kind_words import BACK, plain
from analysis.intake.mean.shapes import known_shape
from analysis.intake.read.extract import Extract
from analysis.intake.read.header import positions, tidy
from analysis.intake.workspace import Workspace

SHORT_LINE = 80  # signs: a line above the header that says the unit, and tells no story
SAMPLE = 20_000  # rows that tell a type, a repeated total or a balance; currencies and signs are looked for in all
NEARLY_ALL = 0.95
MOST_VALUES = 60
FEWEST_STEPS = 20  # from row to row, before a column that grows by another one is its balance

CURRENCY = (
    r"(^|.*[ _-])(currency|curr|ccy|währung|waehrung|whg|devise|moneda|valuta)([ _-]?(code|key))?$|.*(币种|货币)$"
)
RATE = (
    r".*(exchange.?rate|conversion.?rate|\bfx\b|(wechsel|umrechnungs|devisen)kurs|taux de (change|conversion)"
    r"|tipo de cambio|tasso di cambio|taxa de c[âa]mbio|wisselkoers|valutakur|kurs walut|kurz|döviz kuru|\bkur\b"
    r"|курс|汇率|匯率|為替|換算レート|환율).*"
)
ONE = r"1([.,]0*)?"
LARGE = {"EUR", "USD", "GBP", "JPY", "CHF", "CNY"}
FLAG = (
    r".*(soll.?haben|debit.?credit|credit.?debit|dr.?cr|s.?/.?h|d.?/.?c|shkzg|kennzeichen|vorzeichen|sign|indicator"
    r"|flag|借贷|方向).*"
)
FLAGS = ({"s", "h"}, {"d", "c"}, {"dr", "cr"}, {"soll", "haben"}, {"debit", "credit"}, {"借", "贷"}, {"+", "-"})
NO_MONEY_BACK = (
    r".*(\b(no|nr|id|qty|quantity|menge|anzahl|count|days|date|datum|code|limit|score|points)\b|%|数量|日|号).*"
)
CREDIT = r".*(credit|haben|refund|gutschrift|erstattung|retoure|ausgabe|abgang|avoir|贷方|退款).*"
MOVEMENT = r"in|out|debit|credit|.*(amount|value|einnahme|ausgabe|betrag|umsatz|zugang|soll|haben|金额|收入).*"
BALANCE = r".*(balance|saldo|solde|running|cumul|kumul|bestand|余额|累计).*"
UNITS = (
    (r".*(\bcents?\b|_cents?\b|\bpence\b|minor.?unit|\bct\b|（分）|\(分\)).*", "cents"),
    (
        r".*(\bt[ ]?(eur|€|usd|chf)\b|\bk ?(eur|€|usd|\$|chf)|\bin 1[.,' ]?000\b|thousand|tausend|milliers|migliaia"
        r"|milhares|\bmiles\b|duizend|tysi[ąę]c|\btys\b|тыс|\bbin (tl|₺)|[千仟][元円圓]|천 ?원).*",
        "thousands",
    ),
    (r".*([万萬][元円圓]|만 ?원|in 10[.,']?000).*", "ten_thousands"),
    (r".*(\blakhs?\b|\blacs?\b).*", "lakhs"),
    (r".*(\bmio\b|\bmln\b|million|миллион|\bмлн\b|百万|백만).*", "millions"),
    (r".*(\bcrores?\b|千万).*", "crores"),
)


@dataclass(frozen=True)
class Look:
    """One table as read, and the header of its amount column ("" if no column holds it)."""

    bench: Workspace
    extract: Extract
    amount: str

    def warn(self, code: str, rows: int = 0, **facts: Any) -> None:
        """Note a finding about this table."""
        self.bench.warn(code, rows, file=self.extract.label, **facts)

    def keep_first(self, cells: Iterable[str]) -> None:
        """Copy some columns of the first rows to the table ``first_rows``, with their number ``nth``."""
        self.bench.con.execute(
            f"CREATE OR REPLACE TEMP TABLE first_rows AS SELECT {', '.join(cells)}, row_number() OVER () AS nth "
            f"FROM (SELECT * FROM ({self.extract.relation}) LIMIT {SAMPLE})"
        )

    def values(self, cell: str, title: str, *, every: bool) -> dict[str, int]:
        """Return the frequent values of a column, in every row or in the first, without a repeated header."""
        rows = f"({self.extract.relation})" if every else "first_rows"
        return dict(
            self.bench.rows(
                f"SELECT trim({cell}) AS v, count(*) AS n FROM {rows} "
                f"WHERE trim({cell}) <> '' AND trim({cell}) <> ? GROUP BY v ORDER BY n DESC, v LIMIT {MOST_VALUES}",
                title,
            )
        )


def say_unnamed(bench: Workspace, extract: Extract, source: Source) -> str:
    """Say what the columns that are not named tell about those that are.

    Returns
    -------
    str
        The one currency that such a column holds throughout; "" if there is none.
    """
    found = positions(source.columns, extract.names, extract.label)
    if not {"amount", "unit_price"} & found.keys():
        return ""
    titles = {f"c{k + 1}": tidy(title) for k, title in enumerate(extract.names)}
    amount = f"c{found['amount'] + 1}" if "amount" in found else ""
    used = {f"c{k + 1}" for k in found.values()}
    others = {cell: title for cell, title in titles.items() if cell not in used and title}
    look = Look(bench, extract, titles.get(amount, ""))
    _say_units(look)
    movements = {cell: title for cell, title in others.items() if _is(MOVEMENT, title)} if amount else {}
    sampled = [cell for cell, title in others.items() if _is(QUANTITY, title)]
    if sampled or movements:
        look.keep_first(dict.fromkeys([*sampled, *movements, *([amount] if amount else [])]))
    single = ""
    for cell, title in others.items():
        if "currency" not in found and (_is(CURRENCY, title) or _all_codes(look, cell)):
            single = _say_currencies(look, title, look.values(cell, title, every=True)) or single
        elif "currency" not in found and _is(RATE, title):
            _say_rates(look, title, look.values(cell, title, every=True))
        elif _is(FLAG, title) and _say_flags(look, title, look.values(cell, title, every=True)):
            continue
        elif amount and (_is(CREDIT, title) or (re.search(BACK, plain(title)) and not _is(NO_MONEY_BACK, title))):
            _say_credits(look, title, cell)
        elif _is(QUANTITY, title) and "quantity" not in found and _is(PRICE, look.amount):
            _say_price(look, title, look.values(cell, title, every=False))
    if amount:
        _say_balance(look, movements, amount)
    return single


def _all_codes(look: Look, cell: str) -> bool:
    """Return whether the first rows of a column hold nothing but codes of currencies, one of the large among them."""
    found = look.bench.rows(
        f"SELECT DISTINCT trim({cell}) FROM (SELECT {cell} FROM ({look.extract.relation}) LIMIT 99)"
    )
    codes = {str(value) for (value,) in found if value}
    return bool(codes & LARGE) and all(re.fullmatch(r"[A-Z]{3}", code) for code in codes) and codes <= _currencies()


def _currencies() -> set[str]:
    from babel.numbers import list_currencies

    return set(list_currencies())


def _is(pattern: str, name: str) -> bool:
    return re.fullmatch(pattern, name.casefold()) is not None


def _shown(values: dict[str, int], most: int = 4) -> list[dict[str, object]]:
    return [{"value": value[:40], "rows": rows} for value, rows in list(values.items())[:most]]


def _say_units(look: Look) -> None:
    for pattern, unit in UNITS:
        if _is(pattern, look.amount):
            look.warn("amount_unit", column=look.amount, unit=unit)
        for line in look.extract.above:
            if len(line) < SHORT_LINE and _is(pattern, line):
                look.warn("amount_unit_above", unit=unit, line=line)


def _say_currencies(look: Look, title: str, values: dict[str, int]) -> str:
    codes = {value.upper(): rows for value, rows in values.items() if re.fullmatch(r"[A-Za-z]{3}|[$€£¥￥]", value)}
    if len(codes) > 1:
        look.warn("currency_not_named", sum(codes.values()) - max(codes.values()), column=title, values=_shown(codes))
        return ""
    return next(iter(codes), "")


def _say_rates(look: Look, title: str, values: dict[str, int]) -> None:
    if not all(re.fullmatch(r"\d+([.,]\d+)?", value) for value in values):
        return
    others = sum(rows for value, rows in values.items() if not re.fullmatch(ONE, value))
    if 0 < others < sum(values.values()):  # a rate in every row may only say what was converted
        look.warn("rates_not_named", others, column=title, values=_shown(values))


def _say_flags(look: Look, title: str, values: dict[str, int]) -> bool:
    if {value.casefold() for value in values} not in FLAGS:
        return False
    look.warn("sign_not_named", min(values.values()), column=title, values=_shown(values))
    return True


def _say_credits(look: Look, title: str, cell: str) -> None:
    number = "[-+(]?[^0-9A-Za-z]?[0-9][0-9., '']*[-)]?"
    filled = look.bench.row(
        f"SELECT count(*) FROM ({look.extract.relation}) WHERE regexp_matches({cell}, '[1-9]') "
        f"AND regexp_full_match(trim({cell}), '{number}')"
    )[0]
    if filled:
        look.warn("credits_not_named", filled, column=title, amount_column=look.amount)


def _say_price(look: Look, title: str, values: dict[str, int]) -> None:
    known = known_shape(look.extract.names)
    if known is not None and known.chosen(look.extract.names).get("amount") == look.amount:
        return  # what this program calls a price is the line's
    if any(value not in {"1", "1.0", "1.00", "1,00"} for value in values):
        look.warn("quantity_not_named", column=title, amount_column=look.amount)


def _say_balance(look: Look, movements: dict[str, str], amount: str) -> None:
    named, grows_by = _is(BALANCE, look.amount), None
    if not named and movements:
        number = "try_cast(replace({}, ',', '.') AS DOUBLE)".format
        tests = ", ".join(
            f"count(*) FILTER (abs(step - {number(cell)}) < 0.005 AND step <> 0) "
            f"/ greatest(count(step), {FEWEST_STEPS})"
            for cell in movements
        )
        shares = look.bench.row(
            f"SELECT {tests} FROM (SELECT *, {number(amount)} - lag({number(amount)}) OVER (ORDER BY nth) AS step "
            f"FROM first_rows)"
        )
        share, cell = max(zip(shares, movements, strict=True))
        grows_by = movements[cell] if share > NEARLY_ALL else None
    if named or grows_by is not None:
        look.warn("amount_is_balance", column=look.amount, grows_by=grows_by)
