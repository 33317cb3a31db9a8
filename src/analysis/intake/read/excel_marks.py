"""A second look into an xlsx: hidden rows, error cells and formulas without values, which readers do not show."""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field

from analysis.display.formats import count
from analysis.display.language import data_error

BLOCK = 2**22
MOST_CELLS = 10**8  # a reader keeps every cell between the first and the last filled one
MOST_EMPTY = 3 * 10**7  # where nine of ten of them are empty; the last row of a sheet has 26 columns below this
HIDDEN = re.compile(rb'<(?:\w+:)?row\b[^>]*?\bhidden="(?:1|true)"')
ERROR = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)\d+"[^>]*?\bt="e"')
NO_VALUE = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]+)\d+"[^>]*>'
    rb"<(?:\w+:)?f(?:/>|[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v ?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
NO_TEXT = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="str")[^>]*?\br="([A-Z]+)\d+"[^>]*>'
    rb"<(?:\w+:)?f(?:/>|[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)</(?:\w+:)?c>"
)
WIDE = re.compile(rb' r="([A-Z]{2,3})[0-9]')
NUMBERED = re.compile(rb'row\b[^>]*?\br="([0-9]+)"')
FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*(?<!/)>')


@dataclass
class Marks:
    """What was seen, by column letter; ``unseen`` where the kind of workbook does not let one look."""

    hidden_rows: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    formulas: Counter[str] = field(default_factory=Counter)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    from_1904: bool = False
    unseen: bool = False


def look(archive: zipfile.ZipFile, sheet: str) -> Marks:
    """Return the marks of one sheet of an xlsx."""
    marks = Marks()
    names = set(archive.namelist())
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    marks.from_1904 = bool(re.search(r'date1904="(?:1|true)"', book))
    member = member_of(archive, names, book, sheet)
    if member is None:
        marks.unseen = True
        return marks
    rest = b""
    with archive.open(member) as stream:
        while block := stream.read(BLOCK):
            text = rest + block
            cut = max(text.rfind(b"row>") + 4, 0)
            text, rest = (text[:cut], text[cut:]) if cut > 3 else (b"", text)
            # the patterns are slow, and what they find is rare
            if b"hidden=" in text:
                marks.hidden_rows += len(HIDDEN.findall(text))
            if b't="e"' in text:
                marks.errors.update(letter.decode() for letter in ERROR.findall(text))
            if b"f>" in text or b"f/>" in text:
                marks.formulas.update(letter.decode() for letter in NO_VALUE.findall(text) + NO_TEXT.findall(text))
    return marks


def refuse_far_cells(archive: zipfile.ZipFile) -> None:
    """Refuse a sheet whose filled cells lie so far apart that the empty ones between them fill the memory.

    Raises
    ------
    DataError
        With the sheet's file inside the workbook and the last filled row and column.
    """
    for member in archive.namelist():
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", member):
            continue
        letters, row, _ = _extent(archive, member, filled=False)
        if row * _number(letters) <= MOST_EMPTY:
            continue
        letters, row, filled = _extent(archive, member, filled=True)
        if row * _number(letters) > (MOST_EMPTY if 10 * filled < row * _number(letters) else MOST_CELLS):
            raise data_error(
                "a sheet of the workbook ({sheet}) reaches to column {column} and row {row}: stray cells far from "
                "the table; delete the rows and columns beyond the table and save it again.",
                sheet=member.rsplit("/", 1)[-1],
                column=letters,
                row=count(row),
            )


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


def _extent(archive: zipfile.ZipFile, member: str, *, filled: bool) -> tuple[str, int, int]:
    """Return the last column and row: of any cell (at least Z, quickly), or of filled ones only, with their number."""
    wide, row, rest, found = {"A" if filled else "Z"}, 0, b"", 0
    with archive.open(member) as stream:
        while block := stream.read(BLOCK):
            text, rest = rest + block, block[-256:]
            if filled:
                cells = FILLED.findall(text)
                wide |= {letters.decode() for letters, _ in cells}
                found += len(cells)
                row = max([row, *(int(number) for _, number in cells)])
            else:
                wide |= {letters.decode() for letters in WIDE.findall(text)}
                last = NUMBERED.match(text, max(text.rfind(b"row "), 0))
                row = max(row, int(last[1]) if last else 0)
    return max(wide, key=_number), row, found


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def member_of(archive: zipfile.ZipFile, names: set[str], book: str, sheet: str) -> str | None:
    """Return the member of the archive that holds a sheet; None if it is not there."""
    relations = (
        archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        if "xl/_rels/workbook.xml.rels" in names
        else ""
    )
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship [^>]*>", relations):
        identity, target = re.search(r'\bId="([^"]*)"', tag), re.search(r'\bTarget="([^"]*)"', tag)
        if identity and target:
            targets[identity[1]] = target[1]
    for tag in re.findall(r"<(?:\w+:)?sheet [^>]*>", book):
        title, identity = re.search(r'\bname="([^"]*)"', tag), re.search(r'\b\w+:id="([^"]*)"', tag)
        if title and identity and html.unescape(title[1]) == sheet and identity[1] in targets:
            member = targets[identity[1]].lstrip("/")
            member = member if member.startswith("xl/") else f"xl/{member}"
            return member if member in names else None
    return None
