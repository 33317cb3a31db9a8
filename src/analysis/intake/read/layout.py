"""How a delimited text is laid out: its delimiter, its header, and how quotes are escaped."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from analysis.client.parameters import Source
from analysis.display.language import data_error, joined, sentence
from analysis.intake.read.header import Header, find_header, likely_header, tidy
from analysis.intake.read.header_contrast import header_place
from analysis.schema import DataError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", "^": "caret", "~": "tilde", "\x01": "\\x01"}


SAMPLE_ROWS = 400


@dataclass(frozen=True)
class Layout:
    """How a text is laid out; ``skip`` lines, which are ``records``, stand above the first row of data."""

    delimiter: str
    header: Header | None
    skip: int
    records: int
    names: list[str]
    escape: str
    above: int = 0


def _records(sample: str, delimiter: str, escape: str = '"') -> tuple[list[list[str]], list[int]]:
    """Return the first records and the line on which each ends."""
    quoting = {"escapechar": "\\", "doublequote": False} if escape == "\\" else {}
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, **quoting)  # type: ignore[arg-type]
    records, ends = [], []
    try:
        for record in reader:
            records.append(record)
            ends.append(reader.line_num)
            if len(records) == SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return records, ends


def needs_whitespace(sample: str, source: Source, wanted: list[str]) -> bool:
    """Return whether runs of blanks separate the fields, because no other delimiter does."""
    if any(re.search(r"\s", name) for name in wanted):
        return False
    if any(find_header(_records(sample, mark)[0], wanted) for mark in DELIMITERS) and wanted:
        return False
    records = [line.split() for line in sample.splitlines()[:SAMPLE_ROWS]]
    if wanted:
        return find_header(records, wanted) is not None
    widths = Counter(len(record) for record in records if record)
    usual = max((n for mark in DELIMITERS for n in map(len, _records(sample, mark)[0])), default=1)
    return usual == 1 and bool(widths) and widths.most_common(1)[0][0] > 1


def find_layout(sample: str, delimiter: str | None, source: Source, wanted: list[str], label: str) -> Layout:
    """Return the delimiter and header under which the wanted columns are found; else the most regular one."""
    skipped = 0
    stated = re.match(r"sep=(.)\r?\n", sample, re.IGNORECASE)
    if stated:
        delimiter, skipped = delimiter or stated[1], 1
        sample = sample[stated.end() :]
    if delimiter in ("tab", "\\t"):
        delimiter = "\t"
    if delimiter is not None and len(delimiter) != 1:
        raise data_error(
            "{file}: delimiter should be one character, tab or whitespace; got '{delimiter}'.",
            file=label,
            delimiter=delimiter,
        )
    marks = [delimiter] if delimiter else list(DELIMITERS)
    escape = _escape(sample)
    tried, seen = {}, None
    for mark in marks:
        tried[mark] = _records(sample, mark, escape)
        seen = find_header(tried[mark][0], wanted) if wanted and source.header_row is None else None
        if seen and seen.height == 1:
            break
    if source.header_row == "none" or not wanted:
        mark = max(marks, key=lambda mark: _consistency(tried[mark][0]))
        return _without_header(tried[mark], mark, source, skipped, sample)
    if isinstance(source.header_row, int):
        return _stated_header(tried, source.header_row, wanted, skipped, sample, label)
    header = seen
    if header is None or header.height > 1:
        mark = max(marks, key=lambda mark: _consistency(tried[mark][0]))
        header = find_header(tried[mark][0], wanted) or likely_header(tried[mark][0])
    records, ends = tried[mark]
    last = header.row + header.height - 1
    skip = skipped + (ends[last] if ends else 0)
    above = ends[header.row - 1] if header.row else 0
    return Layout(
        mark, header, skip, skipped + last + 1, _widened(header.names, records[last + 1 :], label), escape, above
    )


def _stated_header(
    tried: dict[str, tuple[list[list[str]], list[int]]],
    line: int,
    wanted: list[str],
    skipped: int,
    sample: str,
    label: str,
) -> Layout:
    best, best_hits = None, -1
    for mark, (records, ends) in tried.items():
        for record, end in zip(records, ends, strict=True):
            if end + skipped == line:
                hits = len({tidy(cell).casefold() for cell in record} & {tidy(name).casefold() for name in wanted})
                if (hits, len(record)) > (best_hits, len(best[1]) if best else 0):
                    best, best_hits = (mark, record, end), hits
    if best is None:
        raise data_error("{file}: header_row is {line}, but no record ends on that line.", file=label, line=line)
    mark, record, end = best
    records, ends = tried[mark]
    row = ends.index(end)
    names = _widened([tidy(cell) for cell in record], records[row + 1 :], label)
    return Layout(mark, Header(row, 1, names), end + skipped, row + 1 + skipped, names, _escape(sample))


def _without_header(
    read: tuple[list[list[str]], list[int]], mark: str, source: Source, skipped: int, sample: str
) -> Layout:
    records, ends = read
    widths = Counter(len(record) for record in records if record)
    width = widths.most_common(1)[0][0] if widths else 0
    row = next((k for k, record in enumerate(records) if len(record) == width), 0)
    place = None
    if isinstance(source.header_row, int):
        place = ends.index(source.header_row - skipped) if source.header_row - skipped in ends else row
    elif source.header_row is None:
        place = header_place(records, width)
    row = row if place is None else place
    header = None if place is None else Header(row, 1, [tidy(cell) for cell in records[row]])
    before = ends[row] if header else (ends[row - 1] if row else 0)
    names = header.names if header else [""] * width
    return Layout(mark, header, skipped + before, skipped + row + bool(header), names, _escape(sample))


def _consistency(records: list[list[str]]) -> tuple[int, float]:
    """Return whether a delimiter splits at all, and how evenly."""
    widths = Counter(len(record) for record in records if record)
    if not widths:
        return (0, 0.0)
    width, count = widths.most_common(1)[0]
    return (int(width > 1), count / sum(widths.values()) + 0.001 * min(width, 50))


TORN = r"[^0-9]{0,4}[0-9]{1,3},[0-9]{2,3}(\.[0-9]+)?"
"""A number that a comma tore in two: 1,23 of 1,23,456."""


def _widened(names: list[str], records: list[list[str]], label: str) -> list[str]:
    """Return the names, with nameless columns for delimiters at the end of every row."""
    widths = Counter(len(record) for record in records if record)
    if not widths:
        return names
    width = widths.most_common(1)[0][0]
    extra = [record for record in records if len(record) == width]
    if width > len(names) and all(not tidy(cell) for record in extra for cell in record[len(names) :]):
        return names + [""] * (width - len(names))
    if width < len(names) and widths[width] > 0.5 * sum(widths.values()):
        while len(names) > width and not names[-1]:
            names = names[:-1]
    if width != len(names) and widths[width] > 0.5 * sum(widths.values()):
        torn = [",".join(pair) for pair in pairwise(extra[0]) if re.fullmatch(TORN, ",".join(pair).strip())]
        raise DataError(
            joined(
                sentence(
                    "{file}: the header has {columns} columns, but most rows have {fields} fields (the first in data "
                    "row {row}); fix the export, state the delimiter, or quote its text fields.",
                    file=label,
                    columns=len(names),
                    fields=width,
                    row=records.index(extra[0]) + 1,
                ),
                sentence("Numbers with commas, as '{example}', need quotes too.", example=torn[0]) if torn else "",
            )
        )
    return names


def _escape(sample: str) -> str:
    """Return the mark that escapes a quote: backslash where the export of a database wrote it so."""
    return "\\" if re.search(r'[^\\,;\t"]\\"[^,;\t\r\n]', sample) and '""' not in sample else '"'
