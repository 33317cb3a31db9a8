"""Our columns matched with those of an unknown file, and why some of them are not sure."""

from __future__ import annotations

import json
import re

from analysis.display.language import sentence
from analysis.intake.mean.candidate_words import COMMISSION, PER_PIECE, PRICE, QUANTITY
from analysis.intake.mean.candidates import FEW_ROWS, Column, customers, is_money, like_money, moneys, two_sides

NO_DAY = (
    r".*(ship|deliver|due|birth|\bdob\b|\bgeb\b|naiss|nacim|nascita|urodz|liefer|fällig|geburt|valid|updat|modif|cancel"
    r"|[ _-]end|expir|time ?zone|出生|到期|发货)"
)
SENT = r".*(ship|deliver|liefer|发货)"
"""A day that stands in for the sale's where there is no other."""
NAMES = {
    "date": rf"(?!{NO_DAY})(?:.*(date|datum|datetime|timestamp|day|fecha|data|dato|dátum|tarih|дата|[ _-]at|\(utc\))$"
    r"|(订单|下单|交易|销售|发票|付款|购买|单据|创建)?(日期|时间)|訂單日期|日付|날짜|(date|datum|dato|dátum|fecha|data|tarih|дата)\b.*|created.*"
    r"|(charged|booked|sold|ordered|paid|invoiced|billed|purchased|arrival)([ _-]?on)?"
    r"|tanggal|ngày|วันที่|תאריך|التاريخ|ημερομηνία|számla kelte|注文日時?|売上日|伝票日付|取引日|주문일자?)",
    "quantity": QUANTITY,
    "unit_price": PRICE,
    "order_id": r".*(order|invoice|receipt|basket|transaction|bill|beleg|auftrag|rechnung|document)s?[ _-]*"
    r"(id|no|nr|number|nummer|key|code)?\.?$|(conf(irmation)?|reserv\w*|check|case|ticket|folio|bon)[ _.-]*"
    r"(id|no|nr|number|nummer|#)\.?$|faktura$|.*(订单|发票|单据)(编号|号)$",
    "product": r".*(product|sku|item|article|artikel|stock[ _-]?code|商品|产品)"
    r"([ _-]*(id|no|code|key|name|编号|名称))?$",
    "category": r".*(category|kategorie|warengruppe|类别|品类)$",
    "cost": r".*(cost|kosten|wareneinsatz|cogs|verrechnungswert|(ek|einkaufs?|einstands?)[ _-]?(wert|betrag))s?"
    r"([ _-]?(eur|usd|gbp|chf|cny|amount|[£€$]))?$|.*成本(金额|额)?$",
    "currency": r"(?!.*(converted|rate)).*(currency|währung|waehrung|币种|货币)$",
    "channel": r".*(channel|kanal|渠道)$",
    "status": r".*(status|状态)$",
}
NEEDED = ("customer_id", "date", "amount")
ORDER = (
    *NEEDED,
    "less",
    "quantity",
    "unit_price",
    "order_id",
    "product",
    "category",
    "cost",
    "currency",
    "channel",
    "status",
    "kind",
)
SUMMARY = {
    "recency": r"recency([ _-]?days)?|days[ _-]?since[ _-]?last([ _-]?(order|purchase))?",
    "frequency": r"frequency|(n|num|number|total)?[ _-]?(of[ _-])?(orders|purchases|transactions)([ "
    r"_-]?count)?|order[ _-]?count",
    "monetary": r"monetary([ _-]?value)?|total[ _-]?(spend|spent|revenue)|ltv|lifetime[ _-]?value",
    "tenure": r"tenure([ _-]?(days|months))?",
    "churned": r"churn(ed)?|is[ _-]?churn(ed)?|exited|attrition",
}
"""Columns of a file with one row per customer."""


def matched(columns: list[Column]) -> tuple[dict[str, Column], dict[str, str]]:
    """Return our columns with theirs, and why some of them are not sure."""
    chosen: dict[str, Column] = {}
    unsure: dict[str, str] = {}
    free = list(columns)

    def take(ours: str, fitting: list[Column]) -> None:
        if not fitting:
            return
        chosen[ours] = fitting[0]
        free.remove(fitting[0])
        if ours in NEEDED and fitting[1:]:
            others = ", ".join(quote(other.name) for other in fitting[1:4])
            unsure[ours] = sentence("{columns} could be meant as well", columns=others)

    counted = any(re.match(NAMES["quantity"], c.name.casefold()) and c.numbers > 0.5 for c in free)
    take("customer_id", customers(free))
    if "customer_id" in chosen and chosen["customer_id"].unique and any(could_buy(c) and c.numbers < 0.9 for c in free):
        unsure["customer_id"] = sentence("in every row another one")
    for ours, pattern in {**SUMMARY, **NAMES}.items():
        if ours == "quantity":
            sides = [] if any(c.name and c not in two_sides(free) for c in moneys(free)) else two_sides(free)
            take("amount", sides[:1] or [c for c in moneys(free) if c.name and not (counted and _per_piece(c))])
            take("less", sides[1:])
            unsure |= {"less": sentence("taken off the amount, if sales stand on the other side")} if sides else {}
        take(ours, [c for c in free if re.match(pattern, c.name.casefold()) and _plausible(ours, c)])
        if ours in SUMMARY and ours in chosen and not re.fullmatch(pattern, chosen[ours].name.casefold()):
            free.append(chosen.pop(ours))
    if "unit_price" in chosen and not chosen.keys() & {"quantity", "amount"}:
        chosen["amount"] = chosen.pop("unit_price")
        unsure["amount"] = sentence("a price without a quantity")
    _only_of_a_summary(chosen, free)
    _by_content(chosen, unsure, free)
    _doubt_amount(chosen, unsure, free)
    return {ours: chosen[ours] for ours in [*ORDER, *SUMMARY] if ours in chosen}, unsure


