"""Is it a point or a comma that ends the whole number? Decided by all values of a column, or asked."""

from __future__ import annotations

import re

from analysis.display.formats import count
from analysis.display.language import data_error
from analysis.intake.mean.words import sql_list
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace

SURE_DOT = (
    r".*,.*\.[0-9]*|[0-9]{1,3}(,[0-9]{3}){2,}|[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}|[0-9]{4,}\.[0-9]*|0?\.[0-9]*"
    r"|[0-9]+\.([0-9]{0,2}|[0-9]{4,})|0[0-9]*\.[0-9]+"
)


SURE_COMMA = (
    r".*\..*,[0-9]*|[0-9]{1,3}(\.[0-9]{3}){2,}|[0-9]{4,},[0-9]*|0?,[0-9]*|[0-9]+,([0-9]{0,2}|[0-9]{4,})|0[0-9]*,[0-9]+"
)


WITHOUT_CENTS = (
    "₫", "đ", "vnd", "vnđ", "rp", "idr", "円", "jpy", "₩", "원", "krw", "ft", "huf", "clp", "clp$", "cop", "cop$",
    "isk", "pyg", "twd", "nt$",
)  # fmt: skip
POINT_IS_DECIMAL = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f\u0590-\u05ff]"
ENOUGH = 20  # grouped numbers beside plain small ones, before "1,200" is taken for twelve hundred


def decimal_mark(bench: Workspace, table: str, column: str, label: Label, header: str = "") -> str:
    """Return the decimal mark of a column of numbers.

    Money that has no cents (17.900 ₫) has no decimals either; and nobody who writes Chinese, Japanese, Korean, Thai or
    Hebrew headers writes a decimal comma.

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
        raise data_error(
            "{file}: {column} is written in two ways: '{example_dot}' with a decimal point ({dot} rows) and "
            "'{example_comma}' with a decimal comma ({comma} rows); split the export, or state decimal.",
            file=label,
            column=column,
            example_dot=example_dot,
            dot=count(dot),
            example_comma=example_comma,
            comma=count(comma),
        )
    if dot or comma:
        return "." if dot else ","
    if three_dot and three_comma:
        raise data_error(
            "{file}: {column} is ambiguous: some numbers have a point, others a comma before three digits (as "
            "'{example}'); set decimal to '.' or ','.",
            file=label,
            column=column,
            example=example,
        )
    if three_dot or three_comma:
        marks = f"SELECT bool_and(token IN {sql_list(WITHOUT_CENTS)}) FROM {table} WHERE kind IS NULL"
        if bench.row(marks)[0] or (three_comma and re.search(POINT_IS_DECIMAL, header)):
            return "," if three_dot else "."
        if small and (three_dot + three_comma) >= ENOUGH:
            bench.warn("thousands", file=label, column=column, example=example)
            return "," if three_dot else "."
        low, high = str(example).replace(",", "."), str(example).replace(",", "").replace(".", "")
        raise data_error(
            "{file}: {column} is ambiguous: '{example}' may be {high} (thousands) or {low} (three decimals), and "
            "no value of {total} tells; set decimal to '.' or ',' in the source.",
            file=label,
            column=column,
            example=example,
            high=high,
            low=low,
            total=count(total),
        )
    return "."
