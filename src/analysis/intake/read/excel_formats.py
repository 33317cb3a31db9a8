"""Currencies that only the number formats of a workbook's cells show: the value is 12.5, the screen says £12.50."""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from analysis.display.formats import count
from analysis.display.language import joined, sentence
from analysis.intake.mean.amounts import COULD_BE, SYMBOLS
from analysis.intake.places import Label
from analysis.intake.read.excel_marks import BLOCK, member_of
from analysis.schema import DataError

FORMAT = re.compile(r'<(?:\w+:)?numFmt\b[^>]*?\bnumFmtId="(\d+)"[^>]*?\bformatCode="([^"]*)"')
CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]+)(\d+)")(?=[^>]*\bs="(\d+)")[^>]*>')
WRITTEN = re.compile(
    r'\[\$([^\]\-]+)(?:-[0-9A-Fa-f]+)?\]|"\s*([^"0-9#?.,;\s]{1,4})\.?\s*"|\\?([€£¥₹₽₩₺₪฿₫₴])|(?<![\[\w])\\?(\$)'
)


def currency_shown(path: Path, sheet: str, letters: Sequence[str], label: Label) -> str:
    """Return the one currency in which the formats of these columns show their numbers; "" if they show none.

    Raises
    ------
    DataError
        If they show several: amounts of several currencies cannot be added.
    """
    if not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/styles.xml"} <= names:
            return ""
        styles = _styles(archive.read("xl/styles.xml").decode("utf-8", "replace"))
        member = member_of(archive, names, archive.read("xl/workbook.xml").decode("utf-8", "replace"), sheet)
        if not styles or member is None:
            return ""
        found = _counted(archive, member, set(letters), styles)
    codes: dict[str, tuple[int, str]] = {}
    for written, (rows, cell) in found.items():
        code = _code(written)
        rows_before, first = codes.get(code, (0, cell))
        codes[code] = (rows_before + rows, first)
    if len(codes) > 1:
        shown = ", ".join(
            sentence("{currency} ({rows} cells, the first is {cell})", currency=code, rows=count(rows), cell=cell)
            for code, (rows, cell) in sorted(codes.items(), key=lambda pair: -pair[1][0])
        )
        raise DataError(
            joined(
                sentence(
                    "{file}: the number formats of the amounts show several currencies: {shown}.",
                    file=label,
                    shown=shown,
                ),
                sentence(
                    "Export the currency as a column of its own and name it as currency, or split the sheet by "
                    "currency."
                ),
            )
        )
    code = next(iter(codes), "")
    return code if code in set(SYMBOLS.values()) - set(COULD_BE) or len(code) == 3 else ""


def _styles(text: str) -> dict[int, str]:
    """Return the currency that each style of cells shows."""
    formats = {int(number): _currency(html.unescape(code)) for number, code in FORMAT.findall(text)}
    cells = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", text, re.DOTALL)
    used = re.findall(r"<(?:\w+:)?xf\b[^>]*?\bnumFmtId=\"(\d+)\"", cells[0]) if cells else []
    shown = {k: formats.get(int(number), "") for k, number in enumerate(used)}
    return {k: currency for k, currency in shown.items() if currency}


def _currency(code: str) -> str:
    for match in WRITTEN.finditer(code.split(";")[0]):
        text = next(part for part in match.groups() if part).strip(" .\u00a0")
        if _code(text):
            return text
    return ""


def _code(written: str) -> str:
    """Return a currency's code or symbol, "" if a text is none."""
    text = written.strip(" .\u00a0")
    if text.casefold() in SYMBOLS:
        return SYMBOLS[text.casefold()]
    return text.upper() if re.fullmatch(r"[A-Z]{3}", text) else ""


def _counted(
    archive: zipfile.ZipFile, member: str, letters: set[str], styles: dict[int, str]
) -> dict[str, tuple[int, str]]:
    counts: Counter[str] = Counter()
    firsts: dict[str, str] = {}
    rest = b""
    with archive.open(member) as stream:
        while block := stream.read(BLOCK):
            text = rest + block
            cut = text.rfind(b"<")
            text, rest = text[:cut], text[cut:]
            for column, row, style in CELL.findall(text):
                currency = styles.get(int(style))
                if currency and column.decode() in letters:
                    counts[currency] += 1
                    firsts.setdefault(currency, (column + row).decode())
    return {currency: (rows, firsts[currency]) for currency, rows in counts.items()}
