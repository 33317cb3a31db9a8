"""Where the header stands and which column is meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.display.formats import count
from analysis.display.language import data_error, joined, listed, sentence
from analysis.intake.places import Label
from analysis.intake.read.unpivot import months_of
from analysis.schema import DataError

INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x00AD, *range(0x202A, 0x202F)])
LOOK_AHEAD = 200
MOST_SHOWN = 20
MONTH = (
    r"(jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zäé]*[ .'/_-]*(\d{2}|\d{4})?"
    r"|\d{4}[ ./_-]?(0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[./_-]\d{4}|\d{4}年\d{1,2}月|\d{1,2}月|\d{4}-\d{2}-\d{2}"
    r"|(fy ?)?20\d{2}"
)


@dataclass(frozen=True)
class Header:
    """A header: its first row (from 0), how many rows it takes, and the names of all columns."""

    row: int
    height: int
    names: list[str]


def tidy(text: object) -> str:
    """Return a name without what nobody sees: outer blanks, a byte order mark, full-width forms.

    Examples
    --------
    >>> tidy("\ufeff ｃｕｓｔ\u3000 id ")
    'cust id'
    """
    plain = unicodedata.normalize("NFKC", str(text if text is not None else "")).translate(INVISIBLE)
    return re.sub(r"\s+", " ", plain).strip()


def find_header(records: Sequence[Sequence[object]], wanted: Sequence[str]) -> Header | None:
    """Return the first row, or pair of rows, that names every wanted column; None if none does.

    A header of two rows comes from merged cells: the lower name counts, else the upper one.
    """
    keys = [tidy(name).casefold() for name in wanted]
    tidied: list[list[str]] = []
    for row, record in enumerate(records[:LOOK_AHEAD]):
        names = [tidy(cell) for cell in record]
        tidied.append(names)
        if set(keys) <= {name.casefold() for name in names}:
            return Header(row, 1, names)
    for row in range(len(tidied) - 1):
        upper, lower = tidied[row], tidied[row + 1]
        width = max(len(upper), len(lower))
        both = [(lower[k] if k < len(lower) else "") or (upper[k] if k < len(upper) else "") for k in range(width)]
        if set(keys) <= {name.casefold() for name in both}:
            return Header(row, 2, both)
    return None


def likely_header(records: Sequence[Sequence[object]]) -> Header:
    """Return the row most like a header: the first of the widest rows, to name its columns in an error."""
    widths = [sum(1 for cell in record if tidy(cell)) for record in records[:LOOK_AHEAD]]
    row = widths.index(max(widths)) if widths else 0
    return Header(row, 1, [tidy(cell) for cell in records[row]] if records else [])


def positions(columns: dict[str, str | int], names: Sequence[str], file: Label) -> dict[str, int]:
    """Return, for each of our columns, the position (from 0) of theirs.

    Raises
    ------
    DataError
        If a column is not there, or if its name stands twice.
    """
    found = {}
    folded = [tidy(name).casefold() for name in names]
    for ours, theirs in columns.items():
        if isinstance(theirs, int):
            if not 1 <= theirs <= len(names):
                raise data_error(
                    "{file}: {ours} should be column {theirs}, but there are {n} columns.",
                    file=file,
                    ours=ours,
                    theirs=theirs,
                    n=len(names),
                )
            found[ours] = theirs - 1
            continue
        exact = [k for k, name in enumerate(names) if tidy(name) == tidy(theirs)]
        hits = exact or [k for k, name in enumerate(folded) if name == tidy(theirs).casefold()]
        if len(hits) > 1:
            raise data_error(
                "{file}: {n} columns are called '{theirs}' (duplicate name, columns {columns}), so {ours} is "
                "ambiguous; rename one in the export, or set header_row and give columns by position.",
                file=file,
                n=len(hits),
                theirs=theirs,
                columns=listed([str(k + 1) for k in hits]),
                ours=ours,
            )
        if not hits:
            said = sentence("{file}: no column '{theirs}' for {ours}.", file=file, theirs=theirs, ours=ours)
            raise DataError(joined(said, _found(names), _near(theirs, names), _pivoted(names)))
        found[ours] = hits[0]
        if ours == "amount" and re.fullmatch(MONTH, tidy(theirs), re.IGNORECASE) and (said := _pivoted(names)):
            raise DataError(
                joined(sentence("{file}: '{theirs}' is one of several periods.", file=file, theirs=theirs), said)
            )
    return found


def no_header(sheet: str, theirs: str, row: int, names: Sequence[str]) -> str:
    """Say that no row of a sheet names a column, and what stands in the likeliest one."""
    said = sentence("sheet '{sheet}' has no header row with the column '{column}'.", sheet=sheet, column=theirs)
    return joined(said, _found(names), sentence("Looked for in row {row}.", row=row))


def no_id_column(file: Label, usual: Iterable[str], names: Sequence[str]) -> str:
    """Say that the client file does not name the column of the ids, and none has one of the usual names."""
    looked, *others = (f"'{name}'" for name in usual)
    for other in others:
        looked = sentence("{names} or {last}", names=looked, last=other)
    said = sentence(
        "{file}: columns does not say which column is the customer_id, and none is called {looked}.",
        file=file,
        looked=looked,
    )
    return joined(said, _found(names), sentence("Add customer_id to columns."))


def _found(names: Sequence[str]) -> str:
    """Say which columns there are."""
    shown = [name for name in names if name]
    if not shown:
        return sentence("No column name was found.")
    first = ", ".join(shown[:MOST_SHOWN])
    if len(shown) > MOST_SHOWN:
        first = sentence("{names} and {n} more", names=first, n=count(len(shown) - MOST_SHOWN))
    return sentence("The columns found are {columns}.", columns=first)


def _near(theirs: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(theirs, [name for name in names if name], n=1, cutoff=0.6)
    return sentence("Did you mean '{near}'?", near=near[0]) if near else ""


def _pivoted(names: Sequence[str]) -> str:
    months = [name for name in names if re.fullmatch(MONTH, name.strip(), re.IGNORECASE)]
    if len(months) < 3:
        return ""
    said = sentence(
        "{n} columns are named like months or years ('{one}', '{two}' …): a pivot table. Export the list of "
        "transactions, one row each.",
        n=len(months),
        one=months[0],
        two=months[1],
    )
    if not months_of(names):
        return said
    return joined(
        said,
        sentence(
            "Or set unpivot: true in the source and leave date and amount out of columns: each filled cell of a month "
            "then is a row of that month."
        ),
    )
