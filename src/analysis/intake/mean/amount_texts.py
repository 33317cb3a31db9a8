"""What people write around an amount that changes no digit of it: "199,-", "Rs. 480/-", "$ -", and the minus behind."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import joined, sentence
from analysis.intake.mean.words import western
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace, literal, name
from analysis.schema import DataError

NO_CENTS = r"([0-9])\s*(?:[.,:]\s?(?:-{1,2}|=)|/[-=]{1,2})(\s*[^0-9]*)$"
"""Nothing behind the mark: 199,- and 1'234.- and 480/- and 199:- are whole."""
DOT_OF_A_WORD = r"(\p{L}|/)\."
BLANK_MEANS_ZERO = (
    r"[\s\x{a0}]*(?:\p{Sc}|[A-Za-z]{1,3}\.?\s?\p{Sc}?"
    r"|\p{L}{2,3}\.?)?[\s\x{a0}]*-{1,2}[\s\x{a0}]*(?:\p{Sc}|\p{L}{1,3}\.?)?[\s\x{a0}?]*"
)


def cleaned(column: str) -> str:
    """Return SQL for the text of an amount: trimmed, western digits, one minus (also for ▲), no mark for no cents."""
    signs = f"translate({western(name(column))}, {literal('−–—‐‑▲△٫٬')}, '-------.,')"
    if column == "discount":
        signs = f"rtrim({signs}, '% ')"
    signs = f"regexp_replace({signs}, '^[`''’]([^0-9]{{0,2}}[0-9])', '\\1')"
    undotted = f"regexp_replace({signs}, {literal(DOT_OF_A_WORD)}, '\\1', 'g')"
    return f"regexp_replace({undotted}, {literal(NO_CENTS)}, '\\1\\2')"


def accounting_zero(column: str) -> str:
    """Return SQL that is true where a spreadsheet's accounting format writes zero: a dash with a currency or blanks."""
    raw = f"translate({name(column)}, '−–—', '---')"
    full = f"regexp_full_match({raw}, {literal(BLANK_MEANS_ZERO)})"
    padded = f"regexp_full_match({raw}, '\\s+-{{1,2}}\\s+|\\s*-{{1,2}}\\s{{2,}}')"
    return f"({padded} OR ({full} AND trim({raw}, ' \t\u00a0') NOT IN ('-', '--')))"


def refuse_doubtful_minus(bench: Workspace, table: str, column: str, label: Label) -> None:
    """Ask whether 1,234- is negative, where nothing in the column tells.

    A minus behind is one where decimals stand before it (1.234,50-) or where other rows have signs; a list of prices
    writes it for "no cents".

    Raises
    ------
    DataError
        With the first such cell and how many there are.
    """
    behind = "kind IS NULL AND regexp_matches(t, '[0-9]\\s*-\\s*[^0-9(]*$')"
    rows, example, sure, signs, decimals = bench.row(
        f"SELECT coalesce(sum(n) FILTER ({behind}), 0), arg_min(v, at_row) FILTER ({behind}), "
        f"count(*) FILTER ({behind} AND regexp_matches(t, '[.,][0-9]{{1,2}}\\s*-')), "
        f"count(*) FILTER (kind IS NULL AND regexp_matches(t, '^[^0-9]*[-(][^0-9]*[0-9]')), "
        f"count(*) FILTER (kind IS NULL AND NOT {behind} AND regexp_matches(t, '[.,][0-9]{{1,2}}[^0-9]*$')) FROM "
        f"{table}"
    )
    if rows and not sure and not signs:
        other = sentence("Other rows have decimals, so it may well mean no cents.") if decimals else ""
        raise DataError(
            joined(
                sentence(
                    "{file}: {column} is ambiguous: '{example}' may be negative, or a price without cents ({rows} "
                    "such rows), and no "
                    "other row has a sign.",
                    file=label, column=column, example=str(example).strip(), rows=count(int(rows)),
                ),
                other,
                sentence("Export the amounts with the minus in front, or without the dash."),
            )
        )  # fmt: skip
