"""A second look into an .ods: hidden rows and sheets, error cells, merged cells, formulas without values."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from analysis.display.language import data_error
from analysis.intake.read.excel_marks import Marks, column_letter

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
ERROR_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
BLOCK = 2**20
ERRORS = ("#", "Err:")
VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")


@dataclass
class _Reader:
    """What the parser has seen of the sheet that is asked for."""

    sheet: str
    marks: Marks = field(default_factory=Marks)
    inside: bool = False
    depth: int = 0
    row: int = 0
    next_row: int = 0
    column: int = 0
    cell: dict[str, str] | None = None
    text: str = ""
    rows: int = 1
    hidden: bool = False
    filled: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin a table, a row or a cell."""
        if tag == f"{TABLE} table":
            self.depth += 1
            self.inside = self.depth == 1 and attributes.get(f"{TABLE} name") == self.sheet
        if not self.inside:
            return
        if tag == f"{TABLE} table-row":
            self.row, self.column, self.filled = self.next_row, 0, False
            self.rows = _count(attributes, "number-rows-repeated")
            self.hidden = attributes.get(f"{TABLE} visibility", "visible") != "visible"
            self.next_row += self.rows
        elif tag in (f"{TABLE} table-cell", f"{TABLE} covered-table-cell"):
            self.cell, self.text = attributes, ""

    def end(self, tag: str) -> None:
        """End a table, a row or a cell."""
        if tag == f"{TABLE} table":
            self.depth -= 1
            self.inside = False
        if not self.inside:
            return
        if tag in (f"{TABLE} table-cell", f"{TABLE} covered-table-cell") and self.cell is not None:
            self._cell(self.cell)
            self.column += _count(self.cell, "number-columns-repeated")
            self.cell = None
        elif tag == f"{TABLE} table-row" and self.hidden and self.filled:
            self.marks.hidden_rows += self.rows

    def characters(self, text: str) -> None:
        """Keep the text of a cell."""
        if self.cell is not None:
            self.text += text

    def _cell(self, cell: dict[str, str]) -> None:
        letter = column_letter(self.column)
        stored = any(cell.get(f"{OFFICE} {value}") for value in VALUES) or bool(self.text)
        self.filled |= stored
        if cell.get(ERROR_TYPE) == "error" or (f"{TABLE} formula" in cell and self.text.startswith(ERRORS)):
            self.marks.errors[letter] += self.rows
        elif f"{TABLE} formula" in cell and not stored and f"{OFFICE} value-type" not in cell:
            self.marks.formulas[letter] += self.rows
        high, wide = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if high > 1 or wide > 1:
            self.marks.merged.append(((self.row, self.column), (self.row + high - 1, self.column + wide - 1)))


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Return whether the document asks for a password to open."""
    names = archive.namelist()
    return "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml")


def look(archive: zipfile.ZipFile, sheet: str = "") -> Marks:
    """Return the marks of one sheet; without one, only find out whether the XML is whole.

    Raises
    ------
    DataError
        If the XML is damaged or declares entities, which no spreadsheet program does.
    """
    reader = _Reader(sheet)
    parser = expat.ParserCreate(namespace_separator=" ")
    if sheet:
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.characters
        parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise data_error("the OpenDocument file declares XML entities, which no spreadsheet program writes; refused.")

    parser.EntityDeclHandler = refuse
    try:
        with archive.open("content.xml") as stream:
            while block := stream.read(BLOCK):
                parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, KeyError):
        raise data_error("the OpenDocument file is damaged; open it and save it as xlsx.") from None
    return reader.marks


def _count(attributes: dict[str, str], what: str) -> int:
    written = attributes.get(f"{TABLE} {what}", "1")
    return int(written) if written.isdecimal() else 1
