"""Delimited text: find delimiter and header in a sample, read strictly with DuckDB, account for what it rejects."""

from __future__ import annotations

import csv
import re
from itertools import islice
from pathlib import Path
from typing import Any

from analysis.client.parameters import Source
from analysis.display.formats import count
from analysis.display.language import data_error, sentence, sentences
from analysis.intake.places import Label
from analysis.intake.read import encoding
from analysis.intake.read.digest import Digest
from analysis.intake.read.extract import Extract
from analysis.intake.read.layout import DELIMITERS, Layout, find_layout, needs_whitespace
from analysis.intake.read.quotes import Records, is_simple
from analysis.intake.read.ragged import refuse_ragged
from analysis.intake.read.second_header import take_second_tables
from analysis.intake.read.text_end import say_cut_off, say_two_encodings
from analysis.intake.say.files import too_ragged
from analysis.intake.workspace import Workspace, literal
from analysis.schema import DataError

LONGEST_LINE = 2_000_000  # bytes; buffers are 16 times as large, so that several threads can share even a small file
RULE = r"[-=_+*|\s]*[-=_]{3}[-=_+*|\s]*"  # a line that lists of ERPs draw between header, body and sums
WIDTHS = {"MISSING COLUMNS", "TOO MANY COLUMNS"}
FEW = 0.01  # of the records may be left out as unreadable; more is an error


def extract_text(bench: Workspace, path: Path, label: str, source: Source) -> Extract:
    """Find out how a text is written and return the relation that reads it."""
    seen = encoding.scan(path)
    wanted = [theirs for theirs in source.columns.values() if isinstance(theirs, str)]
    codec = encoding.known_codec(source.encoding) if source.encoding else encoding.detect(seen, wanted)
    if seen.nul and not codec.startswith("utf-16") and not codec.startswith("utf-32"):
        encoding.detect(seen, wanted)
    if codec in encoding.LEGACY and not source.encoding:
        bench.warn("encoding", file=label, encoding=codec)
        say_two_encodings(bench, path, codec, label)
    blanks = source.delimiter == "whitespace"
    sample = _decoded(seen.head, codec)
    if not blanks and not source.delimiter and needs_whitespace(sample, source, wanted):
        blanks = True
    if blanks or codec != "utf-8" or not (seen.uniform and seen.is_utf8):
        file = encoding.to_utf8(bench, path, codec, collapse_blanks=blanks)
        with file.open(encoding="utf-8", newline="") as stream:
            sample = stream.read(encoding.SAMPLE)
    else:
        file = bench.linked(path)
    if not sample.strip("\ufeff \t\r\n"):
        raise data_error("{file}: the file is empty: there is no text in it (no data).", file=label)
    whole = seen.size <= len(seen.head)
    sample = sample if whole else sample[: sample.rfind("\n") + 1]
    layout = find_layout(sample, "\t" if blanks else source.delimiter, source, wanted, label)
    _say_header(bench, label, layout, source)
    if not blanks:
        refuse_ragged(file, layout, label, FEW)
    columns = ", ".join(f"'c{k + 1}': 'VARCHAR'" for k in range(len(layout.names)))
    rejects = f"rejects_{bench.names_used}"
    relation = (
        f"SELECT * FROM read_csv({literal(str(file))}, auto_detect = false, header = false, skip = {layout.records}, "
        f"delim = {literal(layout.delimiter)}, quote = {literal(chr(0) if blanks else chr(34))}, "
        f"escape = {literal(chr(0) if blanks else layout.escape)}, columns = {{{columns}}}, "
        f"strict_mode = true, store_rejects = true, rejects_table = '{rejects}', rejects_scan = '{rejects}_scan', "
        f"max_line_size = {LONGEST_LINE})"
    )
    written = {
        "encoding": codec,
        "delimiter": "whitespace" if blanks else DELIMITERS.get(layout.delimiter, layout.delimiter),
        "header_line": layout.skip if layout.header else None,
    }

    digest = Digest(path)

    def finish(extract: Extract, rows: int) -> None:
        extract.written["sha256"] = extract.written["sha256"] or digest.result()  # an archive has set its own
        say_cut_off(bench, file, label, layout.delimiter)
        _account(bench, extract, rows, rejects, seen.lines, _footer_length(file, layout), layout.delimiter)
        known = rows + sum(extract.left_out.values())
        if seen.quotes and not blanks:
            _refuse_other_records(label, file, layout, known)
        elif codec == "utf-8" and not blanks:
            _refuse_lost_rows(label, file, layout, seen.lines - layout.skip - known)

    extract = Extract(label, relation, layout.names, layout.skip + 1, "line", {"sha256": "", **written}, finish=finish)
    extract.above = _above(sample, layout)
    return extract


def _above(sample: str, layout: Layout) -> list[str]:
    """Return the filled lines above the header."""
    lines = sample.splitlines()[: layout.skip - 1 if layout.header else 0]
    return [line.strip(layout.delimiter + ' "\t\ufeff') for line in lines if line.strip(layout.delimiter + ' "\t')]


def _refuse_lost_rows(label: str, file: Path, layout: Layout, lacking: int) -> None:
    """Raise unless every line is accounted for: parallel CSV readers have lost and doubled rows without a word.

    A line without a row is empty. Texts with quotes are counted by `_refuse_other_records`.

    Raises
    ------
    DataError
        If rows are lacking, or if there are too many.
    """
    if lacking > 0:
        nothing = (layout.delimiter + " \t\r\n\v\f").encode()
        with file.open("rb") as stream:
            lacking -= sum(not line.strip(nothing) for line in islice(stream, layout.skip, None))
    if lacking:
        raise DataError(_fewer_rows(label, lacking) if lacking > 0 else _more_rows(label, -lacking))


