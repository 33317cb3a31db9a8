"""Delimited text: find delimiter and header in a sample, read strictly with DuckDB, account for what it rejects."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from analysis.client import Source
from analysis.intake import encoding
from analysis.intake.extract import Extract
from analysis.intake.header import Header, find_header, likely_header, tidy
from analysis.intake.workspace import Workspace, literal
from analysis.schema import DataError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", "^": "caret", "~": "tilde", "\x01": "\\x01"}
SAMPLE_ROWS = 400
FEW = 0.01  # of the records may be left out as unreadable; more is an error


@dataclass(frozen=True)
class Layout:
    """How a text is laid out."""

    delimiter: str
    header: Header | None
    skip: int
    names: list[str]
    escape: str
    above: int = 0


def extract_text(bench: Workspace, path: Path, label: str, source: Source) -> Extract:
    """Find out how a text is written and return the relation that reads it."""
    seen = encoding.scan(path)
    wanted = [theirs for theirs in source.columns.values() if isinstance(theirs, str)]
    codec = encoding.known_codec(source.encoding) if source.encoding else encoding.detect(seen, wanted)
    if seen.nul and not codec.startswith("utf-16") and not codec.startswith("utf-32"):
        encoding.detect(seen, wanted)
    if codec in encoding.LEGACY and not source.encoding:
        bench.warn(
            "encoding",
            f"{label}: the encoding is not UTF-8 and was read as {codec}; "
            f"if names look wrong, set encoding in the source.",
        )
    blanks = source.delimiter == "whitespace"
    sample = _decoded(seen.head, codec)
    if not blanks and not source.delimiter and _needs_whitespace(sample, source, wanted):
        blanks = True
    if blanks or codec != "utf-8" or not (seen.uniform and seen.is_utf8):
        file = encoding.to_utf8(bench, path, codec, collapse_blanks=blanks)
        with file.open(encoding="utf-8", newline="") as stream:
            sample = stream.read(encoding.SAMPLE)
    else:
        file = bench.linked(path)
    whole = seen.size <= len(seen.head)
    sample = sample if whole else sample[: sample.rfind("\n") + 1]
    layout = _layout(sample, "\t" if blanks else source.delimiter, source, wanted, label)
    _say_header(bench, label, layout, source)
    columns = ", ".join(f"'c{k + 1}': 'VARCHAR'" for k in range(len(layout.names)))
    rejects = f"rejects_{bench.names_used}"
    relation = (
        f"SELECT * FROM read_csv({literal(str(file))}, auto_detect = false, header = false, skip = {layout.skip}, "
        f"delim = {literal(layout.delimiter)}, quote = {literal(chr(0) if blanks else chr(34))}, "
        f"escape = {literal(chr(0) if blanks else layout.escape)}, columns = {{{columns}}}, "
        f"strict_mode = true, store_rejects = true, rejects_table = '{rejects}', rejects_scan = '{rejects}_scan', "
        f"max_line_size = 16000000)"
    )
    written = {
        "encoding": codec,
        "delimiter": "whitespace" if blanks else DELIMITERS.get(layout.delimiter, layout.delimiter),
        "header_line": layout.skip if layout.header else None,
    }

    def finish(extract: Extract, rows: int) -> None:
        _account(bench, extract, rows, rejects, seen.lines, _footer_length(file, layout))

    return Extract(
        label, relation, layout.names, layout.skip + 1, "line", {"sha256": seen.sha256, **written}, finish=finish
    )


def _decoded(head: bytes, codec: str) -> str:
    cut = head[: head.rfind(b"\n") + 1] or head
    text = (head if codec.startswith(("utf-16", "utf-32")) else cut).decode(codec, "ignore")
    return text.replace("\r\n", "\n").replace("\r", "\n")


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


def _needs_whitespace(sample: str, source: Source, wanted: list[str]) -> bool:
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


def _layout(sample: str, delimiter: str | None, source: Source, wanted: list[str], label: str) -> Layout:
    skipped = 0
    stated = re.match(r"sep=(.)\r?\n", sample, re.IGNORECASE)
    if stated:
        delimiter, skipped = delimiter or stated[1], 1
        sample = sample[stated.end() :]
    if delimiter in ("tab", "\\t"):
        delimiter = "\t"
    if delimiter is not None and len(delimiter) != 1:
        raise DataError(f"{label}: delimiter should be one character, tab or whitespace; got '{delimiter}'.")
    marks = [delimiter] if delimiter else list(DELIMITERS)
    escape = _escape(sample)
    tried = {mark: _records(sample, mark, escape) for mark in marks}
    if source.header_row == "none" or not wanted:
        mark = max(marks, key=lambda mark: _consistency(tried[mark][0]))
        return _without_header(tried[mark], mark, source, skipped, sample)
    if isinstance(source.header_row, int):
        return _stated_header(tried, source.header_row, wanted, skipped, sample, label)
    hits = [(mark, header) for mark in marks if (header := find_header(tried[mark][0], wanted)) and header.height == 1]
    if hits:
        mark, header = hits[0]
    else:
        mark = max(marks, key=lambda mark: _consistency(tried[mark][0]))
        header = find_header(tried[mark][0], wanted) or likely_header(tried[mark][0])
    records, ends = tried[mark]
    last = header.row + header.height - 1
    skip = skipped + (ends[last] if ends else 0)
    above = ends[header.row - 1] if header.row else 0
    return Layout(mark, header, skip, _widened(header.names, records[last + 1 :], label), escape, above)


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
        raise DataError(f"{label}: header_row is {line}, but no record ends on that line.")
    mark, record, end = best
    records, ends = tried[mark]
    row = ends.index(end)
    names = _widened([tidy(cell) for cell in record], records[row + 1 :], label)
    return Layout(mark, Header(row, 1, names), end + skipped, names, _escape(sample))


def _without_header(
    read: tuple[list[list[str]], list[int]], mark: str, source: Source, skipped: int, sample: str
) -> Layout:
    records, ends = read
    widths = Counter(len(record) for record in records if record)
    width = widths.most_common(1)[0][0] if widths else 0
    row = next((k for k, record in enumerate(records) if len(record) == width), 0)
    header = None
    if isinstance(source.header_row, int):
        row = ends.index(source.header_row - skipped) if source.header_row - skipped in ends else row
        header = Header(row, 1, [tidy(cell) for cell in records[row]])
    elif source.header_row is None and records and not re.search(r"\d", "".join(records[row])):
        header = Header(row, 1, [tidy(cell) for cell in records[row]])
    before = ends[row] if header else (ends[row - 1] if row else 0)
    return Layout(mark, header, skipped + before, header.names if header else [""] * width, _escape(sample))


def _consistency(records: list[list[str]]) -> tuple[int, float]:
    """Return whether a delimiter splits at all, and how evenly."""
    widths = Counter(len(record) for record in records if record)
    if not widths:
        return (0, 0.0)
    width, count = widths.most_common(1)[0]
    return (int(width > 1), count / sum(widths.values()) + 0.001 * min(width, 50))


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
        raise DataError(
            f"{label}: the header has {len(names)} columns, but most rows have {width} fields (the first in data "
            f"row {records.index(extra[0]) + 1}); fix the export, state the delimiter, or quote its text fields."
        )
    return names


def _escape(sample: str) -> str:
    """Return the mark that escapes a quote: backslash where the export of a database wrote it so."""
    return "\\" if re.search(r'[^\\,;\t"]\\"[^,;\t\r\n]', sample) and '""' not in sample else '"'


def _say_header(bench: Workspace, label: str, layout: Layout, source: Source) -> None:
    if layout.header and layout.above and source.header_row is None:
        bench.warn(
            "header",
            f"{label}: the header was found on line {layout.skip}; the {layout.above} lines above it were skipped. "
            f"Set header_row if another line is meant.",
        )


def _footer_length(file: Path, layout: Layout) -> int:
    """Return how many lines at the end are no records: a few lines of another width."""
    with file.open("rb") as stream:
        stream.seek(0, 2)
        start = max(stream.tell() - 8192, 0)
        stream.seek(start)
        tail = stream.read().decode("utf-8", "replace")
    lines = tail.rstrip("\r\n\t ").splitlines()[1 if start else 0 :]
    count = 0
    for line in reversed(lines[-10:]):
        fields = next(csv.reader([line], delimiter=layout.delimiter), [])
        if len(fields) >= max(len(layout.names), 2) or '"' in line and line.count('"') % 2:
            break
        count += bool(line.strip())
    return count


def _account(bench: Workspace, extract: Extract, rows: int, rejects: str, lines: int, footer: int) -> None:
    """Say what DuckDB rejected: few records are left out and named, many are an error."""
    found = bench.rows(
        f"SELECT line, error_type, first(error_message), first(csv_line) FROM {rejects} GROUP BY ALL ORDER BY line"
    )
    faults = {int(line): (kind, message, text or "") for line, kind, message, text in found if (text or "").strip()}
    numbers = sorted(faults)
    ends = {line for line in numbers[len(numbers) - footer :]} if footer else set()
    ends = {line for line in ends if faults[line][0] == "MISSING COLUMNS"}
    label = extract.label
    quotes = [line for line in numbers if faults[line][0] not in {"MISSING COLUMNS", "TOO MANY COLUMNS"}]
    if quotes:
        raise DataError(
            f"{label}: line {quotes[0]:,} holds a quote that is never closed or stands inside a field "
            f"(unbalanced quote), {len(quotes)} such line{'s' * (len(quotes) > 1)}; the rows after it cannot be "
            f"told apart. Fix the quotes in the export."
        )
    ragged = [line for line in numbers if line not in ends]
    if ragged:
        shown = ", ".join(f"line {line:,} ({faults[line][1].split(':')[-1].strip()} fields)" for line in ragged[:5])
        sentence = (
            f"{label}: {len(ragged):,} of {rows + len(ragged):,} rows do not have {len(extract.names)} columns "
            f"(fields): {shown}"
        )
        if len(ragged) > FEW * (rows + len(ragged)):
            raise DataError(f"{sentence}. Quote the text fields in the export, or state the delimiter.")
        bench.warn("field_count", f"{sentence}; they are left out. Quote the text fields in the export.", len(ragged))
        extract.left_out["field_count"] = len(ragged)
    if ends:
        shown = "; ".join(faults[line][2].strip()[:60] for line in sorted(ends)[:3])
        bench.warn(
            "footer",
            f"{label}: the last {len(ends)} line{'s' * (len(ends) > 1)} from line {min(ends):,} have fewer fields "
            f"(a footer, or an export that was cut off) and are left out: {shown}.",
            len(ends),
        )
        extract.left_out["footer"] = len(ends)
    if ragged or ends or lines - extract.first_line + 1 != rows:
        extract.counted = "data row"
        extract.first_line = 1
