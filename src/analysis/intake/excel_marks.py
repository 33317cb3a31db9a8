"""A second look into an xlsx: hidden rows, error cells and formulas without values, which readers do not show."""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

BLOCK = 2**22
HIDDEN = re.compile(rb'<row [^>]*?hidden="(?:1|true)"')
ERROR = re.compile(rb'<c r="([A-Z]+)\d+"[^>]*? t="e"')
NO_VALUE = re.compile(rb'<c r="([A-Z]+)\d+"[^>]*><f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')


@dataclass
class Marks:
    """What was seen, by column letter."""

    hidden_rows: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    formulas: Counter[str] = field(default_factory=Counter)
    from_1904: bool = False


def look(path: Path, sheet: str) -> Marks:
    """Return the marks of one sheet; empty for workbooks that are no xlsx."""
    marks = Marks()
    if not zipfile.is_zipfile(path):
        return marks
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            return marks
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        marks.from_1904 = bool(re.search(r'date1904="(?:1|true)"', book))
        member = _member(archive, names, book, sheet)
        if member is None:
            return marks
        rest = b""
        with archive.open(member) as stream:
            while block := stream.read(BLOCK):
                text = rest + block
                cut = text.rfind(b"</row>") + 6
                text, rest = (text[:cut], text[cut:]) if cut > 5 else (b"", text)
                marks.hidden_rows += len(HIDDEN.findall(text))
                marks.errors.update(letter.decode() for letter in ERROR.findall(text))
                marks.formulas.update(letter.decode() for letter in NO_VALUE.findall(text))
    return marks


def column_letter(position: int) -> str:
    """Return the letters of a column, from its position counted from 0.

    Examples
    --------
    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _member(archive: zipfile.ZipFile, names: set[str], book: str, sheet: str) -> str | None:
    relations = (
        archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        if "xl/_rels/workbook.xml.rels" in names
        else ""
    )
    targets = {}
    for tag in re.findall(r"<Relationship [^>]*>", relations):
        identity, target = re.search(r'\bId="([^"]*)"', tag), re.search(r'\bTarget="([^"]*)"', tag)
        if identity and target:
            targets[identity[1]] = target[1]
    for tag in re.findall(r"<sheet [^>]*>", book):
        title, identity = re.search(r'\bname="([^"]*)"', tag), re.search(r'\br:id="([^"]*)"', tag)
        if title and identity and html.unescape(title[1]) == sheet and identity[1] in targets:
            member = targets[identity[1]].lstrip("/")
            member = member if member.startswith("xl/") else f"xl/{member}"
            return member if member in names else None
    return None