def _refuse_other_records(label: str, file: Path, layout: Layout, known: int) -> None:
    """Raise unless the engine's records are those that are counted without it.

    Raises
    ------
    DataError
        If they are not, or if a field holds rows, with the line where the quote opens.
    """
    width = len(layout.names)
    if is_simple(file, layout.skip, layout.delimiter, layout.escape, width, known):
        return
    found = Records()
    found.read(file, layout.skip, layout.delimiter, layout.escape, width)
    if not found.open_line and found.filled <= known <= found.filled + found.blank:
        return
    if found.open_line or found.highest[1]:
        raise DataError(_unbalanced(label, found.open_line or found.highest[1], 1))
    lacking = found.filled - known
    raise DataError(_fewer_rows(label, lacking) if lacking > 0 else _more_rows(label, -lacking))


def _unbalanced(label: Label, line: int, n: int) -> str:
    return sentences(
        n,
        "{file}: line {line} holds a quote that is never closed or stands inside a field (unbalanced quote), "
        "{n} such line; the rows after it cannot be told apart. Fix the quotes in the export.",
        "{file}: line {line} holds a quote that is never closed or stands inside a field (unbalanced quote), "
        "{n} such lines; the rows after it cannot be told apart. Fix the quotes in the export.",
        file=label,
        line=count(line),
    )


def _fewer_rows(label: str, n: int) -> str:
    return sentence(
        "{file}: the reader's rows are {n} fewer than the file's lines; nothing was read. Export the file again, as "
        "Parquet or xlsx if you can.",
        file=label,
        n=count(n),
    )


def _more_rows(label: str, n: int) -> str:
    return sentence(
        "{file}: the reader's rows are {n} more than the file's lines; nothing was read. Export the file again, as "
        "Parquet or xlsx if you can.",
        file=label,
        n=count(n),
    )


def _decoded(head: bytes, codec: str) -> str:
    cut = head[: head.rfind(b"\n") + 1] or head
    text = (head if codec.startswith(("utf-16", "utf-32")) else cut).decode(codec, "ignore")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _say_header(bench: Workspace, label: str, layout: Layout, source: Source) -> None:
    if layout.header and layout.above and source.header_row is None:
        bench.warn("header", file=label, line=layout.skip, above=layout.above, height=1, counted="line")


def _footer_length(file: Path, layout: Layout) -> int:
    """Return how many lines at the end are no records: a few lines of another width."""
    with file.open("rb") as stream:
        stream.seek(0, 2)
        start = max(stream.tell() - 8192, 0)
        stream.seek(start)
        tail = stream.read().decode("utf-8", "replace")
    lines = tail.rstrip("\r\n\t ").splitlines()[1 if start else 0 :]
    length = 0
    for line in reversed(lines[-10:]):
        fields = next(csv.reader([line], delimiter=layout.delimiter), [])
        if len(fields) >= max(len(layout.names), 2) or '"' in line and line.count('"') % 2:
            break
        length += bool(line.strip())
    return length


def _account(
    bench: Workspace, extract: Extract, rows: int, rejects: str, lines: int, footer: int, delimiter: str
) -> None:
    """Say what DuckDB rejected: few records are left out and named, many are an error."""
    found = bench.rows(
        f"SELECT line, error_type, first(error_message), first(csv_line) FROM {rejects} GROUP BY ALL ORDER BY line"
    )
    faults = {  # a blank line is no fault; a quote that opens in the first row is one, though its text is not kept
        int(line): (kind, message, text or "")
        for line, kind, message, text in found
        if (text or "").strip() or kind not in WIDTHS
    }
    rules = [line for line, fault in faults.items() if re.fullmatch(RULE, fault[2])]
    if rules:
        extract.left_out["ruling"] = len(rules)
        faults = {line: fault for line, fault in faults.items() if line not in rules}
    widths = {line: fault[2] for line, fault in faults.items() if fault[0] in WIDTHS}
    second = take_second_tables(bench, extract, widths, delimiter, lines)
    faults = {line: fault for line, fault in faults.items() if line not in second}
    numbers = sorted(faults)
    ends = {line for line in numbers[len(numbers) - footer :]} if footer else set()
    ends = {line for line in ends if faults[line][0] == "MISSING COLUMNS"}
    label = extract.label
    quotes = [line for line in numbers if faults[line][0] not in WIDTHS]
    if quotes:
        raise DataError(_unbalanced(label, quotes[0], len(quotes)))
    ragged = [line for line in numbers if line not in ends]
    if ragged:
        seen: dict[str, Any] = {
            "file": label,
            "read": rows + len(ragged),
            "columns": len(extract.names),
            "lines": [{"line": line, "fields": int(faults[line][1].split(":")[-1])} for line in ragged[:5]],
        }
        if len(ragged) > FEW * (rows + len(ragged)):
            raise DataError(too_ragged({**seen, "rows": len(ragged)}))
        bench.warn("field_count", len(ragged), **seen)
        extract.left_out["field_count"] = len(ragged)
    if ends:
        bench.warn(
            "footer",
            len(ends),
            file=label,
            line=min(ends),
            texts=[faults[line][2].strip()[:60] for line in sorted(ends)[:3]],
        )
        extract.left_out["footer"] = len(ends)
    if ragged or ends or rules or second or lines - extract.first_line + 1 != rows:
        extract.counted = "data row"
        extract.first_line = 1
