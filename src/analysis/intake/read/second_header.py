"""Lines of another width that are no accident: the title of a second table in a text, or all of such a table."""

from __future__ import annotations

import csv
from collections.abc import Mapping

from analysis.intake.read.extract import Extract
from analysis.intake.read.header_contrast import is_header
from analysis.intake.workspace import Workspace

FEWEST = 3


def take_second_tables(
    bench: Workspace, extract: Extract, faults: Mapping[int, str], delimiter: str, last: int
) -> set[int]:
    """Return which of the lines of another width are titles, or a table of their own; say the table.

    Parameters
    ----------
    bench : Workspace
        Hears of the table.
    extract : Extract
        Gets the titles, which are told with the rows below them.
    faults : mapping
        Number of a line -> its text, for the lines whose width is not the header's.
    delimiter : str
        Between the fields.
    last : int
        The number of the file's last line.
    """
    fields = {line: next(csv.reader([text.strip("\r\n")], delimiter=delimiter), []) for line, text in faults.items()}
    lines = sorted(fields)
    tail = _tail(lines, last)
    for place, line in enumerate(tail):
        below = [fields[other] for other in tail[place + 1 :] if len(fields[other]) == len(fields[line])]
        if len(fields[line]) > 1 and len(below) >= FEWEST and is_header(fields[line], below):
            _say(bench, extract, [" ".join(fields[k]).strip() for k in tail[:place]], fields[line], line, len(tail))
            return set(tail)
    titles = [line for line in lines if sum(bool(cell.strip()) for cell in fields[line]) == 1 and line not in tail[-1:]]
    extract.titles += [" ".join(fields[line]).strip() for line in titles]
    return set()


def _tail(lines: list[int], last: int) -> list[int]:
    """Return the lines that stand together at the end of the file, blank lines between them."""
    tail: list[int] = []
    for line in reversed(lines):
        if (tail[0] if tail else last + 1) - line > FEWEST:
            break
        tail.insert(0, line)
    return tail


def _say(bench: Workspace, extract: Extract, titles: list[str], header: list[str], line: int, rows: int) -> None:
    bench.warn(
        "table_below",
        rows,
        file=extract.label,
        title=titles[0] if titles else "",
        line=line,
        header=", ".join(header[:8]),
        fate="unread",
    )
    extract.left_out["second_table"] = rows
