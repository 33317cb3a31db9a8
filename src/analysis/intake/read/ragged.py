"""A large text of which many lines have another number of fields: refused before the engine keeps each of them.

DuckDB takes 2 kB of memory, and 50 µs, for every line that it rejects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from operator import methodcaller
from pathlib import Path

from analysis.intake.read.layout import Layout
from analysis.intake.say.files import too_ragged
from analysis.schema import DataError

SMALL = 8 * 2**20
PLACES = 16
PLACE = 2**16


def refuse_ragged(file: Path, layout: Layout, label: str, few: float) -> None:
    """Refuse a large text in which more than a few lines have another width, at most of its places.

    Raises
    ------
    DataError
        With the number of such lines, and the first of them.
    """
    size = file.stat().st_size
    if size <= SMALL or sum(_several(lines, layout, few) for lines in _places(file, size)) < PLACES / 2:
        return
    read, first, rows = 0, [], 0
    with file.open("rb") as stream:
        for number, line in enumerate(_unquoted(islice(stream, layout.skip, None), layout), layout.skip + 1):
            read += 1
            if _differs(line, layout):
                rows += 1
                first += [{"line": number, "fields": line.count(layout.delimiter.encode()) + 1}] if rows <= 5 else []
    if rows > few * read:
        seen = {"file": label, "rows": rows, "read": read, "columns": len(layout.names), "lines": first}
        raise DataError(too_ragged(seen))


def _several(lines: list[bytes], layout: Layout, few: float) -> bool:
    """Return whether more than a few lines of a place have another width."""
    lines = list(_unquoted(lines, layout)) if any(b'"' in line for line in lines) else lines
    counts = set(map(methodcaller("count", layout.delimiter.encode()), lines))
    return counts != {len(layout.names) - 1} and sum(_differs(line, layout) for line in lines) > few * len(lines)


def _unquoted(lines: Iterable[bytes], layout: Layout) -> Iterator[bytes]:
    """Yield the lines without what is quoted; nothing of those that a quoted field begins on, goes on or ends in."""
    inside = False
    for line in lines:
        if b'"' not in line:
            yield b"" if inside else line
            continue
        parts = (line.replace(b'\\"', b"") if layout.escape == "\\" else line).split(b'"')
        several, inside = inside or len(parts) % 2 == 0, inside ^ (len(parts) % 2 == 0)
        yield b"" if several else b"".join(parts[::2])


def _differs(line: bytes, layout: Layout) -> bool:
    return line.count(layout.delimiter.encode()) != len(layout.names) - 1 and bool(line.strip())


def _places(file: Path, size: int) -> Iterator[list[bytes]]:
    """Yield the whole lines at places spread over a file."""
    with file.open("rb") as stream:
        for place in range(PLACES):
            stream.seek(place * size // PLACES)
            yield stream.read(PLACE).split(b"\n")[1:-1]
