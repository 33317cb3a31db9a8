"""The records of a text with quotes, counted without the engine: it has lost whole pieces of files to an open quote."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

BLOCK = 2**18
TAIL = 4096
FEWEST = 2  # lines inside one field with as many delimiters as a row has, before they are rows that a quote swallowed
MOSTLY = 0.8  # of the lines inside the field
FIRST_LINES = 1000  # show how the cells of a column are written
FEW_SHAPES = 6
LONGEST_FIELD = 2_000_000


@dataclass
class Records:
    """The records of a text that hold something, and blank ones, as read line by line.

    Attributes
    ----------
    open_line
        Where a quote opens that is never closed, or that is closed rows later; 0 if there is none.
    highest
        Lines of the record that takes most of them, and the first of these.
    """

    filled: int = 0
    blank: int = 0
    line: int = 0
    open_line: int = 0
    highest: tuple[int, int] = (0, 0)
    usual: list[set[str]] = field(default_factory=list)

    def read(self, file: Path, skip: int, delimiter: str, escape: str, width: int) -> None:
        """Count the records below the lines to skip, up to a quote that is wrong."""
        quoting = {"escapechar": "\\", "doublequote": False} if escape == "\\" else {}
        self.line, nothing = skip, delimiter + " \t\r\n\v\f"
        self.usual = _usual(file, skip, delimiter, width)
        begins = True  # only lines with a quote, and those that a field goes on in, need to be taken apart

        def quoted(lines: Iterator[str]) -> Iterator[str]:
            nonlocal begins
            for line in lines:
                self.line += 1
                if begins and '"' not in line:
                    self.blank += not line.strip(nothing)
                    self.filled += bool(line.strip(nothing))
                    continue
                begins = False
                yield line

        usual = csv.field_size_limit(LONGEST_FIELD)
        try:
            with file.open(encoding="utf-8", newline="") as stream:
                reader = csv.reader(quoted(islice(stream, skip, None)), delimiter=delimiter, **quoting)  # type: ignore[arg-type]
                before = 0
                for record in reader:
                    begins, height, before = True, reader.line_num - before, reader.line_num
                    self._take(record, height, delimiter, width)
                    if self.open_line:
                        return
        except csv.Error:  # a field without an end
            self.open_line = self.line - (reader.line_num - before) + 1
        finally:
            csv.field_size_limit(usual)

    def _take(self, record: list[str], height: int, delimiter: str, width: int) -> None:
        filled = any(cell.strip() for cell in record)
        self.filled, self.blank = self.filled + filled, self.blank + (not filled)
        first = self.line - height + 1
        if height > max(self.highest[0], 1):
            self.highest = (height, first)
        if height > FEWEST + 1 and any(swallowed(cell, delimiter, width) for cell in record):
            self.open_line = first
        if height > 1 and len(record) == width and self._continues_rows(record, delimiter, width):
            self.open_line = first

    def _continues_rows(self, record: list[str], delimiter: str, width: int) -> bool:
        """Return whether a field holds the rest of one row and the start of another, cell for cell as rows are."""
        for place, cell in enumerate(record):
            if "\n" in cell and rejoins(cell, delimiter, width) == place:
                first, *_, last = (line.rstrip("\r").split(delimiter) for line in cell.split("\n"))
                found = [
                    *zip(self.usual, last[:-1], strict=False),
                    *zip(self.usual[place + 1 :], first[1:], strict=False),
                ]
                if all(_shape(text) in known for known, text in found) and any(_steady(known) for known, _ in found):
                    return True
        return False


def rejoins(cell: str, delimiter: str, width: int) -> int:
    """Return the place in a row at which a field holds the rest of one and the start of another; -1: nowhere."""
    counts = [line.count(delimiter) for line in cell.split("\n")]
    fits = len(counts) > 1 and counts[0] + counts[-1] == width - 1 > 1 and set(counts[1:-1]) <= {width - 1}
    return counts[-1] if fits else -1


def _usual(file: Path, skip: int, delimiter: str, width: int) -> list[set[str]]:
    """Return how the cells of each column are written, in the first rows that stand on one line."""
    with file.open(encoding="utf-8", newline="") as stream:
        lines = [line.rstrip("\r\n") for line in islice(stream, skip, skip + FIRST_LINES) if line.count('"') % 2 == 0]
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if len(row) == width]
    return [set(map(_shape, column)) for column in zip(*rows, strict=True)]


def _shape(text: str) -> str:
    return re.sub(r"[^\W\d]+", "a", re.sub(r"\d+", "9", text.strip()))


def _steady(shapes: set[str]) -> bool:
    """Return whether a column holds figures, days or numbers, and not texts."""
    return len(shapes) <= FEW_SHAPES and all("9" in shape for shape in shapes)


def is_simple(file: Path, skip: int, delimiter: str, escape: str, width: int, expected: int) -> bool:
    """Return whether quotes come in pairs that hold no rows, and as many line ends lie between them as are expected.

    This is quick and nearly always true; where it is not, `Records` tells.
    """
    ends, inside, tail = 0, 0, b""
    with file.open("rb") as stream:
        for _ in islice(stream, skip):
            pass
        while block := stream.read(BLOCK):
            tail = (tail + block)[-TAIL:]
            if escape == "\\":
                block = block.replace(b"\\\\", b"").replace(b'\\"', b"")
            parts = block.split(b'"')
            between = b"".join(parts[inside::2]).count(b"\n")
            if between != block.count(b"\n") and any(
                swallowed(text, delimiter, width) or rejoins(text, delimiter, width) >= 0
                for part in parts[1 - inside :: 2]
                if b"\n" in part and (text := part.decode("utf-8", "replace"))
            ):
                return False
            ends, inside = ends + between, inside ^ (len(parts) - 1) % 2
    blank = tail[len(tail.rstrip(b"\r\n")) :].count(b"\n") - 1  # lines at the end; -1 if the last has no end
    return not inside and ends - blank == expected


def swallowed(field: str, delimiter: str, width: int) -> bool:
    """Return whether a field holds rows of the table: a quote opened before them and another closed it after."""
    lines = field.split("\n")[1:-1]
    alike = sum(line.count(delimiter) == width - 1 for line in lines)
    return width > 2 and alike >= max(FEWEST, MOSTLY * len(lines))
