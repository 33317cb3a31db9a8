"""Propose a client.yml from raw files: columns by their names (English, German, Chinese …) and by their content."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.client.parameters import Source
from analysis.intake.mean.dates import FAMILIES
from analysis.intake.read.extract import Extract
from analysis.intake.read.header import tidy
from analysis.intake.read.sources import kind_of, locate
from analysis.intake.read.staging import is_workbook, open_file
from analysis.intake.workspace import Workspace, workspace
from analysis.schema import DataError

SAMPLE = 500
NAMES = {
    "customer_id": r"(customer|client|cust|kunden?|account|acct|member|buyer|user|household|reseller|debitor|klient"
    r"|cliente|klant|debitoren|debtor|sold[ _-]?to|payer|loyalty[ _-]?card)[ _-]*"
    r"(id|no|nr|number|nummer|key|code|#|e-?mail)?\.?$|e-?mail$|客户(编号|代码|号|id)?$|会员(编号|号|id)?$|客戶編號|用户id|买家",
    "date": r"(?!.*(ship|deliver|due|birth|liefer|fällig|geburt|valid|updat|modif|cancel|[ _-]end|expir))"
    r"(?!.*(出生|到期|发货))(?:.*(date|datum|datetime|timestamp|day|fecha|data|[ _-]at)$"
    r"|(订单|下单|交易|销售|发票|付款|购买)?(日期|时间)|訂單日期)",
    "amount": r"(?!.*(tax|vat|mwst|steuer|discount|rabatt|skonto|shipping|versand|freight|fracht|refund|erstatt|fee))"
    r"(?!.*(gebühr|deposit|balance|saldo|税|运费|优惠|折扣|退款))"
    r"(?:.*(amount|revenue|sales?[ _-]?(value|amount)|turnover|total|betrag|umsatz|net[ _-]?value)$"
    r"|.*(importe|montant)$|^(value|sum|spend|sales)$|.*(金额|销售额|总价|实付)$|金額)",
    "quantity": r".*(quantity|qty|menge|units|pieces|数量|件数)$",
    "unit_price": r".*(unit[ _-]?price|price|preis|单价|售价)$",
    "order_id": r".*(order|invoice|receipt|basket|transaction|bill|beleg|auftrag|rechnung)s?[ _-]*"
    r"(id|no|nr|number|nummer|key|code)?$|.*(订单|发票|单据)(编号|号)$",
    "product": r".*(product|sku|item|article|artikel|stock[ _-]?code|商品|产品)"
    r"([ _-]*(id|no|code|key|name|编号|名称))?$",
    "category": r".*(category|kategorie|warengruppe|segment|类别|品类)$",
    "cost": r".*(total|product)?[ _-]*cost$|.*成本$",
    "currency": r".*(currency|währung|waehrung|币种|货币)$",
    "channel": r".*(channel|kanal|渠道)$",
    "status": r".*(status|state|状态)$",
}
NEEDED = ("customer_id", "date", "amount")
NUMBER = r"^[-+(]?[^0-9A-Za-z]{0,2}\d[\d.,' ]*[^0-9A-Za-z]{0,2}[-)]?$"


@dataclass
class Column:
    """A column of a file, with what a sample of it looks like."""

    name: str
    position: int
    dates: float
    numbers: float
    distinct: float

    @property
    def key(self) -> str | int:
        """How a client file names it."""
        return self.name or self.position


def propose_client(name: str, files: Sequence[str | Path]) -> str:
    """Return a commented client.yml for these files; what is unsure is marked with ``?``.

    Parameters
    ----------
    name : str
        The client's name.
    files : sequence of paths
        Raw exports. Each becomes a source, a workbook's sheets a source each.

    Raises
    ------
    DataError
        If a file cannot be opened at all.
    """
    lines = [
        f"client: {_scalar(name)}",
        "# currency: EUR               # ? ISO 4217 code of the amounts; needed unless a column holds it",
        "# observation_end: 2026-12-31 # ? last day that the exports cover; default: the last day in the data",
        "sources:",
    ]
    with workspace(dt.date.today()) as bench:
        for file in files:
            for extract, keys in _tables(bench, Path(file)):
                lines += _source(Path(file), keys, _columns(bench, extract), bench)
    return "\n".join(lines) + "\n"


def _tables(bench: Workspace, file: Path) -> list[tuple[Extract, dict[str, str]]]:
    """Return the tables of a file: one, or one per visible sheet of a workbook."""
    found: list[tuple[Extract, dict[str, str]]] = []
    try:
        for keys in _sheets(file):
            blank = Source.model_construct(path=str(file), columns={}, sheet=keys.get("sheet"))
            found += [(extract, keys) for extract in open_file(bench, file, file.name, blank)]
    except DataError as error:
        raise DataError(f"{file.name}: {str(error).removeprefix(f'{file.name}: ')}") from None
    return found


def _sheets(file: Path) -> list[dict[str, str]]:
    """Return the key that names a sheet, for each filled sheet of a workbook with several."""
    locate(Source.model_construct(path=str(file.absolute()), columns={}), file.parent)
    kind = kind_of(file)
    if kind == "ole" or (kind == "zip" and is_workbook(file)):
        from analysis.intake.read.sheets import read_sheets

        sheets = read_sheets(file, Source.model_construct(path=str(file), columns={}))
        filled = [sheet.name for sheet in sheets if sheet.visible and sheet.header and sheet.data_rows]
        if len(filled) > 1:
            return [{"sheet": name} for name in filled]
    return [{}]


def _columns(bench: Workspace, extract: Extract) -> list[Column]:
    columns = []
    families = "|".join(f"(?:{pattern})" for family, (pattern, _) in FAMILIES.items() if "Unix" not in family)
    for k, header in enumerate(extract.names, 1):
        values = [
            tidy(value)
            for (value,) in bench.rows(f"SELECT c{k} FROM ({extract.relation} LIMIT {SAMPLE})")
            if tidy(value)
        ]
        count = max(len(values), 1)
        columns.append(
            Column(
                header,
                k,
                sum(1 for value in values if re.search(families, value)) / count,
                sum(1 for value in values if re.match(NUMBER, value)) / count,
                len(set(values)) / count,
            )
        )
    return columns


def _source(file: Path, keys: dict[str, str], columns: list[Column], bench: Workspace) -> list[str]:
    chosen, unsure = _matched(columns)
    lines = [f"  - path: {_scalar(str(file))}"] + [f"    {key}: {_scalar(value)}" for key, value in keys.items()]
    if not any(column.name for column in columns):
        lines.append("    header_row: none           # the columns have no names: positions 1, 2, …")
    lines.append("    columns:                     # ours: theirs")
    for ours, column in chosen.items():
        mark = f"  # ? {unsure[ours]}; check" if ours in unsure else ""
        lines.append(f"      {ours}: {_scalar(column.key)}{mark}")
    priced = {"quantity", "unit_price"} <= chosen.keys()
    for ours in NEEDED:
        if ours not in chosen and not (ours == "amount" and priced):
            lines.append(f"      {ours}: TODO            # ? no column looks like it; name one")
    taken = {column.position for column in chosen.values()}
    rest = [str(column.key) for column in columns if column.position not in taken]
    if rest:
        lines.append(f"      # not used: {', '.join(rest)}".replace("\n", " "))
    return lines


def _matched(columns: list[Column]) -> tuple[dict[str, Column], dict[str, str]]:
    """Return our columns with theirs, and why some of them are not sure."""
    chosen: dict[str, Column] = {}
    unsure: dict[str, str] = {}
    free = list(columns)
    for ours, pattern in NAMES.items():
        fitting = [c for c in free if re.match(pattern, c.name.casefold()) and _plausible(ours, c)]
        if fitting:
            chosen[ours] = fitting[0]
            free.remove(fitting[0])
            if ours in NEEDED and fitting[1:]:
                others = ", ".join(json.dumps(other.name, ensure_ascii=False) for other in fitting[1:4])
                unsure[ours] = f"{others} could be meant as well"
    by_content = {
        "date": [c for c in free if c.dates > 0.9 and c.numbers < 0.9] or [c for c in free if c.dates > 0.9],
        "amount": [c for c in free if c.numbers > 0.9 and c.dates < 0.9][::-1],
        "customer_id": [c for c in free if c.dates < 0.5 and c.distinct > 0.01],
    }
    for ours, candidates in by_content.items():
        left = [c for c in candidates if c in free]
        if ours not in chosen and left and not (ours == "amount" and {"quantity", "unit_price"} <= chosen.keys()):
            chosen[ours] = left[0]
            free.remove(left[0])
            unsure[ours] = "by its content"
    return {ours: chosen[ours] for ours in [*NEEDED, *NAMES] if ours in chosen}, unsure


def _plausible(ours: str, column: Column) -> bool:
    if ours == "date":
        return column.dates > 0.5
    if ours in {"amount", "quantity", "unit_price", "cost"}:
        return column.numbers > 0.5
    return True


def _scalar(value: str | int) -> str:
    """Return a value as YAML: plain where that is safe, else quoted."""
    if isinstance(value, int):
        return str(value)
    words = {"yes", "no", "on", "off", "y", "n", "null", "true", "false"}
    plain = re.fullmatch(r"[A-Za-z_][\w ./-]*\w", value) and value.lower() not in words
    return value if plain else json.dumps(value, ensure_ascii=False)
