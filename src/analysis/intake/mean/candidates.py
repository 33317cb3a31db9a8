# ruff: noqa: E501
"""Which column of an unknown file may hold the customer, the day or the money: by its name, and by what it looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

FEW_ROWS = 20  # from which on "in every row another one" means something
UNIQUE = 0.999
CLOCK = r"\d{1,2}:\d{2}(:\d{2})?( ?[AaPp]\.?[Mm]\.?)?"
NUMBER = r"[-+(]?[^0-9A-Za-z]{0,2}\d[\d.,' ]*[^0-9A-Za-z]{0,2}[-)]?"
CUSTOMER = (
    (r"(customer|client|cust|kunden?|account|acct|member|guest|patient|pat|pupil|student|subscriber|abonn?ent|abo|shipper|garage|donor|constituent|supporter"
    r"|kontrahent|контрагент|cari|compte[ _-]?(?:client|tiers)|구매자|buyer|user|household|reseller|debitor|klient|cliente|klant"
    r"|kund|asiakas|zákazník|debitoren|debtor|sold[ _-]?to"
     r"|payer|loyalty[ _-]?card|kupac|ügyfél|vevő|покупател[ья]|клиент|müşteri|顧客|得意先|고객|회원|bill[ _-]?to|customer[ "
     r"_-]?unique)s?[ _.-]*"
     r"(unique[ _-]?)?(id|no|nr|n°|num|number|nummer|key|code|コード|코드|番号|번호|#|e-?mail|username|account|konto|код"
     r"|numarası|číslo|kodu)?\.?(?! ?type)$|客户(编号|编码|代码|号|id)?$|会员(编号|号|id|名)?$|客戶編號|用户(id|名|账号)?$|(رقم |كود |اسم )?العميل$|往来单位(编码|编号)?$|买家(会员名|id|昵称)?$"),
    r".*(customer|client|buyer|kunde|invoice "
    r"partner|partner|買|买家|客户|顧客|고객|cliente|klant|покупател|клиент)(?!.*(type|group|segment|address|phone|note"
    r"|service|city|country|since|ref)).*",
    r".*e-?mail.*",
    r"(sold[ _-]?to|bill[ _-]?to|company|firma|contact|contactname|\*contactname|party|partner|name|对方账户|交易对方)([ "
    r"_-]?(name|pt|party))?",
)  # fmt: skip
"""From the surest pattern to the least."""
NO_CUSTOMER = (
    r".*(type|status|state|group|segment|count|score|city|country|region|phone|zip|postal|street|address|language"
    r"|note|invoice ?(no|num|id)|order ?(no|num|id)|document|rechnung|beleg"
    r"|sales ?(person|rep|man)|seller|vendor|supplier|lieferant|item|product|artikel|sku|lineitem|shipping|delivery"
    r"|tax|vat|currency|since|created|date|amount|price|total|rate|balance).*"
)
MONEY = (
    r"(net|netto|untaxed|line|ext(ended)?|total|grand|gross|order|sales|invoice|basket|item|paid|payment)?[ "
    r"_-]*(amount|amt|revenue|turnover|sales|betrag|umsatz|total|value|importe|montant|importo"
    r"|valor|bedrag|beløp|belopp|kwota|částka|összeg|сумма|выручка|tutar|金额|金額|销售额|价税合计|实付(金额)?|総額|売上(金額)?|금액"
    r"|매출)s?([ _-]?(net|netto|ht|ttc|eur|usd|gbp|signed|total|\(base\)|\(lcy\)))?"
    r"|(net|netto|untaxed)[ "
    r"_-]?(sales|value|amount|total|betrag|umsatz|price).*|.*(金额|销售额|总价|实付)|.*(umsatz|betrag|amount|revenue|total"
    r"|montant|importe)|value|sum|spend|spent|monetary|price[ _-]?total|total[ _-]?price|nett?o?([ _-]?(eur|usd|gbp|chf|cny|[£€$]))?"
)
NO_MONEY = (
    r".*(tax|vat|mwst|ust\b|steuer|iva|tva(?!lue)|gst|discount|rabatt|skonto|shipping|versand|freight|fracht|refund"
    r"|erstatt|fees?\b|gebühr|deposit|balance|saldo|solde|bakiye|cumul|kumul|残高|잔액|الرصيد|outstanding|livraison|frais|env[ií]o|spedizion|kargo|доставк|送料|運賃|배송|운임|due|owed|(?<!价)税|运费|优惠|折扣|退款"
    r"|余额|score|rank|rate\b|ratio|percent|prozent|%|pct|quantity|qty|menge|anzahl|count|number|nummer|\bno\b|\bnr\b"
    r"|\bid\b|_id|code|points|weight|gewicht|cost|kosten|成本|limit|credit|recency|frequency|tenure|days"
    r"|age\b|year|month|week|zip|phone|compare at|lineitem discount|rfm|commission|tip|surcharge).*"
)
PRICE = (
    r"(?!.*(total|sum|gesamt|ext|line|合计|总|小计)).*(unit[ "
    r"_-]?(price|cost|amount)|price|preis|prix|precio|prezzo|prijs|cena|单价|售价|単価|단가).*"
)


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
        marked = sum(bool(re.search(r"[.,]\d{1,2}\D*$", value)) for value in self.values)
        return self.numbers > 0.5 and marked > 0.2 * len(self.values)

    @property
    def small_integers(self) -> bool:
        """Whether it holds counts or scores: few small whole numbers."""
        whole = [value for value in self.values if re.fullmatch(r"\d{1,3}", value)]
        return len(whole) > 0.95 * max(len(self.values), 1) and len(set(whole)) <= 30

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
    """Return the columns that may hold the money of a row, the likeliest first."""
    named = [c for c in columns if _is_money(c) and re.fullmatch(MONEY, c.name.casefold())]
    return sorted(
        named, key=lambda c: (not c.decimals and any(o.decimals for o in named), _preference(c.name.casefold()))
    )


def _preference(name: str) -> int:
    """Return a rank: before tax first, then the total of the row."""
    if re.search(r"untaxed|\bnet\b|netto|net[ _-]|_net|line ?amount|未税|不含税|无税", name):
        return 0
    return 1


def _is_money(column: Column) -> bool:
    name = column.name.casefold()
    if column.constant and len(column.values) >= FEW_ROWS:
        return False
    return (
        column.numbers > 0.5
        and column.dates < 0.9
        and not re.fullmatch(NO_MONEY, name)
        and not column.clock
        and not column.stamps
    )


def like_money(column: Column) -> bool:
    """Return whether a column looks like money by its content alone."""
    return (
        column.decimals
        and not column.clock
        and column.dates < 0.5
        and not re.fullmatch(NO_MONEY, column.name.casefold())
    )
