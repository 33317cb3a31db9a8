"""A second look into an .xls: the records of its binary format (BIFF8) that a reader of cells does not show.

Sources: [MS-CFB] for the compound file around the workbook, [MS-XLS] for its records.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from analysis.display.language import data_error, sentence
from analysis.intake.read.excel_marks import Marks, column_letter
from analysis.schema import DataError

FREE = 0xFFFFFFFA  # and above: no sector
BOFS = {0x09, 0x209, 0x409, 0x809}
EOF, FILEPASS, DATEMODE, BOUNDSHEET, DIMENSIONS, WORKSHEET = 0x0A, 0x2F, 0x22, 0x85, 0x200, 0
ROW, FORMULA, STRING, BOOLERR = 0x208, 0x06, 0x207, 0x205
CELLS = {0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E}
SIZES = {0x203: 14, 0x205: 8, 0x27E: 10, 0xFD: 10, 0x201: 6}  # NUMBER, BOOLERR, RK, LABELSST, BLANK
MOST_COLUMNS = 256
BIFF8 = 0x600

Records = Iterator[tuple[int, bytes]]


def is_encrypted(stream: bytes) -> bool:
    """Return whether the workbook asks for a password to open."""
    return any(kind == FILEPASS for kind, _ in _records(stream, 0))


def refuse_damaged(stream: bytes) -> None:
    """Refuse a workbook whose records do not hold together, before a reader takes room for all cells between two.

    Raises
    ------
    DataError
        If the records of a sheet have no end or another size than their kind, if a cell lies beyond column IV, or if
        there are fewer rows than the sheet's DIMENSIONS record reaches to.
    """
    for _, place in _sheets(stream):
        reached = last = 0
        for kind, data in _records(stream, place):
            row, column = struct.unpack_from("<HH", data.ljust(4, b"\0"))
            if len(data) != SIZES.get(kind, len(data)):
                raise DataError(_damaged())
            if kind in CELLS and column >= MOST_COLUMNS:
                raise data_error("the Excel workbook is damaged: a cell lies beyond column IV; save it as xlsx.")
            if kind in CELLS or kind == ROW:
                reached = max(reached, row + 1)
            elif kind == DIMENSIONS and len(data) >= 10:
                last = struct.unpack_from("<I" if len(data) == 14 else "<2xH", data, 4 if len(data) == 14 else 0)[0]
        if last > reached:
            raise DataError(_damaged())


def look(path: Path, sheet: str) -> Marks:
    """Return the marks of one sheet; unseen in a format older than BIFF8."""
    marks = Marks()
    stream = workbook_stream(path)
    if struct.unpack_from("<H", stream.ljust(8, b"\0"), 4)[0] != BIFF8:
        marks.unseen = True
        return marks
    for kind, data in _records(stream, 0):
        if kind == DATEMODE:
            marks.from_1904 = data[:1] == b"\1"
    place = dict(_sheets(stream)).get(sheet)
    if place is None:
        marks.unseen = True
        return marks
    awaited, valued, empty = "", 0, Counter[str]()
    for kind, data in _records(stream, place):
        if awaited and kind != STRING:
            marks.formulas[awaited] += 1
        awaited = ""
        if kind in CELLS:
            column = struct.unpack_from("<H", data.ljust(4, b"\0"), 2)[0]
        if kind == ROW and len(data) >= 14:
            marks.hidden_rows += bool(data[12] & 0x20)
        elif kind == BOOLERR and len(data) >= 8:
            marks.errors[column_letter(column)] += data[7]
        elif kind == FORMULA and len(data) >= 16:
            letter, result = column_letter(column), data[6:14]
            special = result[6:8] == b"\xff\xff"
            marks.errors[letter] += special and result[0] == 2
            awaited = letter if special and result[0] == 0 else ""
            unvalued = special and result[0] == 3 or data[14] & 1 and result == bytes(8)
            empty[letter] += unvalued
            valued += not unvalued
    if not valued:  # a program wrote the formulas and nobody calculated them; else they are empty texts
        marks.formulas += empty
    return marks


def _sheets(stream: bytes) -> list[tuple[str, int]]:
    """Return the title of each worksheet, and where its records begin."""
    bounds = [data for kind, data in _records(stream, 0) if kind == BOUNDSHEET and len(data) > 8]
    return [(_title(data), struct.unpack_from("<I", data)[0]) for data in bounds if data[5] == WORKSHEET]


def _title(data: bytes) -> str:
    length, wide = data[6], data[7] & 1
    return data[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _records(stream: bytes, place: int) -> Records:
    """Yield kind and content of the records of one substream, without those of charts inside it.

    Raises
    ------
    DataError
        If they are not records from the first to the last: none is of kind 0, the last is an end.
    """
    depth, start = 0, place
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        depth += (kind in BOFS) - (kind == EOF)
        if depth <= 0 or not kind:
            break
        if depth == 1:
            yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
    if depth or place == start:
        raise DataError(_damaged())


def workbook_stream(path: Path) -> bytes:
    """Return the stream of the workbook inside a compound file; empty if there is none.

    Raises
    ------
    DataError
        If the compound file is damaged.
    """
    try:
        return _stream(path.read_bytes())
    except (struct.error, IndexError):
        raise DataError(_damaged()) from None


def _damaged() -> str:
    return sentence("the Excel workbook is damaged or truncated; open it in Excel and save it as xlsx.")


def _stream(raw: bytes) -> bytes:
    sector = 1 << struct.unpack_from("<H", raw, 30)[0]
    first_directory, _, cutoff, first_mini = struct.unpack_from("<4I", raw, 48)
    lists, more = [*struct.unpack_from("<109I", raw, 76)], struct.unpack_from("<I", raw, 68)[0]
    each = sector // 4
    for _ in range(len(raw) // sector):
        if more >= FREE:
            break
        block = struct.unpack_from(f"<{each}I", raw, (more + 1) * sector)
        lists, more = lists + list(block[:-1]), block[-1]
    table: list[int] = []
    for number in lists:
        if number < FREE:
            table += struct.unpack_from(f"<{each}I", raw, (number + 1) * sector)

    def chain(first: int, follow: list[int]) -> list[int]:
        found: list[int] = []
        while first < FREE and len(found) <= len(follow):
            found.append(first)
            first = follow[first]
        return found

    def content(first: int) -> bytes:
        return b"".join(raw[(number + 1) * sector : (number + 2) * sector] for number in chain(first, table))

    directory = content(first_directory)
    small, found = b"", (0, 0)
    for entry in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, entry + 64)[0]
        title = directory[entry : entry + max(length - 2, 0)].decode("utf-16-le", "replace")
        place, size = struct.unpack_from("<II", directory, entry + 116)
        if directory[entry + 66] == 5:
            small = content(place)
        elif title in ("Workbook", "Book"):
            found = (place, size)
    place, size = found
    if size >= cutoff:
        stream = content(place)
    else:
        follow = list(struct.unpack(f"<{len(content(first_mini)) // 4}I", content(first_mini)))
        stream = b"".join(small[64 * number : 64 * number + 64] for number in chain(place, follow))
    if len(stream) < size:
        raise IndexError(size)
    return stream[:size]
