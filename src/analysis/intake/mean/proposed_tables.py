# ruff: noqa: E501
"""Propose the optional tables: which files beside the sales hold customers or contracts, and names in the sales."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.display.language import sentence
from analysis.intake.mean.candidates import Column, customers
from analysis.intake.mean.matching import NAMES

PEOPLE = {
    "name": r"(customer|client|account|company|member|donor|constituent|patient|guest|profile|doctor|kunden?|firmen|cliente|klant)?"
    r"[ _.-]*(full[ _-]?)?name|company|firma|organi[sz]ation|(客户|公司|会员|單位|单位|企业)?(名称|名稱|名字|简称)|姓名",
    "parent_id": r".*(parent|konzern|holding|head ?office|上级|集团|母公司).*",
    "manager": r".*(manager|owner|betreuer|vertreter|sales ?(rep|person|man)|account ?rep|(?<![a-z])rep|业务员|经手人|客户经理|负责人)$",
    "segment": r".*(segment|customer ?(group|type|class)|kundengruppe|branche|industry|tier|plan|客户(等级|级别|类型|类别)"
    r"|行业|等级)$",
    "acquired_on": r".*(since|seit|acquired|onboard|sign[ -]?up|joined|created|建档|开户|注册|首次合作).*",
}
CONTRACTS = {
    "start": r".*(start|begin|beginn|since|seit|开始|起始|生效).*",
    "end": r".*([ _-]|^)(end|ende|ended)([ _-].*)?$|.*(cancel|terminat|churn|kündig|expir|结束|到期|终止|退订).*",
    "reason": r".*(reason|grund|原因).*",
}
RECEIVABLES = {
    "invoice": r".*(invoice|rechnungs|bill|beleg|document|发票|单据).*(date|datum|day|日期)|date|datum|日期",
    "due": r".*([ _-]|^)due([ _-].*)?$|.*(fällig|faellig|到期|应收日).*",
    "paid": r".*([ _-]|^)paid([ _-].*)?$|.*(bezahlt|zahldatum|zahlungsdatum|payment[ _-]?date|付款日|收款日|回款日).*",
    "amount": r"(.*[ _-])?(amount|betrag|total|value|net|netto|gross|brutto)([ _-].*)?$|.*(金额|总额)",
}
SURVEYS = {
    "date": r".*(date|datum|day|日期|时间).*",
    "recommend": r".*(recommend|\bnps\b|weiterempf|推荐).*",
    "satisfaction": r".*(satisf|zufried|\bcsat\b|满意).*",
    "item": r".*(question|frage|item|topic|thema|题目|项目).*",
}
CONTACTS = {
    "date": r".*(date|datum|day|日期|时间).*",
    "minutes": r".*(minute|\bmins?\b|duration|dauer|分钟|时长).*",
    "kind": r".*(type|kind|art|channel|activity|类型|方式).*",
}
NEEDED = {
    "subscriptions": (CONTRACTS, ({"start", "end"},)),
    "receivables": (RECEIVABLES, ({"due", "paid"},)),
    "surveys": (SURVEYS, ({"date", "satisfaction"}, {"date", "recommend"})),
    "contacts": (CONTACTS, ({"date", "minutes"},)),
}
"""Columns of each optional table with several rows a customer, and what makes it one."""
DAYS = ("acquired_on", "start", "end", "date", "invoice", "due", "paid")


@dataclass(frozen=True)
class Beside:
    """A table that is no list of sales, with the key of its sheet."""

    path: Path
    keys: dict[str, str]
    columns: Sequence[Column]


def tables_beside(others: Sequence[Beside], key: Column | None, sales: Beside) -> list[str]:
    """Return the lines of the optional tables, and comments on what is none of them.

    Parameters
    ----------
    others : sequence of Beside
        What is not proposed as sales.
    key : Column or None
        The customer's column in the sales.
    sales : Beside
        The first of them: its names are used where no table of customers is there.
    """
    lines: list[str] = []
    for one in others:
        theirs = key.name if key else ""
        found = {"customers": people(one.columns, theirs)} | dict([several(one.columns, theirs)])
        stated = {table: chosen for table, chosen in found.items() if chosen}
        for table, chosen in stated.items():
            if not any(line.startswith(f"{table}:") for line in lines):
                lines += _optional(table, one, chosen)
        if not stated:
            lines += _not_proposed(one)
    name = name_beside(sales.columns, key)
    if name and key and "customers:" not in lines:
        head, *rest = _optional("customers", sales, {"customer_id": key, "name": name})
        lines += [head, f"  # {sentence('the names that stand in the sales themselves')}", *rest]
    return lines


def _optional(table: str, beside: Beside, chosen: dict[str, Column]) -> list[str]:
    mark = f"  # ? {sentence('by its name; check')}"
    bought = sentence("only if customers pay for these contracts; of a service contract beside goods, leave it out")
    return [
        f"{table}:{f'  # ? {bought}' if table == 'subscriptions' else ''}",
        f"  path: {scalar(str(beside.path))}",
        *(f"  {key}: {scalar(value)}" for key, value in beside.keys.items()),
        "  columns:",
        *(
            f"    {ours}: {scalar(column.key)}{'' if ours == 'customer_id' else mark}"
            for ours, column in chosen.items()
        ),
    ]


def _not_proposed(one: Beside) -> list[str]:
    """Return comments on a table that is neither sales nor people nor contracts; it may be returns by order."""
    dated = any(column.dates > 0.5 for column in one.columns)
    what = sentence("sheet {sheet}", sheet=one.keys["sheet"]) if "sheet" in one.keys else one.path.name
    orders = [c.name for c in one.columns if re.match(NAMES["order_id"], c.name.casefold())]
    why = (
        sentence("{what} was not proposed: it has no amounts and is no list of sales", what=what)
        if dated
        else sentence("{what} was not proposed: it has no day and is no list of sales", what=what)
    )
    comments = [f"# {why}"]
    if orders and re.search(r"return|refund|retour|rückgabe|退", what.casefold()):
        sheet = f", sheet: {scalar(one.keys['sheet'])}" if "sheet" in one.keys else ""
        where = f"{{path: {scalar(one.path.name)}{sheet}, columns: {{order_id: {scalar(orders[0])}}}}}"
        said = sentence("it may be returns by order; then add to the source above: returns: {where}", where=where)
        comments.append(f"# {said}")
    return comments


def people(columns: Sequence[Column], theirs: str) -> dict[str, Column]:
    """Return the columns of a table of customers, the id's among them; empty if it is none.

    Parameters
    ----------
    columns : sequence of Column
    theirs : str
        What the sales call the customer.
    """
    key = _key(columns, theirs)
    found = _matched(PEOPLE, columns, key) if key is not None and key.distinct >= 0.999 else {}
    if key is not None and key.distinct >= 0.999 and theirs and key.name.casefold() == theirs.casefold():
        # The key of the sales, each once: whatever it is called, the text that differs in each row is the name.
        texts = [c for c in columns if c is not key and c.unique and max(c.numbers, c.dates) < 0.5]
        found = found if "name" in found or not texts else {"name": texts[0], **found}
    return {"customer_id": key, **found} if key is not None and found else {}


def several(columns: Sequence[Column], theirs: str) -> tuple[str, dict[str, Column]]:
    """Return which table with several rows a customer it is, and its columns; empty ones if it is none."""
    key = _key(columns, theirs)
    if key is None:
        return "contacts", {}
    for table, (patterns, needed) in NEEDED.items():
        found = _matched(patterns, columns, key)
        if any(some <= found.keys() for some in needed):
            return table, {"customer_id": key, **found}
    return "contacts", {}


def name_beside(columns: Sequence[Column], key: Column | None) -> Column | None:
    """Return the column of sales that names the customer of the id beside it."""
    if key is None or not key.name:
        return None
    named = _matched({"name": PEOPLE["name"]}, columns, key).get("name")
    if named is None:
        stem = re.sub(r"[ _.-]*(id|no|nr|number|nummer|code|key|编码|编号|代码|号)\.?$", "", key.name.casefold())
        named = next((c for c in columns if stem and c is not key and c.name.casefold() == stem), None)
    if named is None or named.numbers > 0.5 or len(named.values) != len(key.values):
        return None
    pairs, ids = set(zip(key.values, named.values, strict=True)), set(key.values)
    return named if len(pairs) <= 1.1 * len(ids) and len(set(named.values)) > 0.3 * len(ids) else None


def _key(columns: Sequence[Column], theirs: str) -> Column | None:
    same = [c for c in columns if c.name.casefold() == theirs.casefold()]
    return next(iter(same or customers(columns)), None)


def _matched(patterns: dict[str, str], columns: Sequence[Column], key: Column | None) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for ours, pattern in patterns.items():
        for column in columns:
            fits = column.values and re.fullmatch(pattern, column.name.casefold()) is not None
            dated = ours not in DAYS or column.dates > 0.5
            if fits and column is not key and column not in found.values() and dated:
                found[ours] = column
                break
    return found


def scalar(value: str | int) -> str:
    """Return a value as YAML: plain where that is safe, else quoted."""
    if isinstance(value, int):
        return str(value)
    words = {"yes", "no", "on", "off", "y", "n", "null", "true", "false"}
    plain = re.fullmatch(r"[A-Za-z_][\w ./-]*\w", value) and value.lower() not in words
    return value if plain else json.dumps(value, ensure_ascii=False)