def _per_piece(column: Column) -> bool:
    name = column.name.casefold()
    return re.match(PRICE, name) is not None and re.match(PER_PIECE, name) is not None


def _only_of_a_summary(chosen: dict[str, Column], free: list[Column]) -> None:
    """Give back what counts purchases unless the file has one row per customer and no day."""
    once = "customer_id" in chosen and chosen["customer_id"].distinct >= 1 and "date" not in chosen
    found = [ours for ours in SUMMARY if ours in chosen]
    if found and not (once and len(found) > 1):
        for ours in found:
            free.append(chosen.pop(ours))
        if "amount" not in chosen:
            fitting = [c for c in moneys(free) if c.name]
            if fitting:
                chosen["amount"] = fitting[0]
                free.remove(fitting[0])
    elif "monetary" in chosen and "amount" in chosen:
        free.append(chosen.pop("amount"))


def _by_content(chosen: dict[str, Column], unsure: dict[str, str], free: list[Column]) -> None:
    """Take columns without telling names by what they hold."""
    numbers = [c for c in free if is_money(c) and c.numbers > 0.9]
    by_content = {
        "date": [c for c in free if c.dates > 0.9 and c.numbers < 0.9 and not c.clock and _of_the_row(c, chosen)]
        or [c for c in free if (c.dates > 0.9 or c.stamps) and not c.clock and _of_the_row(c, chosen)]
        or [c for c in free if c.dates > 0.9 and re.match(SENT, c.name.casefold()) and not c.constant][:1],
        "amount": [c for c in numbers if c.decimals] or [c for c in numbers if not c.small_integers and not c.coded],
        "customer_id": [c for c in free if could_buy(c)]
        or [c for c in free if c.dates < 0.5 and not c.clock and not c.decimals],
    }
    priced = {"quantity", "unit_price"} <= chosen.keys() or "monetary" in chosen
    for ours, candidates in by_content.items():
        left = [c for c in candidates if c in free]
        left = left[::-1] if ours == "amount" else left
        if (
            ours in chosen
            or not left
            or (ours == "amount" and priced)
            or (ours == "date" and chosen.keys() & SUMMARY.keys())
        ):
            continue
        if ours == "customer_id" and len(left) > 1 and any(c.name for c in left) and len(left[0].values) >= FEW_ROWS:
            continue  # a TODO with both is better than a wrong line that runs
        chosen[ours] = left[0]
        free.remove(left[0])
        unsure[ours] = sentence("by its content")


def _doubt_amount(chosen: dict[str, Column], unsure: dict[str, str], free: list[Column]) -> None:
    """Say which column is the money perhaps, not a small whole number or what an agent passes on."""
    amount = chosen.get("amount")
    others = [c for c in free if like_money(c)]
    if amount is not None and amount.small_integers and others:
        unsure["amount"] = sentence(
            "small whole numbers; {column} looks like money ({values})",
            column=quote(others[0].name), values=others[0].examples,
        )  # fmt: skip
    earned = next((c for c in free if c.numbers > 0.5 and c.decimals and re.match(COMMISSION, c.name.casefold())), None)
    if amount is not None and earned is not None:
        unsure["amount"] = sentence(
            "an agent keeps only the commission: then take {column} ({values})",
            column=quote(earned.name), values=earned.examples,
        )  # fmt: skip


def _of_the_row(column: Column, chosen: dict[str, Column]) -> bool:
    """Return whether a day is the row's own: not one for all, and not the same in all rows of a customer."""
    if re.match(NO_DAY, column.name.casefold()):
        return False
    if len(column.values) < FEW_ROWS:
        return True
    buyer = chosen.get("customer_id")
    if buyer is None or len(buyer.values) != len(column.values):
        return not column.constant
    pairs = len(set(zip(buyer.values, column.values, strict=True)))
    return not column.constant and pairs > len(set(buyer.values))


def quote(name: str | int) -> str:
    """Return a column's name in double quotes, or its position."""
    return json.dumps(name, ensure_ascii=False)


def _plausible(ours: str, column: Column) -> bool:
    if ours == "date":
        filled = len(column.values) >= FEW_ROWS
        return (column.dates > 0.5 or column.stamps) and not column.clock and not (filled and column.constant)
    if ours in {"amount", "quantity", "unit_price", "cost", "recency", "frequency", "monetary", "tenure"}:
        return column.numbers > 0.5
    return True


def could_buy(column: Column) -> bool:
    """Return whether a column may hold customers by its content: values that repeat and are no numbers or days."""
    return (
        not column.unique and not column.clock and not column.decimals and column.dates < 0.5 and column.distinct > 0.02
    )
