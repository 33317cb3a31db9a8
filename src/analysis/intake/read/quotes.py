"""The records of a text with quotes, counted without the engine: it has lost whole pieces of files to an open quote."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

BLOCK = 2**18
TAIL = 4096
FEWEST = 2  # lines inside one field with as many delimiters as a row has, before they are rows that a quote swallowed
MOSTLY = 0.8  # of the lines inside the field
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

    def read(self, file: Path, skip: int, delimiter: str, escape: str, width: int) -> None:
        """Count the records below the lines to skip, up to a quote that is wrong."""
        quoting = {"escapechar": "\\", "doublequote": False} if escape == "\\" else {}
        self.line, nothing = skip, delimiter + " \t\r\n\v\f"
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
                swallowed(part.decode("utf-8", "replace"), delimiter, width)
                for part in parts[1 - inside :: 2]
                if part.count(b"\n") > FEWEST
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
