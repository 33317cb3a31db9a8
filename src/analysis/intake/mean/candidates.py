"""Which column of an unknown file may hold the customer, the day or the money: by its name and by its content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.intake.mean.candidate_words import (
    AFTER_DISCOUNT,
    AFTER_FEES,
    ANY_MONEY,
    CARED_FOR,
    CUSTOMER,
    MONEY,
    NO_CUSTOMER,
    NO_MONEY,
    WHO_PAYS,
    WITH_TAX,
    WITHOUT_TAX,
)
from analysis.intake.mean.words import DIGITS

FEW_ROWS = 20  # from which on "in every row another one" means something
UNIQUE = 0.999
MOST_CODES = 5
SIDES = tuple(
    rf"(?:.*[ _-])?(?:{words})(?:[ _.-].*|betrag)?"
    for words in (
        r"debits?|soll|débits?|debe|débito|dare|addebit[io]|debet|winien|借方|차변|дебет",
        r"credits?|haben|crédits?|haber|crédito|avere|accredit[io]|kredit|贷方|貸方|대변|кредит",
    )
)
"""Names of the two sides of an account."""
CLOCK = r"\d{1,2}:\d{2}(:\d{2})?( ?[AaPp]\.?[Mm]\.?)?"
MARK = r"(?:[^0-9A-Za-z]{0,2}|[A-Za-z]{0,3}\$|(?:[A-Z]{3}|[Kk]r|R[sp]|Ft|TL|zł|Kč|лв|руб|грн)\.?)"
NUMBER = rf"[-+(]?{MARK}[\s\u00a0]?\d[\d.,'\s\u00a0]*{MARK}[-)]?(?:\s?(?:[DdCc][Rr]\.?|[SHDC]))?"
ASCII = str.maketrans(DIGITS + "٫٬", "0123456789" * (len(DIGITS) // 10) + ".,")


@dataclass
class Column:
    """A column of a file, with what a sample of it looks like (shares of the filled cells)."""

    name: str
    position: int
    dates: float
    numbers: float
    distinct: float
    values: Sequence[str] = ()

    @property
    def key(self) -> str | int:
        """How a client file names it."""
        return self.name or self.position

    @property
    def unique(self) -> bool:
        """Whether each row has another value, among enough rows to mean something."""
        return len(self.values) >= FEW_ROWS and self.distinct >= UNIQUE

    @property
    def clock(self) -> bool:
        """Whether it holds times of day."""
        return bool(self.values) and sum(bool(re.fullmatch(CLOCK, value)) for value in self.values) > 0.8 * len(
            self.values
        )

    @property
    def stamps(self) -> bool:
        """Whether it holds seconds or milliseconds since 1970: moments, no money."""
        return bool(self.values) and all(re.fullmatch(r"1\d{9}(\d{3})?", value) for value in self.values)

    @property
    def decimals(self) -> bool:
        """Whether its numbers have cents, as money has."""
        marked = sum(bool(re.search(r"[.,]\d{1,2}\D*$", value.translate(ASCII))) for value in self.values)
        return self.numbers > 0.5 and marked > 0.2 * len(self.values)

    @property
    def small_integers(self) -> bool:
        """Whether it holds counts or scores: few small whole numbers."""
        whole = [value for value in self.values if re.fullmatch(r"\d{1,3}", value)]
        return len(whole) > 0.95 * max(len(self.values), 1) and len(set(whole)) <= 30

    @property
    def coded(self) -> bool:
        """Whether its whole numbers are the rows' or documents' own, each once, or a few codes: no money."""
        whole = [value for value in self.values if re.fullmatch(r"\d+", value)]
        if len(whole) < FEW_ROWS or len(whole) < len(self.values):
            return False
        return self.distinct >= UNIQUE or len(set(whole)) <= MOST_CODES

    @property
    def constant(self) -> bool:
        """Whether one value fills it."""
        return len(set(self.values)) == 1

    @property
    def examples(self) -> str:
        """Three of its values."""
        return ", ".join(f"'{value[:24]}'" for value in list(dict.fromkeys(self.values))[:3])


def customers(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that may hold the customer, the likeliest first: named so, and not new in every row."""
    found: list[Column] = []
    for pattern in CUSTOMER:
        found += [c for c in columns if c not in found and _may_buy(c) and re.fullmatch(pattern, c.name.casefold())]
    if found and re.fullmatch(CARED_FOR, found[0].name.casefold()):
        found = [c for c in columns if _may_buy(c) and re.fullmatch(WHO_PAYS, c.name.casefold())] + found
    filled = max((len(c.values) for c in columns), default=0)
    fuller = [c for c in found if len(c.values) >= 0.3 * filled] or found
    again = [c for c in fuller if not c.unique]
    return again + [c for c in fuller if c.unique]


def _may_buy(column: Column) -> bool:
    name = column.name.casefold()
    surest = re.fullmatch(CUSTOMER[0], name) is not None
    blocked = re.fullmatch(NO_CUSTOMER, name) is not None and not surest
    return (
        not blocked
        and not column.clock
        and (column.dates < 0.5 or surest)  # 40100 may be a day of a workbook
        and not column.decimals
        and not (column.constant and len(column.values) >= FEW_ROWS and not surest)
    )


def moneys(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that may hold the money of a row, the likeliest first: before tax, and before fees."""
    named = [
        c for c in columns if is_money(c) and re.fullmatch(f"{MONEY}|{ANY_MONEY}|{WITHOUT_TAX}", c.name.casefold())
    ]
    fees = any(c.numbers > 0.5 and re.fullmatch(AFTER_FEES, c.name.casefold()) for c in columns if c not in named)
    return sorted(
        named,
        key=lambda c: (
            not c.decimals and any(o.decimals for o in named),
            _preference(c.name.casefold(), fees=fees),
            re.fullmatch(MONEY, c.name.casefold()) is None,
        ),
    )


def two_sides(columns: Sequence[Column]) -> list[Column]:
    """Return the columns of debits and credits, if there is one of each: first that of more rows, the sales."""
    found = [[c for c in columns if c.numbers > 0.5 and re.fullmatch(side, c.name.casefold())] for side in SIDES]
    return (
        sorted((c for side in found for c in side), key=lambda c: -len(c.values))
        if all(len(side) == 1 for side in found)
        else []
    )


def _preference(name: str, *, fees: bool) -> int:
    """Return a rank: before tax first, then the total of the row; where fees stand beside, "net" is after them."""
    if fees:
        return 0 if re.search(r"gross|brutto|product[ _-]?sales|订单", name) else 1 + ("net" in name or name == "total")
    if re.fullmatch(AFTER_DISCOUNT, name):
        return -1
    if re.fullmatch(WITHOUT_TAX, name):
        return 0
    return 2 if re.fullmatch(WITH_TAX, name) else 1


def is_money(column: Column) -> bool:
    """Return whether a column holds numbers and its name says nothing against money."""
    name = column.name.casefold()
    if column.constant and len(column.values) >= FEW_ROWS:
        return False
    taxed = re.fullmatch(f"{WITHOUT_TAX}|{WITH_TAX}|((ext(ended)?|line)[ _.-]*)?fees?", name)
    named = taxed or not re.fullmatch(NO_MONEY, name)
    return bool(named) and column.numbers > 0.5 and column.dates < 0.9 and not column.clock and not column.stamps


def like_money(column: Column) -> bool:
    """Return whether a column looks like money by its content alone."""
    return (
        column.decimals
        and not column.clock
        and column.dates < 0.5
        and not re.fullmatch(NO_MONEY, column.name.casefold())
    )
