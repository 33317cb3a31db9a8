"""How a text ends, and whether it is one text: a last line that was cut off, lines of two encodings in one file."""

from __future__ import annotations

import csv
import re
from itertools import islice
from pathlib import Path

from analysis.intake.workspace import Workspace

TAIL = 65_536
FEWEST = 10
SAME = 0.9  # of the fields are as long, or written in the same pattern
ODD_LINES = 2
SURE = 6  # bytes more than characters, before UTF-8 is no accident of two-byte text


def say_cut_off(bench: Workspace, file: Path, label: str, delimiter: str) -> None:
    """Say that a text ends inside its last line: no line end, and a last field that is shorter than its column."""
    with file.open("rb") as stream:
        stream.seek(0, 2)
        start = max(stream.tell() - TAIL, 0)
        stream.seek(start)
        tail = stream.read().decode("utf-8", "replace")
    if not tail or tail.endswith(("\n", "\r")):
        return
    lines = tail.splitlines()[1 if start else 0 :]
    records = [record for record in csv.reader(lines, delimiter=delimiter) if record]
    if len(records) <= FEWEST:
        return
    *before, last = records
    width = len(before[-1])
    fields = [record[len(last) - 1].strip() for record in before[-200:] if len(record) == width >= len(last)]
    if not fields:
        return
    if len(last) < width or _shorter(last[-1].strip(), fields):
        bench.warn("cut_off", 1, file=label, line=lines[-1][-60:])


def _shorter(last: str, fields: list[str]) -> bool:
    """Return whether a field is the beginning of what its column holds: too short, or without its decimals."""
    filled = [field for field in fields if field]
    if len(filled) < SAME * len(fields):
        return False
    lengths = [len(field) for field in filled]
    if lengths.count(max(lengths)) >= SAME * len(lengths):
        return len(last) < max(lengths)
    patterns = [
        re.sub(r"[0-9]+", "9", re.sub(r"([.,])([0-9]{1,2})$", lambda m: m[1] + "d" * len(m[2]), field))
        for field in filled
    ]
    usual = max(set(patterns), key=patterns.count)
    if patterns.count(usual) < SAME * len(patterns) or "d" not in usual:
        return False
    own = re.sub(r"[0-9]+", "9", re.sub(r"([.,])([0-9]{1,2})$", lambda m: m[1] + "d" * len(m[2]), last))
    return own != usual


def say_two_encodings(bench: Workspace, path: Path, codec: str, label: str) -> None:
    """Say that some lines of a text are UTF-8 and others are not: files of two programs were joined."""
    least = 1 if codec.startswith(("cp", "mac")) else SURE
    utf8, other, first = 0, 0, 0
    with path.open("rb") as stream:
        for number, line in enumerate(islice(stream, 2_000_000), 1):
            if line.isascii():
                continue
            try:
                sure = len(line.decode("utf-8")) <= len(line) - least
                utf8, first = utf8 + sure, first or number * sure
            except UnicodeDecodeError:
                other += 1
    if utf8 < ODD_LINES or not other:
        return
    bench.warn("encodings_mixed", utf8, file=label, first=first, other=other, encoding=codec)
