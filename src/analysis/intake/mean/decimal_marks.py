"""Is it a point or a comma that ends the whole number? Decided by all values of a column, or asked."""

from __future__ import annotations

from analysis.intake.workspace import Workspace
from analysis.schema import DataError

SURE_DOT = (
    r".*,.*\.[0-9]*|[0-9]{1,3}(,[0-9]{3}){2,}|[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}|[0-9]{4,}\.[0-9]*|0?\.[0-9]*"
    r"|[0-9]+\.([0-9]{0,2}|[0-9]{4,})|0[0-9]*\.[0-9]+"
)


SURE_COMMA = (
    r".*\..*,[0-9]*|[0-9]{1,3}(\.[0-9]{3}){2,}|[0-9]{4,},[0-9]*|0?,[0-9]*|[0-9]+,([0-9]{0,2}|[0-9]{4,})|0[0-9]*,[0-9]+"
)


ENOUGH = 20  # grouped numbers beside plain small ones, before "1,200" is taken for twelve hundred


def decimal_mark(bench: Workspace, table: str, column: str, label: str) -> str:
    """Return the decimal mark of a column of numbers.

    Raises
    ------
    DataError
        If both marks are used, or if every number can be read in two ways.
    """
    dot, comma, three_dot, three_comma, small, total, example_dot, example_comma, example = bench.row(
        f"SELECT coalesce(sum(n) FILTER (regexp_full_match(digits, '{SURE_DOT}')), 0), "
        f"coalesce(sum(n) FILTER (regexp_full_match(digits, '{SURE_COMMA}')), 0), "
        f"coalesce(sum(n) FILTER (regexp_full_match(digits, '[0-9]{{1,3}}\\.[0-9]{{3}}')), 0), "
        f"coalesce(sum(n) FILTER (regexp_full_match(digits, '[0-9]{{1,3}},[0-9]{{3}}')), 0), "
        f"coalesce(sum(n) FILTER (regexp_full_match(digits, '[0-9]{{1,3}}')), 0), coalesce(sum(n), 0), "
        f"arg_min(t, at_row) FILTER (regexp_full_match(digits, '{SURE_DOT}')), "
        f"arg_min(t, at_row) FILTER (regexp_full_match(digits, '{SURE_COMMA}')), "
        f"arg_min(t, at_row) FILTER (regexp_full_match(digits, '[0-9]{{1,3}}[.,][0-9]{{3}}')) "
        f"FROM {table} WHERE kind IS NULL"
    )
    if dot and comma:
        raise DataError(
            f"{label}: {column} is written in two ways: '{example_dot}' with a decimal point ({dot:,} rows) and "
            f"'{example_comma}' with a decimal comma ({comma:,} rows); split the export, or state decimal."
        )
    if dot or comma:
        return "." if dot else ","
    if three_dot and three_comma:
        raise DataError(
            f"{label}: {column} is ambiguous: some numbers have a point, others a comma before three digits "
            f"(as '{example}'); set decimal to '.' or ','."
        )
    if three_dot or three_comma:
        if small and (three_dot + three_comma) >= ENOUGH:
            bench.warn(
                "thousands",
                f"{label}: in {column}, '{example}' was read as thousands, because smaller numbers have no mark; "
                f"set decimal if that is wrong.",
            )
            return "," if three_dot else "."
        low, high = str(example).replace(",", "."), str(example).replace(",", "").replace(".", "")
        raise DataError(
            f"{label}: {column} is ambiguous: '{example}' may be {high} (thousands) or {low} (three decimals), and no "
            f"value of {total:,} tells; set decimal to '.' or ',' in the source."
        )
    return "."
