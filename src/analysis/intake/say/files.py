"""What was noticed while the files were opened: encodings, headers, ragged lines, and what workbooks hide."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.formats import count
from analysis.display.language import sentence, sentences
from analysis.intake.say.values import Say, Values, printed, says


def _header(f: Values) -> str:
    if not f["above"]:
        return sentence(
            "{file}: the header takes two lines (merged cells); each column has the lower name, else the upper.",
            **printed(f),
        )
    if f["height"] == 2:
        return sentence(
            "{file}: the header was found on line {line} (two lines with merged cells); the {above} rows above it "
            "were skipped. Set header_row if another line is meant.",
            **printed(f),
        )
    if f["counted"] == "row":
        return sentence(
            "{file}: the header was found on line {line}; the {above} rows above it were skipped. Set header_row if "
            "another line is meant.",
            **printed(f),
        )
    return sentences(
        f["above"],
        "{file}: the header was found on line {line}; the line above it was skipped. Set header_row if another line is "
        "meant.",
        "{file}: the header was found on line {line}; the {above} lines above it were skipped. Set header_row if "
        "another line is meant.",
        **printed(f),
    )


def _ragged(lines: Sequence[Values]) -> str:
    return ", ".join(sentence("line {line} ({n} fields)", line=count(x["line"]), n=x["fields"]) for x in lines)


def too_ragged(f: Values) -> str:
    """Say that too many rows have another number of fields: an error; the facts are those of ``field_count``."""
    return sentence(
        "{file}: {rows} of {read} rows do not have {columns} columns (fields): {lines}. Quote the text fields in the "
        "export, or state the delimiter.",
        **printed(f, file=f["file"], lines=_ragged(f["lines"])),
    )


def sheets(found: Sequence[Values]) -> str:
    """Return sheets with the number of their rows, as they stand in a sentence."""
    return ", ".join(sentence("'{sheet}' ({n} rows)", sheet=x["sheet"], n=count(x["sheet_rows"])) for x in found)


def _hidden_sheet(f: Values) -> str:
    if f["hidden"]:
        return sentence(
            "{file}: the hidden sheet {sheets} holds these columns as well and was not read; name it as a source of "
            "its own if it is meant.",
            **printed(f, sheets=sheets(f["hidden"])),
        )
    return sentence("{file}: the only sheet with these columns, '{sheet}', is hidden; it was read.", **printed(f))


SENTENCES: dict[str, Say] = {
    "encoding": says(
        "{file}: the encoding is not UTF-8 and was read as {encoding}; if names look wrong, set encoding in the source."
    ),
    "header": _header,
    "field_count": lambda f: sentence(
        "{file}: {rows} of {read} rows do not have {columns} columns (fields): {lines}; they are left out. Quote the "
        "text fields in the export.",
        **printed(f, lines=_ragged(f["lines"])),
    ),
    "footer": lambda f: sentences(
        f["rows"],
        "{file}: the last {rows} line from line {line} have fewer fields (a footer, or an export that was cut off) "
        "and are left out: {texts}.",
        "{file}: the last {rows} lines from line {line} have fewer fields (a footer, or an export that was cut off) "
        "and are left out: {texts}.",
        **printed(f, texts="; ".join(f["texts"])),
    ),
    "excel_1904": says("{file}: the workbook counts its dates from 1904; they were converted."),
    "excel_not_checked": says(
        "{file}: in this kind of workbook (xlsb, or older than Excel 97) hidden rows, error cells and formulas "
        "without values cannot be checked, and dates are taken to count from 1900; save it as xlsx to have them "
        "checked."
    ),
    "excel_error_cells": says(
        "{file}: {rows} cells of column '{column}' hold an Excel error (#N/A, #REF! …) and count as missing; repair "
        "the formulas."
    ),
    "excel_hidden_rows": says(
        "{file}: {rows} rows are hidden (a filter?); they were read like the others. Delete them in the workbook if "
        "they are not meant."
    ),
    "excel_full_sheet": says(
        "{file}: the sheet is filled to its last row ({sheet_rows}): what did not fit may be missing. Compare the "
        "last day with the system, or export as csv."
    ),
    "excel_merged_cells": says(
        "{file}: {rows} rows lie under merged cells of column '{column}' (the first shows '{example}'); each got the "
        "value of its merged cell."
    ),
    "sheet_hidden": _hidden_sheet,
    "sheet": lambda f: sentence(
        "{file}: sheet '{sheet}' was read; other sheets lack these columns and were not: {others}.",
        **printed(f, others=sheets(f["others"])),
    ),
}
