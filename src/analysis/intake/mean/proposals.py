"""Propose a client.yml from raw files: columns by their names (English, German, Chinese …) and by their content."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

from analysis.client.parameters import Source
from analysis.intake.mean.candidates import FEW_ROWS, NO_MONEY, NUMBER, PRICE, Column, customers, like_money, moneys
from analysis.intake.mean.date_shapes import FAMILIES
from analysis.intake.mean.shapes import Known, known_shape
from analysis.intake.read.extract import Extract
from analysis.intake.read.header import tidy
from analysis.intake.read.sources import kind_of, locate
from analysis.intake.read.staging import is_workbook, open_file
from analysis.intake.workspace import Workspace, workspace
from analysis.schema import DataError

SAMPLE = 500
MOST_VALUES = 200
NAMES = {
    "date": r"(?!.*(ship|deliver|due|birth|liefer|fällig|geburt|valid|updat|modif|cancel|[ _-]end|expir|time ?zone))"
    r"(?!.*(出生|到期|发货))(?:.*(date|datum|datetime|timestamp|day|fecha|data|dato|dátum|päivä|tarih|дата|[ _-]at|\(utc\))$"
    r"|(订单|下单|交易|销售|发票|付款|购买|单据|创建)?(日期|时间)|訂單日期|日付|날짜|date.*|created.*)",
    "quantity": r".*(quantity|qty|menge|units|pieces|anzahl|stück|数量|件数|cantidad|quantité)$",
    "unit_price": PRICE,
    "order_id": r".*(order|invoice|receipt|basket|transaction|bill|beleg|auftrag|rechnung|document)s?[ _-]*"
    r"(id|no|nr|number|nummer|key|code)?\.?$|.*(订单|发票|单据)(编号|号)$",
    "product": r".*(product|sku|item|article|artikel|stock[ _-]?code|商品|产品)"
    r"([ _-]*(id|no|code|key|name|编号|名称))?$",
    "category": r".*(category|kategorie|warengruppe|类别|品类)$",
    "cost": r".*(total|product)?[ _-]*cost$|.*成本$",
    "currency": r"(?!.*(converted|rate)).*(currency|währung|waehrung|币种|货币)$",
    "channel": r".*(channel|kanal|渠道)$",
    "status": r".*(status|状态)$",
}
NEEDED = ("customer_id", "date", "amount")
ORDER = (
    *NEEDED,
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
MAY_GO = {
    "date": "delete the line if there is none: then each row is one customer, and observation_end is needed",
    "amount": "delete the line if there is none: then each row counts as a purchase",
}
SUMMARY = {
    "recency": r"recency([ _-]?days)?|days[ _-]?since[ _-]?last([ _-]?(order|purchase))?",
    "frequency": r"frequency|(n|num|number|total)?[ _-]?(of[ _-])?(orders|purchases|transactions)([ _-]?count)?|order[ _-]?count",
    "monetary": r"monetary([ _-]?value)?|total[ _-]?(spend|spent|revenue)|ltv|lifetime[ _-]?value",
    "tenure": r"tenure([ _-]?(days|months))?",
    "churned": r"churn(ed)?|is[ _-]?churn(ed)?|exited|attrition",
}
"""Columns of a file with one row per customer."""


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
        found = [(Path(file), extract, keys) for file in files for extract, keys in _tables(bench, Path(file))]
        whole, others = _sales(bench, found)
        for path, extract, keys in _joined(whole):
            lines += _source(path, keys, extract, bench)
        lines += others
    return "\n".join(lines) + "\n"


Table = tuple[Path, Extract, dict[str, str]]


def _sales(bench: Workspace, found: list[Table]) -> tuple[list[Table], list[str]]:
    """Return the tables that may hold sales, and comments on sheets that do not: people, returns."""
    if len(found) < 2:
        return found, []
    sales, comments = [], []
    for file, extract, keys in found:
        columns = _columns(bench, extract)
        dated = any(column.dates > 0.5 for column in columns)
        paid = any(like_money(column) for column in columns) or bool(moneys(columns))
        if known_shape(extract.names) or (dated and paid):
            sales.append((file, extract, keys))
            continue
        what = f"sheet {keys['sheet']}" if "sheet" in keys else file.name
        orders = [c.name for c in columns if re.match(NAMES["order_id"], c.name.casefold())]
        comments.append(
            f"# {what} was not proposed: it has {'no amounts' if dated else 'no day'} and is no list of sales"
        )
        if orders and re.search(r"return|refund|retour|rückgabe|退", what.casefold()):
            comments.append(f"# it may be returns by order; then add to the source above: returns: {{path: {_scalar(file.name)}"
                            + (f", sheet: {_scalar(keys['sheet'])}" if "sheet" in keys else "")
                            + f", order_id: {_scalar(orders[0])}}}")  # fmt: skip
    return (sales, comments) if sales else (found, [])


def _joined(tables: list[Table]) -> list[tuple[str, Extract, dict[str, str]]]:
    """Return the tables with their paths; files of one header become one, with a glob that means just them."""
    paths: list[tuple[str, Extract, dict[str, str]]] = []
    groups: dict[tuple[object, ...], list[Table]] = {}
    for file, extract, keys in tables:
        groups.setdefault((file.parent, *map(tidy, extract.names), *keys.items()), []).append((file, extract, keys))
    for group in groups.values():
        pattern = _glob([file for file, *_ in group]) if len(group) > 1 else None
        if pattern:
            paths.append((str(group[0][0].parent / pattern), *group[0][1:]))
        else:
            paths += [(str(file), extract, keys) for file, extract, keys in group]
    return paths


def _glob(files: list[Path]) -> str | None:
    """Return a pattern of names that matches these files of a folder and no other."""
    names = [file.name for file in files]
    start = os.path.commonprefix(names)
    end = os.path.commonprefix([name[len(start) :][::-1] for name in names])[::-1]
    pattern = f"{start}*{end}"
    matched = {path.name for path in files[0].parent.glob(pattern)}
    return pattern if matched == set(names) and not re.search(r"[\[\]?]", start + end) else None


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
    families = "|".join(f"(?:{pattern})" for family, (pattern, _) in FAMILIES.items() if "Unix" not in family)
    rows = bench.rows(f"SELECT * FROM ({extract.relation}) LIMIT {SAMPLE}")
    columns = []
    for k, header in enumerate(extract.names, 1):
        values = [text for row in rows if (text := tidy(row[k - 1]))]
        n = max(len(values), 1)
        dates = sum(bool(re.search(families, value)) for value in values) / n
        numbers = sum(bool(re.fullmatch(NUMBER, value)) for value in values) / n
        columns.append(Column(header, k, dates, numbers, len(set(values)) / n, values))
    return columns


def _source(path: str, keys: dict[str, str], extract: Extract, bench: Workspace) -> list[str]:
    columns = _columns(bench, extract)
    known = known_shape(extract.names)
    chosen, notes = _known(known, columns) if known else _matched(columns)
    extra = _keys_of(known, chosen, columns, extract, bench) if known else {}
    lines = [f"  - path: {_scalar(path)}"] + [f"    {key}: {_scalar(value)}" for key, value in keys.items()]
    if known:
        lines[0] += f"  # {known.name}"
        lines += [f"    # {known.note}"] if known.note else []
    if not any(column.name for column in columns):
        lines.append("    header_row: none           # the columns have no names: positions 1, 2, …")
    lines += [f"    {key}: {value}" for key, value in extra.items()]
    lines.append("    columns:                     # ours: theirs")
    for ours, column in chosen.items():
        mark = f"  # ? {notes[ours]}; check" if ours in notes else ""
        lines.append(f"      {ours}: {_scalar(column.key)}{mark}")
    lines += _to_do(chosen, columns)
    taken = {column.position for column in chosen.values()}
    rest = [str(column.key) for column in columns if column.position not in taken]
    if rest:
        lines.append(f"      # not used: {', '.join(rest)}".replace("\n", " "))
    return lines


def _to_do(chosen: dict[str, Column], columns: list[Column]) -> list[str]:
    """Return the lines for what is needed and was not found, with two candidates and three values of each."""
    lines = []
    summary = not chosen.keys() & {"date"} and chosen.keys() & SUMMARY.keys()
    for ours in NEEDED:
        priced = ours == "amount" and ({"quantity", "unit_price"} <= chosen.keys() or "monetary" in chosen)
        if ours in chosen or priced or (summary and ours == "date"):
            continue
        taken = {column.position for column in chosen.values()}
        free = [column for column in columns if column.position not in taken and column.values]
        near = [
            c
            for c in free
            if (c.dates > 0.5 if ours == "date" else like_money(c) if ours == "amount" else _could_buy(c))
        ][:2]
        shown = "; ".join(f"{json.dumps(c.name or c.position, ensure_ascii=False)} holds {c.examples}" for c in near)
        said = f"perhaps {shown}" if near else "no column looks like it; name one"
        gone = f", or {MAY_GO[ours]}" if ours in MAY_GO else ""
        lines.append(f"      {ours}: TODO            # ? {said}{gone}".replace("\n", " "))
    if summary:
        lines.append("      # one row per customer, already summarised: observation_end above is needed")
    return lines


def _could_buy(column: Column) -> bool:
    return (
        not column.unique and not column.clock and not column.decimals and column.dates < 0.5 and column.distinct > 0.02
    )


def _known(known: Known, columns: list[Column]) -> tuple[dict[str, Column], dict[str, str]]:
    by_key = {column.key: column for column in columns} | {column.position: column for column in columns}
    chosen = {ours: by_key[theirs] for ours, theirs in known.chosen([column.name for column in columns]).items()}
    return {ours: chosen[ours] for ours in ORDER if ours in chosen}, {}


def _keys_of(
    known: Known, chosen: dict[str, Column], columns: list[Column], extract: Extract, bench: Workspace
) -> dict[str, str]:
    """Return the keys of a known export that this file needs: rules for the values that stand in it, blank heads."""
    keys = {}
    for ours, rules in (("status", known.status), ("kind", known.kind)):
        if not rules or ours not in chosen:
            continue
        cell = f"trim(c{chosen[ours].position})"
        there = {v for (v,) in bench.rows(f"SELECT DISTINCT {cell} FROM ({extract.relation}) LIMIT {MOST_VALUES}")}
        stated = {act: [value for value in values if value in there] for act, values in rules.items()}
        told = ", ".join(f"{act}: [{', '.join(map(_scalar, values))}]" for act, values in stated.items() if values)
        if told:
            keys[ours] = f"{{{told}}}  # of {', '.join(sorted(filter(None, there))[:12])}"
    filled = max(len(column.values) for column in columns)
    if "fill_down" in known.keys and len(chosen["customer_id"].values) < 0.9 * filled:
        keys["fill_down"] = known.keys["fill_down"]
    return keys


def _matched(columns: list[Column]) -> tuple[dict[str, Column], dict[str, str]]:
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
            others = ", ".join(json.dumps(other.name, ensure_ascii=False) for other in fitting[1:4])
            unsure[ours] = f"{others} could be meant as well"

    take("customer_id", customers(free))
    if (
        "customer_id" in chosen
        and chosen["customer_id"].unique
        and any(_could_buy(c) and c.numbers < 0.9 for c in free)
    ):
        unsure["customer_id"] = "in every row another one"
    for ours, pattern in {**SUMMARY, **NAMES}.items():
        if ours == "quantity":
            take("amount", [c for c in moneys(free) if c.name])
        take(ours, [c for c in free if re.match(pattern, c.name.casefold()) and _plausible(ours, c)])
        if ours in SUMMARY and ours in chosen and not re.fullmatch(pattern, chosen[ours].name.casefold()):
            free.append(chosen.pop(ours))
    _only_of_a_summary(chosen, free)
    _by_content(chosen, unsure, free)
    _doubt_small_numbers(chosen, unsure, free)
    return {ours: chosen[ours] for ours in [*ORDER, *SUMMARY] if ours in chosen}, unsure


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
    numbers = [
        c
        for c in free
        if c.numbers > 0.9 and c.dates < 0.9 and not c.clock and not re.fullmatch(NO_MONEY, c.name.casefold())
    ]
    by_content = {
        "date": [c for c in free if c.dates > 0.9 and c.numbers < 0.9 and not c.clock]
        or [c for c in free if c.dates > 0.9 and not c.clock],
        "amount": [c for c in numbers if c.decimals] or [c for c in numbers if not c.small_integers],
        "customer_id": [c for c in free if _could_buy(c)]
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
        unsure[ours] = "by its content"


def _doubt_small_numbers(chosen: dict[str, Column], unsure: dict[str, str], free: list[Column]) -> None:
    """Say which column looks like money where the amount is a small whole number: a count, perhaps."""
    amount = chosen.get("amount")
    others = [c for c in free if like_money(c)]
    if amount is not None and amount.small_integers and others:
        unsure["amount"] = (
            f"small whole numbers; {json.dumps(others[0].name, ensure_ascii=False)} looks like money ({others[0].examples})"
        )


def _plausible(ours: str, column: Column) -> bool:
    if ours == "date":
        return column.dates > 0.5 and not column.clock
    if ours in {"amount", "quantity", "unit_price", "cost", "recency", "frequency", "monetary", "tenure"}:
        return column.numbers > 0.5
    return True


def _scalar(value: str | int) -> str:
    """Return a value as YAML: plain where that is safe, else quoted."""
    if isinstance(value, int):
        return str(value)
    words = {"yes", "no", "on", "off", "y", "n", "null", "true", "false"}
    plain = re.fullmatch(r"[A-Za-z_][\w ./-]*\w", value) and value.lower() not in words
    return value if plain else json.dumps(value, ensure_ascii=False)
