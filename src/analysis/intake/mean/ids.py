"""Customer ids are text: cleaned of what nobody sees, never turned into numbers, twins reported."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from analysis.display.formats import count
from analysis.display.language import data_error
from analysis.intake.mean.nobody_words import NOBODY, is_nobody, is_tax_id
from analysis.intake.mean.sum_words import NO_SALE_CELL
from analysis.intake.mean.words import (
    EXCEL_ERRORS,
    MISSING,
    NO_CUSTOMER,
    TOTAL_PATTERN,
    TOTAL_WORDS,
    alike,
    is_total,
    sql_list,
    trimmed,
    visible,
)
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace, literal

PLAIN = "[A-Za-z0-9]*[0-9][A-Za-z0-9]*"
"""What needs no cleaning and is no word for anything else: letters and digits, at least one of them a digit."""
NUMBERED = r"\p{L}{2,}.*[0-9]$"
MOST_NUMBERED = 3  # tills; more are guests with a number each
MOST_SEEN = 500  # stems


def read_ids(bench: Workspace, raw: str, label: Label, header: str) -> str:
    """Map every distinct text of the customer column to an id; return the name of the map.

    The map has v (text), id, and kind: ok, missing, placeholder, total, carried, maybe_total or header.

    Raises
    ------
    DataError
        If ids are in scientific notation: the customers cannot be told apart any more.
    """
    table = raw.replace("raw", "ids")
    is_header = f"{literal(header)} <> '' AND lower(id) = lower({literal(header)})"
    bench.con.execute(
        f"CREATE TABLE texts AS SELECT *, regexp_full_match(v, {literal(PLAIN)}) AS plain FROM "
        f"(SELECT customer_id AS v, count(*) AS n, min(rowid) AS at_row FROM {raw} GROUP BY customer_id)"
    )
    odd, numbered, zero = bench.row(
        f"SELECT bool_or(NOT plain), bool_or(regexp_matches(v, {literal(NUMBERED)})), "
        "bool_or(regexp_full_match(v, '0+')) FROM texts"
    )
    kind = f"WHEN plain AND {is_tax_id('id')} THEN 'placeholder' WHEN plain AND NOT ({is_header}) THEN 'ok' "
    if odd:  # patterns of many words take longer to make than the ids of a small client to read
        kind += _kind_of_odd("id")
    maybe = f"WHEN regexp_matches(lower(id), {literal(TOTAL_PATTERN)}) THEN 'maybe_total'" if odd else ""
    seen = f"CASE WHEN plain THEN v ELSE {visible('v')} END" if odd else "v"
    cleaned = f"CASE WHEN plain THEN v ELSE {trimmed('seen')} END" if odd else "v"
    bench.con.execute(
        f"CREATE TABLE {table} AS SELECT v, n, at_row, id, plain, "
        f"CASE {kind} WHEN {is_header} THEN 'header' {maybe} ELSE 'ok' END AS kind FROM ("
        f"SELECT *, {cleaned} AS id FROM (SELECT *, {seen} AS seen FROM texts))"
    )
    bench.con.execute("DROP TABLE texts")
    if odd:
        _refuse_scientific(bench, table, label)
        _drop_decimals(bench, table, label)
        _totals_of_customers(bench, table)
    if odd or zero:
        _zero(bench, table)
    if odd or numbered:
        _number_nobody(bench, table)
    if odd:
        _say_cleaned(bench, table, label)
    return table


def _kind_of_odd(text: str) -> str:
    """Return SQL, cases for what an id means that is more than letters and digits."""
    word = f"lower({text})"
    return (
        f"WHEN {word} IN {sql_list(MISSING + EXCEL_ERRORS)} THEN 'missing' "
        f"WHEN {word} IN {sql_list(NO_CUSTOMER)} OR {is_nobody(text)} THEN 'placeholder' "
        f"WHEN {is_total(text)} THEN 'total' "
        f"WHEN regexp_matches({word}, {literal(NO_SALE_CELL)}) THEN 'carried' "
    )


def _refuse_scientific(bench: Workspace, table: str, label: Label) -> None:
    rows, distinct, example, first = bench.row(
        f"SELECT coalesce(sum(n), 0), count(*), arg_min(id, at_row), min(at_row) FROM {table} "
        f"WHERE kind = 'ok' AND regexp_full_match(id, '[0-9]([.,][0-9]+)?[eE]\\+[0-9]+')"
    )
    if rows:
        raise data_error(
            "{file}: {rows} customer ids are in scientific notation (as '{example}' in data row {first}; "
            "{distinct} different ones are left): a spreadsheet cut off their digits and nothing can bring them "
            "back. Export the id column as text.",
            file=label,
            rows=count(rows),
            example=example,
            first=count(first + 1),
            distinct=count(distinct),
        )


def _drop_decimals(bench: Workspace, table: str, label: Label) -> None:
    """Turn 123.0 into 123 where every id is such a number: an earlier program read the ids as floats."""
    floats, others, example, rows = bench.row(
        f"SELECT count(*) FILTER (regexp_full_match(id, '[0-9]+[.,]0+')), "
        f"count(*) FILTER (NOT regexp_full_match(id, '[0-9]+([.,]0+)?')), "
        f"arg_min(id, at_row) FILTER (regexp_full_match(id, '[0-9]+[.,]0+')), "
        f"coalesce(sum(n) FILTER (regexp_full_match(id, '[0-9]+[.,]0+')), 0) FROM {table} WHERE kind = 'ok'"
    )
    if floats and not others:
        bench.con.execute(f"UPDATE {table} SET id = regexp_replace(id, '[.,]0+$', '') WHERE kind = 'ok'")
        bench.warn("id_float", rows, file=label, example=example)


def _totals_of_customers(bench: Workspace, table: str) -> None:
    """Take "Total K01" for a total, even with a date, where K01 is a customer."""
    rest = f"trim(regexp_replace(lower(id), {literal(TOTAL_WORDS)}, ''))"
    bench.con.execute(
        f"UPDATE {table} SET kind = 'total' WHERE kind = 'maybe_total' AND {rest} IN "
        f"(SELECT lower(id) FROM {table} WHERE kind = 'ok')"
    )


def _zero(bench: Workspace, table: str) -> None:
    """Take 0 for a walk-in placeholder, unless it is the first of a dense numbering and no larger than the rest."""
    zero = "kind = 'ok' AND regexp_full_match(id, '0+|[xX]{3,}|-1')"
    ordinary = bench.row(
        f"SELECT coalesce((SELECT sum(n) FROM {table} WHERE kind = 'ok' AND id = '0') <= "
        f"(SELECT max(n) FROM {table} WHERE kind = 'ok' AND id <> '0') "
        f"AND (SELECT bool_and(regexp_full_match(id, '[0-9]+')) AND bool_or(id = '1') FROM {table} "
        f"WHERE kind = 'ok'), false)"
    )[0]
    bench.con.execute(f"UPDATE {table} SET kind = 'placeholder' WHERE {zero} AND NOT (id = '0' AND {ordinary})")


def _say_cleaned(bench: Workspace, table: str, label: Label) -> None:
    rows, distinct, example = bench.row(
        f"SELECT coalesce(sum(n), 0), count(*), arg_min(id, at_row) FROM {table} "
        f"WHERE kind = 'ok' AND {visible('v')} = v AND id <> v AND trim(v) <> v AND trim(v) = id"
    )
    if rows:
        bench.warn("id_blanks", rows, file=label, example=example, spellings=distinct)
    hidden, kinds, sample = bench.row(
        f"SELECT coalesce(sum(n), 0), count(*), arg_min(id, at_row) FROM {table} WHERE kind = 'ok' AND "
        f"NOT (id = v OR trim(v) = id) AND NOT regexp_full_match(v, '[0-9]+[.,]0+')"
    )
    if hidden:
        bench.warn("id_invisible", hidden, file=label, example=sample, spellings=kinds)


SPELLED = (
    "regexp_replace(strip_accents(replace(replace(replace(replace(regexp_replace(lower(id), '^([^,]+), *([^,]+)$', "
    "'\\2 \\1'), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss')), '[^\\p{L}\\p{N}]+', '', 'g')"
)
"""A name with the surname last and its umlauts written out: Müller, Anna is Anna Mueller."""
TWINS = {
    "id_twins": ("[^A-Z0-9]", alike("id"), "true", "id"),
    "id_name_twins": (r"[äöüÄÖÜß]|\p{L}, +\p{L}", SPELLED, "true", alike("id")),
    "id_decimals": (
        "^[0-9]+[.,]0+$",
        "regexp_replace(id, '[.,]0+$', '')",
        "regexp_matches(id, '^[0-9]+([.,]0+)?$')",
        "id",
    ),
    "id_leading_zeros": ("^0", "ltrim(id, '0')", "true", "id"),
}
"""Finding -> pattern without which there is none, SQL for what is the same for twins, those compared, what differs."""


def say_twins(bench: Workspace, perhaps: Sequence[bool]) -> None:
    """Report ids that differ in case, blanks, zeros or how a name is written only: perhaps one customer each."""
    for code, (_, rule, which, apart) in compress(TWINS.items(), perhaps):
        repeats = bench.rows(
            f"SELECT 1 FROM customers SEMI JOIN people USING (customer) WHERE {which} "
            f"GROUP BY hash({rule}) HAVING count(*) > 1 LIMIT 1"  # quickly, and nearly always none
        )
        if not repeats:
            continue
        groups, ids, one, two = bench.row(
            f"WITH groups AS (SELECT {rule} AS k, count(*) AS n, min(id) AS one, max(id) AS two "
            f"FROM customers SEMI JOIN people USING (customer) WHERE {which} GROUP BY k "
            f"HAVING count(DISTINCT {apart}) > 1) "
            f"SELECT count(*), coalesce(sum(n), 0), min(one), arg_min(two, one) FROM groups"
        )
        if groups:
            bench.warn(code, ids=ids, one=one, two=two, groups=groups)


def _number_nobody(bench: Workspace, table: str) -> None:
    """Take a word for nobody with a number behind it (WALKIN001, CASH-2) for nobody, where few ids are such."""
    stem = "regexp_replace(lower(id), '[ _-]*[0-9]{1,4}$', '')"
    found = (
        f"SELECT {stem} AS stem, count(DISTINCT id) AS n FROM {table} WHERE kind = 'ok' AND "
        f"regexp_matches(id, {literal(NUMBERED)}) GROUP BY stem HAVING n <= {MOST_NUMBERED} LIMIT {MOST_SEEN}"
    )
    words = [w for (w,) in bench.rows(f"SELECT stem FROM ({found}) WHERE regexp_full_match(stem, {literal(NOBODY)})")]
    every = bench.row(f"SELECT count(DISTINCT id) FROM {table} WHERE kind = 'ok'")[0] if words else 0
    if every > 4 * MOST_NUMBERED:
        bench.con.execute(
            f"UPDATE {table} SET kind = 'placeholder' WHERE kind = 'ok' AND {stem} IN {sql_list(tuple(words))}"
        )
